package io.nessiecluster.swarm;

import io.nessiecluster.distribution.epmd.EpmdServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A BEAM that runs Elixir's dns_cluster, whose compiled code is given by path; none of it is here.
 */
final class Beam extends ToldContender {

  private static final String SCRIPT = "src/test/bench/peer.exs";

  private final ScheduledExecutorService timer;
  private final EpmdServer epmd; // an epmd of OTP's own would outlive this

  private Beam(ToldProcess process, ScheduledExecutorService timer, EpmdServer epmd) {
    super(process);
    this.timer = timer;
    this.epmd = epmd;
  }

  /**
   * Starts one.
   *
   * @param ebin the folder of the compiled code
   * @param polls whether it runs a round every second from the first on
   */
  static Beam start(Path ebin, Swarm swarm, boolean polls) throws IOException {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    EpmdServer epmd =
        EpmdServer.bind(
            InetAddress.ofLiteral("127.0.0.1"),
            Swarm.EPMD_PORT,
            Thread.ofVirtual().factory(),
            timer,
            new SecureRandom(),
            EpmdServer.Limits.DEFAULT);
    List<String> command =
        new ArrayList<>(
            List.of(
                "elixir",
                "--name",
                SwarmAddress.BASENAME + "@127.0.0.1",
                "--cookie",
                SwarmAddress.COOKIE,
                "--erl",
                "-start_epmd false",
                "-pa",
                ebin.toString(),
                SCRIPT,
                Integer.toString(swarm.dnsPort()),
                polls ? "1000" : "3600000"));
    swarm.names().forEach(name -> command.add(name.substring(0, name.length() - 1)));
    ToldProcess process = ToldProcess.start(command);
    process.answer();
    return new Beam(process, timer, epmd);
  }

  /** OTP's global sends to nodes that were lost, which connects them again. */
  @Override
  public boolean staysDisconnected() {
    return false;
  }

  @Override
  public void close() {
    super.close();
    epmd.close();
    timer.shutdownNow();
  }
}
