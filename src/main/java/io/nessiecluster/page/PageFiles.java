package io.nessiecluster.page;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The files of the page for browsers, in memory: some tens of kilobytes. */
final class PageFiles {

  /** Where they lie on the class path. */
  private static final String FOLDER = "/META-INF/resources";

  /** Named, as a native executable has no folder that could be listed. */
  static final List<String> PATHS =
      List.of(
          "/index.html",
          "/page/dom.js",
          "/page/icon.svg",
          "/page/lists.js",
          "/page/live.js",
          "/page/main.js",
          "/page/mesh.js",
          "/page/nodes.js",
          "/page/style.css",
          "/page/troubles.js",
          "/page/words.js");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, PageFile> files;

  private PageFiles(Map<String, PageFile> files) {
    this.files = files;
  }

  /** Reads them all. */
  static PageFiles read() {
    return new PageFiles(
        PATHS.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), PageFiles::read)));
  }

  private static PageFile read(String path) {
    try (InputStream file = PageFiles.class.getResourceAsStream(FOLDER + path)) {
      if (file == null) {
        throw new IllegalStateException("not shipped: " + path);
      }
      byte[] bytes = file.readAllBytes();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      String type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "");
      return new PageFile(
          type, Buffer.buffer(bytes), '"' + HexFormat.of().formatHex(digest, 0, 8) + '"');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) { // every JDK has it
      throw new IllegalStateException(e);
    }
  }

  /** The file of a path; of {@code /} the page itself. */
  Optional<PageFile> of(String path) {
    return Optional.ofNullable(files.get(path.equals("/") ? "/index.html" : path));
  }
}
