package io.nessiecluster.rest;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.NodeConnectException;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.Resolver;
import io.nessiecluster.cluster.VanishPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** A distribution layer of scripted outcomes: whoever has no script is connected when dialled. */
public final class FakeConnector
    implements Resolver.ConnectNode, Resolver.ListNodes, VanishPolicy.DisconnectNode {

  private final NodeName self;
  private final Set<NodeName> connected = new ConcurrentSkipListSet<>();
  private final Map<NodeName, ConnectCause> failures = new ConcurrentHashMap<>();

  public FakeConnector(NodeName self) {
    this.self = self;
  }

  /** Lets every dial of the node fail. */
  public void fails(String node, ConnectCause cause) {
    failures.put(new NodeName(node), cause);
  }

  /** Forgets scripts and connections. */
  public void reset() {
    failures.clear();
    connected.clear();
  }

  @Override
  public void connect(NodeName node, Duration timeout) throws NodeConnectException {
    ConnectCause cause = failures.get(node);
    if (cause != null) {
      throw new NodeConnectException(cause, "as scripted");
    }
    connected.add(node);
  }

  @Override
  public void disconnect(NodeName node) {
    connected.remove(node);
  }

  @Override
  public List<NodeName> nodes() {
    List<NodeName> all = new ArrayList<>();
    all.add(self);
    all.addAll(connected);
    return all;
  }
}
