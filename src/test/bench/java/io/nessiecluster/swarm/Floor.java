package io.nessiecluster.swarm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The least that links take: a script that asks each EPMD and shakes hands, on one thread and one
 * epoll, with addresses that it need not look up. It keeps nothing, answers nothing and has no
 * interval.
 */
final class Floor extends ToldContender {

  private static final String SCRIPT = "src/test/bench/floor.py";

  private Floor(ToldProcess process) {
    super(process);
  }

  /** Starts one that will dial so many nodes. */
  static Floor start(int nodes) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "python3",
                SCRIPT,
                Integer.toString(Swarm.EPMD_PORT),
                SwarmAddress.BASENAME + "@127.0.0.1",
                SwarmAddress.COOKIE,
                SwarmAddress.BASENAME));
    IntStream.range(0, nodes).mapToObj(SwarmAddress::of).forEach(command::add);
    ToldProcess process = ToldProcess.start(command);
    process.answer();
    return new Floor(process);
  }

  @Override
  public boolean staysDisconnected() {
    return true;
  }
}
