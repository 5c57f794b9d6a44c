package io.nessiecluster.distribution;

import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;

/**
 * Hears of links, one event after the other, in the order in which they happened: every link that
 * came up is lost once, and a link that replaces another comes up behind the loss of that one.
 *
 * <p>Called on a thread that does nothing else, so a slow listener delays later events but never
 * reading, writing, ticks or dials. Events that wait are bounded: while too many do, dials of peers
 * are refused. An event can be heard shortly after the call that caused it has returned.
 */
public interface LinkListener {

  /** Hears nothing: for those who ask {@link ErlangNode#links()}, or only call. */
  static LinkListener none() {
    return new LinkListener() {
      @Override
      public void linkUp(Link link) {
        // nobody listens
      }

      @Override
      public void linkLost(Link link, LinkEnd cause, String detail) {
        // nobody listens
      }
    };
  }

  /** A link came up. */
  void linkUp(Link link);

  /**
   * A link was lost.
   *
   * @param detail one line: what was seen
   */
  void linkLost(Link link, LinkEnd cause, String detail);

  /**
   * Someone dialled this node in vain. Events of this kind are dropped while too many wait; {@link
   * ErlangNode#refusedHandshakes} counts them all.
   *
   * @param detail one line: what was seen
   */
  default void handshakeRefused(InetSocketAddress from, ConnectFailure failure, String detail) {}

  /**
   * Writes a line about dials in vain, of which {@link #handshakeRefused} hears each: of the same
   * one once in ten minutes, and five in a second at most. To the platform's logger, unless
   * overridden.
   */
  default void logRefused(RefusedDial dial) {
    System.getLogger(LinkListener.class.getPackageName()).log(Level.WARNING, dial.line());
  }
}
