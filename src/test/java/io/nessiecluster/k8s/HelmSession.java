package io.nessiecluster.k8s;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Helm, by its own library. In a JVM of its own: the library brings the runtime of Go, which takes
 * over signals, and those of the tests' JVM stay as they are.
 */
final class HelmSession implements AutoCloseable {

  static final String NOT_AVAILABLE =
      "helm-java has no Helm for this machine: the chart is not tried";

  private static final Path CHART = Manifests.FOLDER.resolve("helm/nessie-cluster");
  private static final String LIBRARY = "META-INF/services/com.marcnuri.helm.jni.NativeLibrary";
  private static final long BOUND_SECONDS = 10;

  private final Process process;
  private final DataOutputStream out;
  private final DataInputStream in;

  private HelmSession(Process process) {
    this.process = process;
    this.out = new DataOutputStream(process.getOutputStream());
    this.in = new DataInputStream(process.getInputStream());
  }

  /** Whether there is a library for this machine; without one the server would ask the internet. */
  static boolean isAvailable() {
    return HelmSession.class.getClassLoader().getResource(LIBRARY) != null;
  }

  static HelmSession start() throws IOException {
    String classPath =
        Stream.of(
                HelmServer.class.getName().replace('.', '/') + ".class",
                "com/marcnuri/helm/Helm.class",
                "com/marcnuri/helm/jni/HelmLib.class",
                "com/sun/jna/Native.class",
                LIBRARY)
            .map(HelmSession::placeOf)
            .distinct()
            .collect(Collectors.joining(File.pathSeparator));
    return new HelmSession(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                HelmServer.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /**
   * {@code helm template}: YAML documents.
   *
   * @param values files of {@code k8s/helm/values}, other files by their path, or KEY=VALUE
   * @throws IllegalArgumentException with what Helm says when it refuses the values
   */
  Manifests template(String release, List<String> values) throws IOException {
    return new Manifests(
        Manifests.documents(ask("template", release, values)).stream()
            .filter(document -> document.has("kind"))
            .toList());
  }

  /** What {@code helm install} says, in the namespace harbour. */
  String notes(List<String> values) throws IOException {
    return ask("notes", "nessie-cluster", values);
  }

  /** What {@code helm lint --strict} says, and in its last line whether it failed. */
  String lint() throws IOException {
    return ask("lint", "nessie-cluster", List.of());
  }

  private String ask(String command, String release, List<String> values) throws IOException {
    List<String> request = new ArrayList<>(List.of(command, CHART.toString(), release));
    for (String value : values) {
      Path file = Manifests.FOLDER.resolve("helm/values").resolve(value);
      request.add(value.contains("=") ? value : file.toString());
    }
    out.writeInt(request.size());
    for (String word : request) {
      out.writeUTF(word);
    }
    out.flush();
    boolean well = in.readBoolean();
    String text = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    if (!well) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  /** The folder or the jar that a resource is in. */
  private static String placeOf(String resource) {
    URL url =
        Objects.requireNonNull(HelmSession.class.getClassLoader().getResource(resource), resource);
    try {
      if (url.openConnection() instanceof JarURLConnection jar) {
        return Path.of(jar.getJarFileURL().toURI()).toString();
      }
      String path = Path.of(url.toURI()).toString();
      return path.substring(0, path.length() - resource.length());
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(resource, e);
    }
  }

  /** Ends the server, by force when it does not within 10 seconds. */
  @Override
  public void close() throws IOException {
    out.writeInt(0);
    out.close();
    try {
      if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
