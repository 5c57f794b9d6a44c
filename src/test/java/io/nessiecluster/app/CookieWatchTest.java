package io.nessiecluster.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.Cookie;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.distribution.Proofs;
import io.nessiecluster.distribution.handshake.Digest;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of a cookie's file that changes. */
class CookieWatchTest {

  private static final Duration OVERLAP = Duration.ofSeconds(90);
  private static final String OLD = "fleur-de-sel";
  private static final String NEW = "gros-sel";

  @TempDir private Path directory;
  private Path file;
  private Digest held = proof(Cookie.of(OLD));
  private final List<String> lines = new ArrayList<>();

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(directory.resolve("cookie"), OLD);
  }

  private static Digest proof(Cookie cookie) {
    return Proofs.of(NodeSettings.of("a@127.0.0.1", cookie, InetAddress.ofLiteral("127.0.0.1")));
  }

  private CookieWatch watch(Map<String, String> more) {
    Map<String, String> texts = new HashMap<>(more);
    texts.put("cookie-file", file.toString());
    return new CookieWatch(
        SettingsTexts.mapping(SettingsTexts.config(texts, Map.of())),
        OVERLAP,
        this::take,
        (level, line) -> lines.add(level + " " + line));
  }

  private boolean take(Cookie cookie, Duration overlap) {
    assertThat(overlap).isEqualTo(OVERLAP);
    Digest before = held;
    held = proof(cookie);
    return !held.equals(before);
  }

  @Test
  void anotherCookieIsTakenAndToldOfWithoutItsText() throws IOException {
    CookieWatch watch = watch(Map.of());
    Files.writeString(file, NEW);
    watch.look();
    watch.look();

    assertThat(held).isEqualTo(proof(Cookie.of(NEW)));
    assertThat(lines)
        .containsExactly(
            "INFO the cookie has changed: dials and handshakes from now on are by the new one,"
                + " links stay; who dials may prove the former one for 90 s");
  }

  @Test
  void theSameContentWrittenAnewIsNotAWordWorth() throws IOException {
    CookieWatch watch = watch(Map.of());
    Files.delete(file);
    Files.writeString(file, OLD);
    watch.look();
    Files.writeString(file, OLD + "\n"); // the same cookie, once its line end is stripped
    watch.look();

    assertThat(held).isEqualTo(proof(Cookie.of(OLD)));
    assertThat(lines).isEmpty();
  }

  @Test
  void whatIsSaidOfACookieAtTheStartIsSaidOfANewOne() throws IOException {
    CookieWatch watch = watch(Map.of());
    Files.writeString(file, NEW + "\n");
    watch.look();

    assertThat(held).isEqualTo(proof(Cookie.of(NEW)));
    assertThat(lines)
        .hasSize(2)
        .last()
        .asString()
        .startsWith("WARNING nessie-cluster.cookie-file=");
  }

  @Test
  void aLineEndIsPartOfANewOneWhereItIsKept() throws IOException {
    CookieWatch watch = watch(Map.of("cookie-line-end", "keep"));
    Files.writeString(file, OLD + "\n");
    watch.look();

    assertThat(held).isEqualTo(proof(Cookie.of(OLD + "\n")));
  }

  /** As kubelet does it: the mount's file is a link to one of a folder that is a link itself. */
  @Test
  void theSecretOfKubernetesIsSwappedByALink() throws IOException {
    Path mount = Files.createDirectory(directory.resolve("mount"));
    file = mount.resolve("cookie");
    SecretMount secret = new SecretMount(mount, "cookie", OLD);
    CookieWatch watch = watch(Map.of());
    watch.look();
    assertThat(lines).isEmpty();

    secret.swap(NEW);
    watch.look();

    assertThat(held).isEqualTo(proof(Cookie.of(NEW)));
    assertThat(lines).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "fleur\tde\tsel", "ßel"})
  void aFileThatHoldsNoCookieIsToldOfOnceAndChangesNothing(String content) throws IOException {
    CookieWatch watch = watch(Map.of());
    Files.writeString(file, content);
    watch.look();
    watch.look();

    assertThatItStays();
  }

  @Test
  void soIsOneThatIsTooLongOrNoTextOrHasNoEnd() throws IOException {
    CookieWatch watch = watch(Map.of());
    Files.writeString(file, "x".repeat(256));
    watch.look();
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    watch.look();
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("/dev/zero"));
    watch.look();

    assertThatItStays();
  }

  @Test
  void soIsOneThatIsMissingOrAFolderAndWhenItMendsThatIsTold() throws IOException {
    CookieWatch watch = watch(Map.of());
    Files.delete(file);
    watch.look();
    Files.createDirectory(file);
    watch.look();
    assertThatItStays();

    Files.delete(file);
    Files.writeString(file, OLD);
    watch.look();
    watch.look();

    assertThat(lines)
        .hasSize(2)
        .last()
        .isEqualTo("INFO nessie-cluster.cookie-file holds a cookie again");
    assertThat(held).isEqualTo(proof(Cookie.of(OLD)));
  }

  private void assertThatItStays() {
    assertThat(held).isEqualTo(proof(Cookie.of(OLD)));
    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith(Level.WARNING + " the cookie stays as it was")
        .contains("nessie-cluster.cookie-file=" + file + " is wrong; allowed: ")
        .doesNotContain("fleur", "sel;");
  }
}
