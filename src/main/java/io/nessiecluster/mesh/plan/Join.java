package io.nessiecluster.mesh.plan;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Pair;
import io.nessiecluster.mesh.Way;
import java.util.List;
import java.util.Locale;

/**
 * Two members that are to be connected, and with them their islands.
 *
 * @param from who is asked to connect: of the smaller island, the newcomer where there is one
 * @param to with whom: of the larger island
 * @param ways all connects that this takes, {@code from} to {@code to} the first: one, where the
 *     {@code global} of both closes the mesh; else one for each pair, {@link #MOST_WAYS} at most
 * @param names registered with {@code global} on both sides: of each, {@code global} ends one of
 *     the two processes
 */
public record Join(NodeName from, NodeName to, Kind kind, List<Way> ways, List<String> names) {

  /** How many connects one join makes at most; those that are left are missing links, then. */
  public static final int MOST_WAYS = 1_024;

  /** What is joined. */
  public enum Kind {
    /** A member that has just started, and was never seen linked with another one. */
    NEWCOMER,
    /** An island that is, or may be, what is left of a split. */
    ISLAND,
    /** Two members of one island that miss each other. */
    LINK;

    /** The stable name in JSON. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it mends what was broken, and so takes more care. */
    public boolean heals() {
      return this != NEWCOMER;
    }
  }

  public Join {
    ways = List.copyOf(ways);
    names = List.copyOf(names);
  }

  /** The two that are asked, whatever their order. */
  public Pair pair() {
    return Pair.of(from, to);
  }
}
