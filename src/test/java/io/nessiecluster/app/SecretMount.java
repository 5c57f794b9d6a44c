package io.nessiecluster.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A Secret's key in a folder, as kubelet mounts it: {@code cookie -> ..data/cookie}, {@code ..data
 * -> ..2026_1}. Another content is a folder of its own, to which {@code ..data} is turned at once;
 * then the old folder goes.
 */
public final class SecretMount {

  private static final String DATA = "..data";

  private final Path mount;
  private final String key;
  private int count;

  public SecretMount(Path mount, String key, String content) throws IOException {
    this.mount = mount;
    this.key = key;
    Files.createSymbolicLink(mount.resolve(DATA), folder(content));
    Files.createSymbolicLink(file(), Path.of(DATA, key));
  }

  /** What is mounted. */
  public Path file() {
    return mount.resolve(key);
  }

  /** Gives the Secret another content. */
  public void swap(String content) throws IOException {
    Path data = mount.resolve(DATA);
    Path old = mount.resolve(Files.readSymbolicLink(data));
    Path next = Files.createSymbolicLink(mount.resolve("..data_tmp"), folder(content));
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.delete(old.resolve(key));
    Files.delete(old);
  }

  private Path folder(String content) throws IOException {
    Path folder = Files.createDirectory(mount.resolve("..2026_" + ++count));
    Files.writeString(folder.resolve(key), content);
    return folder.getFileName();
  }
}
