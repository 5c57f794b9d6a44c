package io.nessiecluster.cluster.round;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.PeerNames;
import io.nessiecluster.cluster.PeerNamesContract;

/** The fake meets nodes as the real connector does. */
class FakeBeamsTest extends PeerNamesContract {

  private static final NodeName SELF = new NodeName("nessie@10.0.0.9");

  private final FakeBeams beams = new FakeBeams(SELF, true);

  @Override
  protected PeerNames names() {
    return beams;
  }

  @Override
  protected NodeName self() {
    return SELF;
  }

  @Override
  protected String address(int number) {
    return "10.0.0." + (5 + number);
  }

  @Override
  protected void start(String name, String address) {
    beams.start(name, address);
  }

  @Override
  protected void stop(String name, String address) {
    beams.stop(name, address);
  }
}
