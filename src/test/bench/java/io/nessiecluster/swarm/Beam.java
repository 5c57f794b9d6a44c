package io.nessiecluster.swarm;

import io.nessiecluster.distribution.epmd.EpmdServer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A BEAM that runs Elixir's dns_cluster, whose compiled code is given by path; none of it is here.
 */
final class Beam implements Contender {

  private static final String SCRIPT = "src/test/bench/peer.exs";

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final EpmdServer epmd; // an epmd of OTP's own would outlive this
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter orders;

  private Beam(Path ebin, Swarm swarm, boolean polls) throws IOException {
    epmd =
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
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    answers = process.inputReader();
    orders = process.outputWriter();
  }

  /**
   * Starts one.
   *
   * @param ebin the folder of the compiled code
   * @param polls whether it runs a round every second from the first on
   */
  static Beam start(Path ebin, Swarm swarm, boolean polls) throws IOException {
    Beam beam = new Beam(ebin, swarm, polls);
    beam.answer();
    return beam;
  }

  @Override
  public void beginRound() throws IOException {
    order("round");
  }

  @Override
  public void endRound() throws IOException {
    answer();
  }

  @Override
  public int connected() throws IOException {
    order("connected");
    return Integer.parseInt(answer().substring("ok ".length()));
  }

  @Override
  public boolean warmsUp() {
    return false;
  }

  /** OTP's global sends to nodes that were lost, which connects them again. */
  @Override
  public boolean staysDisconnected() {
    return false;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  private void order(String line) throws IOException {
    orders.write(line + "\n");
    orders.flush();
  }

  private String answer() throws IOException {
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("elixir ended");
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    orders.close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    epmd.close();
    timer.shutdownNow();
  }
}
