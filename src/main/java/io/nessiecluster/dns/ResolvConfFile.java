package io.nessiecluster.dns;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The resolv.conf of this host, read again when the file has changed. For many threads at once. */
final class ResolvConfFile {

  /** No sane file is longer; what stands behind is not read. */
  private static final int MAX_BYTES = 64 * 1024;

  private final Path path;
  private final ResolverVariables variables;
  private volatile @Nullable Read last;

  ResolvConfFile(Path path, ResolverVariables variables) {
    this.path = path;
    this.variables = variables;
  }

  /**
   * What holds now.
   *
   * @param problem why the file could not be read, so that what it last said holds, or {@link
   *     ResolvConf#absent} if it was never read
   */
  record Content(ResolvConf conf, Optional<String> problem) {}

  private record Stamp(FileTime modified, long size, @Nullable Object inode) {}

  private record Read(Stamp stamp, ResolvConf conf) {}

  /** The file as it is now: one look at its attributes, and a read when they changed. */
  Content current() {
    try {
      // looked at before reading: a change in between is seen next time
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      Stamp stamp = new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
      Read read = last;
      if (read == null || !read.stamp.equals(stamp)) {
        read = new Read(stamp, ResolvConfReader.read(text(), variables));
        last = read;
      }
      return new Content(read.conf, Optional.empty());
    } catch (IOException | SecurityException e) {
      Read read = last; // a relative name without its search list would seem not to exist
      return new Content(
          read == null ? ResolvConf.absent(variables) : read.conf,
          Optional.of(path + " could not be read (" + e.getClass().getSimpleName() + ")"));
    }
  }

  private String text() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
    }
  }
}
