package io.nessiecluster.distribution.epmd;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The nodes that an {@link EpmdServer} knows. */
final class RegisteredNames {

  private static final int MAX_RESERVED_CREATION = 4; // 0 is a wildcard; 1 to 4 OTP keeps for tools

  private final int limit;
  private final Map<String, NodeEntry> nodes = new LinkedHashMap<>();
  private int creation;

  RegisteredNames(int limit, int firstCreation) {
    this.limit = limit;
    this.creation = firstCreation;
  }

  /**
   * Registers a node.
   *
   * @return its creation, another one each time; empty when the name is taken or the table full
   */
  synchronized OptionalInt register(NodeEntry node) {
    if (nodes.size() >= limit || nodes.putIfAbsent(node.name(), node) != null) {
      return OptionalInt.empty();
    }
    creation++;
    if (creation >= 0 && creation <= MAX_RESERVED_CREATION) {
      creation = MAX_RESERVED_CREATION + 1;
    }
    return OptionalInt.of(creation);
  }

  synchronized void unregister(NodeEntry node) {
    nodes.remove(node.name());
  }

  synchronized Optional<NodeEntry> find(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  /** All nodes in the order in which they came. */
  synchronized List<NodeEntry> all() {
    return List.copyOf(nodes.values());
  }
}
