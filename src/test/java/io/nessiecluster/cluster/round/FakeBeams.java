package io.nessiecluster.cluster.round;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.ConnectionListener;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnectException;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeConnection.Direction;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.PeerNames;
import io.nessiecluster.cluster.Resolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Nodes under names of their own, each at some addresses where EPMD knows its basename, and the
 * links to them. For many threads at once.
 */
public final class FakeBeams implements PeerNames, Resolver.ListNodes {

  /** A node: the same one at all its addresses. */
  private record Beam(NodeName name, List<String> addresses) {}

  private final NodeName self;
  private final boolean asksEpmd;
  private final List<Beam> beams = new ArrayList<>();
  private final Map<NodeName, Beam> links = new LinkedHashMap<>();
  private final Map<NodeName, String> linkedAt = new LinkedHashMap<>();
  private final Set<String> mute = new LinkedHashSet<>();
  private final List<NodeName> dials = new ArrayList<>();
  private ConnectionListener listener;

  public FakeBeams(NodeName self, boolean asksEpmd) {
    this.self = self;
    this.asksEpmd = asksEpmd;
  }

  /** Who is told of links; none = nobody is, and the list of nodes must do. */
  public synchronized void tell(ConnectionListener told) {
    listener = told;
  }

  public synchronized void start(String name, String... addresses) {
    beams.add(new Beam(new NodeName(name), List.of(addresses)));
  }

  /** Ends the node of this name that listens at the address, and its link if it is that one's. */
  public synchronized void stop(String name, String address) {
    NodeName node = new NodeName(name);
    Beam ended =
        beams.stream()
            .filter(beam -> beam.name().equals(node) && beam.addresses().contains(address))
            .findFirst()
            .orElseThrow();
    beams.remove(ended);
    if (links.get(node) == ended) {
      lose(node);
    }
  }

  /** Whether one node is at both addresses. */
  public synchronized boolean sharesNode(String some, String other) {
    return beams.stream().anyMatch(beam -> beam.addresses().containsAll(List.of(some, other)));
  }

  /** The link to the node is lost; it lives on. */
  public synchronized void lose(NodeName node) {
    if (links.remove(node) != null) {
      linkedAt.remove(node);
      if (listener != null) {
        listener.connectionLost(node, LossCause.CLOSED_BY_PEER, "gone");
      }
    }
  }

  /** The EPMD at an address answers no more, or does so again. */
  public synchronized void mute(String address, boolean on) {
    boolean _ = on ? mute.add(address) : mute.remove(address);
  }

  /** The node dials, from its first address. */
  public synchronized void dialsUs(String name) {
    NodeName node = new NodeName(name);
    Beam beam = beams.stream().filter(b -> b.name().equals(node)).findFirst().orElseThrow();
    link(beam, beam.addresses().getFirst(), Direction.INBOUND);
  }

  /** The targets that were dialled until now, in order. */
  public synchronized List<NodeName> dials() {
    return List.copyOf(dials);
  }

  public synchronized Optional<String> linkedAt(String name) {
    return Optional.ofNullable(linkedAt.get(new NodeName(name)));
  }

  @Override
  public synchronized NodeName connect(NodeName target, Duration timeout)
      throws NodeConnectException {
    dials.add(target);
    String address = target.host().orElseThrow();
    String basename = target.basename().orElseThrow();
    if (mute.contains(address)) {
      throw new NodeConnectException(ConnectCause.EPMD_TIMEOUT, "mute");
    }
    Beam beam =
        at(address).stream()
            .filter(b -> basename.equals(ANY) || b.name().basename().orElseThrow().equals(basename))
            .findFirst()
            .orElseThrow(
                () -> new NodeConnectException(ConnectCause.NAME_NOT_REGISTERED, "unknown"));
    if (beam.name().equals(self)) {
      throw new NodeConnectException(ConnectCause.FOREIGN_NAME, "the own name");
    }
    Beam linked = links.get(beam.name());
    if (linked != null && linked != beam) {
      throw new NodeConnectException(
          ConnectCause.DUPLICATE_NAME, "linked at " + linkedAt.get(beam.name()));
    }
    if (linked == null) {
      link(beam, address, Direction.OUTBOUND);
    }
    return beam.name();
  }

  private void link(Beam beam, String address, Direction direction) {
    links.put(beam.name(), beam);
    linkedAt.put(beam.name(), address);
    if (listener != null) {
      listener.connectionUp(
          beam.name(), new NodeConnection(direction, false, false, Optional.of(address), 0));
    }
  }

  private List<Beam> at(String address) {
    return beams.stream().filter(beam -> beam.addresses().contains(address)).toList();
  }

  @Override
  public boolean asksEpmd() {
    return asksEpmd;
  }

  @Override
  public synchronized List<String> list(String address, Set<String> known, Duration timeout)
      throws NodeConnectException {
    if (mute.contains(address)) {
      throw new NodeConnectException(ConnectCause.EPMD_TIMEOUT, "mute");
    }
    return at(address).stream()
        .filter(beam -> !beam.name().equals(self))
        .map(beam -> beam.name().basename().orElseThrow())
        .toList();
  }

  @Override
  public synchronized List<NodeName> nodes() {
    List<NodeName> all = new ArrayList<>(List.of(self));
    all.addAll(links.keySet());
    return all;
  }
}
