package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the checks want to know of a member again and again; none of it costs the member more than a
 * look at a counter.
 *
 * @param mnesia empty where no mnesia runs
 * @param locks of {@code global}, 16 at most
 * @param globalNames how many names are registered with {@code global}
 * @param products those of its applications that form and heal clusters themselves
 */
public record Vitals(
    Usage processes,
    Usage atoms,
    Usage ports,
    Optional<MnesiaNodes> mnesia,
    List<GlobalLock> locks,
    long globalNames,
    Set<Product> products) {

  public Vitals {
    locks = List.copyOf(locks);
    products = Set.copyOf(products);
  }

  /** Whether there is nothing in it whose time counts: a lock, or a database without a node. */
  public boolean calm() {
    return locks.isEmpty() && mnesia.filter(nodes -> !nodes.whole()).isEmpty();
  }

  /**
   * How much is used of what is limited.
   *
   * @param limit at least 1
   */
  public record Usage(long count, long limit) {
    /** The share that is used, 1.0 for all of it. */
    public double share() {
      return (double) count / limit;
    }
  }

  /** An application that forms and heals the cluster of its nodes itself. */
  public enum Product {
    RABBITMQ("rabbit"),
    EMQX("emqx");

    private final String application;

    Product(String application) {
      this.application = application;
    }

    /** The name of its Erlang application. */
    public String application() {
      return application;
    }
  }

  /**
   * The nodes of a database.
   *
   * @param known all that it has: {@code db_nodes}
   * @param running those that it runs at, as this member sees it: {@code running_db_nodes}
   */
  public record MnesiaNodes(Set<NodeName> known, Set<NodeName> running) {
    public MnesiaNodes {
      known = Set.copyOf(known);
      running = Set.copyOf(running);
    }

    /** Whether it runs at all its nodes. */
    public boolean whole() {
      return running.containsAll(known);
    }
  }

  /**
   * A lock of {@code global}.
   *
   * @param resource what is locked, in Erlang's notation
   * @param requester who holds it, in Erlang's notation; another one is another lock
   */
  public record GlobalLock(String resource, String requester) {}
}
