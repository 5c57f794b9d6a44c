package io.nessiecluster.packaged;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged application, run as a pod runs it: a process of its own, told by environment
 * variables, with free ports on 127.0.0.1. Ends when it is closed.
 */
final class PackagedService implements AutoCloseable {

  static final Duration BOUND = Duration.ofSeconds(60);

  private static final Pattern LISTENING =
      Pattern.compile(
          "Listening on: http://127\\.0\\.0\\.1:(\\d+)\\. Management interface listening on"
              + " http://127\\.0\\.0\\.1:(\\d+)");

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Process process;
  private final int http;
  private final int management;

  private PackagedService(Process process) throws InterruptedException {
    this.process = process;
    BufferedReader output = process.inputReader();
    Thread.ofVirtual().start(() -> output.lines().forEach(log::add));
    try {
      await("it listens", () -> listening().find());
    } catch (AssertionError | InterruptedException e) {
      process.destroyForcibly();
      throw e;
    }
    Matcher ports = listening();
    ports.find();
    this.http = Integer.parseInt(ports.group(1));
    this.management = Integer.parseInt(ports.group(2));
  }

  /** Starts it and waits until it listens. */
  static PackagedService start(Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command());
    builder.environment().keySet().removeIf(key -> key.matches("(NESSIE|QUARKUS|DISCOVERY)_.*"));
    builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
    builder.environment().put("QUARKUS_HTTP_PORT", "0");
    builder.environment().put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
    builder.environment().put("QUARKUS_MANAGEMENT_PORT", "0");
    builder.environment().put("QUARKUS_SHUTDOWN_DELAY", "0s");
    builder.environment().putAll(environment);
    return new PackagedService(builder.redirectErrorStream(true).start());
  }

  private static List<String> command() {
    Path executable = Path.of(System.getProperty("native.image.path", "target/none-runner"));
    if (Files.isExecutable(executable)) {
      return List.of(executable.toString());
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return List.of(java.toString(), "-jar", "target/quarkus-app/quarkus-run.jar");
  }

  /** What it wrote so far. */
  String log() {
    return String.join("\n", log);
  }

  /** A request to the REST routes. */
  Answer rest(String method, String path, String... headers)
      throws IOException, InterruptedException {
    return send(http, method, path, headers);
  }

  Answer get(String path) throws IOException, InterruptedException {
    return rest("GET", path);
  }

  /** A probe: {@code started}, {@code ready} or {@code live}. */
  Answer probe(String name) throws IOException, InterruptedException {
    return send(management, "GET", "/q/health/" + name);
  }

  /** A request to the management interface. */
  Answer managementGet(String path) throws IOException, InterruptedException {
    return send(management, "GET", path);
  }

  private Answer send(int port, String method, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return Answer.of(client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
  }

  /** SIGTERM, as the kubelet sends it. */
  void terminate() {
    process.destroy();
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** The exit status, once it has ended by itself. */
  int awaitEnd(Duration bound) throws InterruptedException {
    if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running after " + bound + ":\n" + log());
    }
    return process.exitValue();
  }

  /** Waits for a condition while the process runs, at most a minute. */
  void await(String what, Condition condition) throws InterruptedException {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (!holds(condition)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        String state = process.isAlive() ? "not within " + BOUND : "the process has ended";
        throw new AssertionError(state + ": " + what + "\n" + log());
      }
      Thread.sleep(20);
    }
  }

  private static boolean holds(Condition condition) throws InterruptedException {
    try {
      return condition.holds();
    } catch (IOException e) { // not yet, or not any more
      return false;
    }
  }

  private Matcher listening() {
    return LISTENING.matcher(log());
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    client.shutdownNow();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  /** What can be asked of the service. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }
}
