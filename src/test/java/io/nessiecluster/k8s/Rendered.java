package io.nessiecluster.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code kubectl kustomize} gives of a folder, as it is committed: so it is known without
 * kubectl, too.
 */
record Rendered(Path folder) {

  /** Where kustomizations lie that are for tests alone. */
  static final Path COMBINATIONS = Path.of("src/test/kustomize");

  private static final Path COMMITTED = Path.of("src/test/resources/rendered");

  /** The fingerprint of what was rendered. */
  static final Path SOURCES = COMMITTED.resolve("sources.sha256");

  /** The default, the base, each overlay, and each combination that is for tests alone. */
  static Stream<Rendered> all() throws IOException {
    return Stream.of(
            Stream.of(Manifests.FOLDER, Manifests.FOLDER.resolve("base")),
            folders(Manifests.FOLDER.resolve("overlays")),
            folders(COMBINATIONS))
        .flatMap(each -> each)
        .map(Rendered::new);
  }

  /** Empty where nothing is committed of this folder. */
  static Optional<Rendered> of(Path folder) throws IOException {
    return all().filter(each -> each.folder.equals(folder)).findFirst();
  }

  /**
   * Of all that kustomize reads: changed by any change but one of comments and blank lines. Without
   * kubectl it tells whether what is committed is of these sources.
   */
  static String fingerprint(Path... roots) throws IOException {
    MessageDigest digest = sha256();
    for (Path root : roots) {
      for (Path file : sources(root)) {
        String name = root.relativize(file).toString().replace('\\', '/');
        digest.update((name + "\n" + content(file) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** As it is now, of what the committed files are made of. */
  static String fingerprint() throws IOException {
    return fingerprint(Manifests.FOLDER, COMBINATIONS);
  }

  String name() {
    return String.valueOf(folder.getFileName());
  }

  Path file() {
    return COMMITTED.resolve(name() + ".yaml");
  }

  Manifests manifests() {
    return new Manifests(Manifests.documents(Kustomize.read(file())));
  }

  @Override
  public String toString() {
    return name();
  }

  /** Neither the chart nor the examples are read by kustomize. */
  private static List<Path> sources(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(root.resolve("helm")))
          .filter(file -> !file.toString().endsWith(".example.yaml"))
          .sorted()
          .toList();
    }
  }

  private static String content(Path file) {
    String text = Kustomize.read(file);
    return file.toString().endsWith(".yaml")
        ? Manifests.documents(text).stream().map(JsonNode::toString).collect(lines())
        : text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).collect(lines());
  }

  private static Collector<CharSequence, ?, String> lines() {
    return Collectors.joining("\n");
  }

  private static Stream<Path> folders(Path parent) throws IOException {
    try (Stream<Path> children = Files.list(parent)) {
      return children.filter(Files::isDirectory).sorted().toList().stream();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each JDK has it", e);
    }
  }
}
