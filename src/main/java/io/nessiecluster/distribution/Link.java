package io.nessiecluster.distribution;

import java.net.InetSocketAddress;
import java.time.Instant;

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

  /** What went over the link so far. */
  LinkStatistics statistics();
}
