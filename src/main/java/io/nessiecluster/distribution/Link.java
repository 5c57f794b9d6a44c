package io.nessiecluster.distribution;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;

/** A live connection to a peer, or one that was. Immutable but for being lost one day. */
public interface Link {

  /** Which side dialled. */
  enum Direction {
    /** This node dialled. */
    INITIATED,
    /** The peer dialled. */
    ACCEPTED
  }

  /** The peer's name, {@code basename@host}. */
  String peer();

  /** Which side dialled. */
  Direction direction();

  /**
   * Whether the peer held another link of this node's name when this one came up, and gave it up
   * for this one: half of a link that this node has lost, or another node's of the same name.
   */
  boolean displaces();

  /** Whether the peer is a hidden node. */
  boolean hidden();

  /** The peer's distribution flags. */
  long flags();

  /** The peer's incarnation, unsigned. */
  int creation();

  /** When the link came up. */
  Instant since();

  /** The other end of the connection. */
  InetSocketAddress remote();

  /**
   * The host or address by which the certificate of a node that was dialled over TLS is that
   * node's: the address that was dialled where the certificate bears it among its alternative
   * names, or else the host in the node's name. Empty over plain TCP, and for a peer that dialled,
   * whose certificate is trusted whatever it bears.
   */
  Optional<String> certifiedFor();

  /** What went over the link so far. */
  LinkStatistics statistics();
}
