package io.nessiecluster;

import static io.nessiecluster.rest.Eventually.eventually;

import io.nessiecluster.rest.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged service as a process of its own: the native executable where one is built, else on
 * the JDK that runs the test.
 */
public final class PackagedService implements AutoCloseable {

  private static final Path EXECUTABLE =
      Path.of(System.getProperty("native.image.path", "target/none-runner")).toAbsolutePath();

  /** The folder of the archives that it runs from, or was made of. */
  static final Path HOME =
      Files.isExecutable(EXECUTABLE)
          ? EXECUTABLE.resolveSibling(
              EXECUTABLE.getFileName().toString().replaceFirst("-runner$", "")
                  + "-native-image-source-jar")
          : Path.of("target/quarkus-app");

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Pattern LISTENING =
      Pattern.compile(
          "Listening on: (http://[\\d.:]+\\d)\\. Management interface listening on"
              + " (http://[\\d.:]+\\d)");

  private final Process process;
  private final Path output;

  private PackagedService(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts it with these environment variables, on loopback and free ports. */
  public static PackagedService start(Path directory, Map<String, String> environment)
      throws IOException {
    return start(directory, command(), environment);
  }

  /** How it is started when nothing else is said; options of the JVM stand second. */
  public static List<String> command() {
    if (Files.isExecutable(EXECUTABLE)) {
      return List.of(EXECUTABLE.toString());
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-jar",
        HOME.resolve("quarkus-run.jar").toAbsolutePath().toString());
  }

  /**
   * Starts it so, on loopback and free ports.
   *
   * @param directory where its output goes, and where it runs
   * @param environment takes the place of what this process is told by such variables
   */
  public static PackagedService start(
      Path directory, List<String> command, Map<String, String> environment) throws IOException {
    Path output = Files.createTempFile(directory, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> all = builder.environment();
    all.keySet()
        .removeIf(
            name ->
                name.matches("(NESSIE_CLUSTER|QUARKUS|SMALLRYE)_.*|DISCOVERY_DNS_NAME")
                    || name.matches("JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS"));
    all.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    all.put("QUARKUS_HTTP_PORT", "0");
    all.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
    all.put("QUARKUS_MANAGEMENT_PORT", "0");
    all.put("QUARKUS_SHUTDOWN_DELAY", "1s");
    all.putAll(environment);
    return new PackagedService(builder.start(), output);
  }

  /** Waits for the end of the process. */
  public int exitCode() throws InterruptedException {
    return exitCode(BOUND);
  }

  /** Waits for the end of the process, for so long. */
  public int exitCode(Duration bound) throws InterruptedException {
    if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running after " + bound + ": " + output());
    }
    return process.exitValue();
  }

  /** Whether the process runs. */
  public boolean isRunning() {
    return process.isAlive();
  }

  /** What it wrote until now, both streams. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> lines() {
    return output().lines().toList();
  }

  /** Waits until it listens. */
  public PackagedService awaitStart() {
    await("the service listens", () -> LISTENING.matcher(output()).find());
    return this;
  }

  /** Asks the API. */
  public Answer get(String path) throws IOException, InterruptedException {
    return rest("GET", path);
  }

  /** A request to the API. */
  public Answer rest(String method, String path, String... headers)
      throws IOException, InterruptedException {
    return send(api(path), method, HttpRequest.BodyPublishers.noBody(), headers);
  }

  /** Sends JSON to the API. */
  public Answer post(String path, String json) throws IOException, InterruptedException {
    return send(
        api(path),
        "POST",
        HttpRequest.BodyPublishers.ofString(json),
        "Content-Type",
        "application/json");
  }

  /** Asks the management interface. */
  public Answer getManagement(String path) throws IOException, InterruptedException {
    return send(management(path), "GET", HttpRequest.BodyPublishers.noBody());
  }

  /** A probe: {@code started}, {@code ready} or {@code live}. */
  public Answer probe(String name) throws IOException, InterruptedException {
    return getManagement("/q/health/" + name);
  }

  /** Waits for a condition while the process runs. */
  public void await(String what, Condition condition) {
    await(what, Eventually.BOUND, condition);
  }

  /** The same, of what takes longer by itself. */
  public void await(String what, Duration bound, Condition condition) {
    eventually(
        what,
        bound,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("it ended: " + output());
          }
          return condition.isMet();
        });
  }

  /** Removes what it wrote, once it has ended. */
  public void deleteOutput() throws IOException {
    Files.delete(output);
  }

  /** Where a path of the API is. */
  public URI api(String path) {
    return uri(1, path);
  }

  /** Where a path of the management interface is. */
  public URI management(String path) {
    return uri(2, path);
  }

  private URI uri(int which, String path) {
    Matcher matcher = LISTENING.matcher(output());
    if (!matcher.find()) {
      throw new IllegalStateException("it does not listen");
    }
    return URI.create(matcher.group(which) + path);
  }

  /** The number of the process. */
  public long pid() {
    return process.pid();
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  private Answer send(URI uri, String method, HttpRequest.BodyPublisher body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(BOUND).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      Answer answer = Answer.of(response);
      client.shutdownNow(); // a stream of events would be waited for
      return answer;
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** What can be asked of the service. */
  @FunctionalInterface
  public interface Condition {
    /** Whether it holds; an answer that does not come is a no. */
    boolean holds() throws IOException, InterruptedException;

    private boolean isMet() {
      try {
        return holds();
      } catch (IOException e) { // not yet, or not any more
        return false;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
