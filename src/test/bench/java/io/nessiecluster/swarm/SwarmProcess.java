package io.nessiecluster.swarm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@link SwarmNodes} in a process of their own, which ends when it is closed. */
final class SwarmProcess implements AutoCloseable {

  /**
   * What the nodes count.
   *
   * @param links that are up
   * @param lost links that were up once
   * @param changedAt when either changed last, as {@link System#nanoTime()}
   * @param asked connections to the nodes' EPMDs, their own registrations included
   * @param handshakes that ended, with a link or refused
   */
  record Counts(int links, long lost, long changedAt, long asked, long handshakes) {}

  private final ToldProcess process;

  private SwarmProcess(ToldProcess process) {
    this.process = process;
  }

  static SwarmProcess start(Duration netTickTime, SwarmNaming naming) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new SwarmProcess(
        ToldProcess.start(
            List.of(
                java.toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SwarmNodes.class.getName(),
                Long.toString(netTickTime.toSeconds()),
                naming.name())));
  }

  /** Starts the nodes from one number to another, exclusive. */
  void startNodes(int from, int to) throws IOException {
    process.ask("start " + from + " " + to);
  }

  void killNodes(int from, int to) throws IOException {
    process.ask("kill " + from + " " + to);
  }

  void dropLinks() throws IOException {
    process.ask("drop");
  }

  /** Lets each node say, when it is asked, that it sees so many nodes. */
  void mesh(int nodes) throws IOException {
    process.ask("mesh " + nodes);
  }

  Counts links() throws IOException {
    return counts(process.ask("links"));
  }

  /** Waits until there are so many links, or the time is over. */
  Counts awaitLinks(int count, Duration bound) throws IOException {
    return counts(process.ask("await " + count + " " + bound.toMillis()));
  }

  /** Stops the whole process where it stands, as a node of Kubernetes that hangs. */
  void freeze() throws IOException, InterruptedException {
    signal("-STOP");
  }

  void thaw() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", name, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("no signal " + name + " to process " + process.pid());
    }
  }

  private static Counts counts(String answer) {
    List<String> words = List.of(answer.split(" "));
    return new Counts(
        Integer.parseInt(words.get(1)),
        Long.parseLong(words.get(2)),
        Long.parseLong(words.get(3)),
        Long.parseLong(words.get(4)),
        Long.parseLong(words.get(5)));
  }

  @Override
  public void close() {
    process.close();
  }
}
