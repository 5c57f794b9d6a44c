package io.nessiecluster.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.PackagedService;
import io.nessiecluster.app.SecretMount;
import io.nessiecluster.distribution.BeamNode;
import io.nessiecluster.distribution.RequiresErlang;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Secret that changes under the packaged application, among real BEAMs of either cookie. */
@RequiresErlang
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class CookieRotationIT {

  private static final String NEW_COOKIE = "rotatedcookie";
  private static final String US = "'" + Surroundings.SELF + "'";
  private static final String CHANGED = "the cookie has changed";

  @TempDir Path directory;
  private Surroundings surroundings;
  private SecretMount secret;

  @BeforeEach
  void open() throws Exception {
    surroundings = new Surroundings(directory);
    surroundings.dns.addresses(Surroundings.QUERY, "127.0.0.1");
    Path mount = Files.createDirectory(directory.resolve("mount"));
    secret = new SecretMount(mount, "cookie", Surroundings.COOKIE);
  }

  @AfterEach
  void close() throws Exception {
    surroundings.close();
  }

  private PackagedService service(String overlap) throws IOException {
    return surroundings.service(
        Map.of(
            "NESSIE_CLUSTER_COOKIE_FILE",
            secret.file().toString(),
            "NESSIE_CLUSTER_COOKIE_OVERLAP",
            overlap,
            "NESSIE_CLUSTER_QUERY",
            "old=%1$s,new=%1$s".formatted(Surroundings.QUERY)));
  }

  private BeamNode renewed(String basename) throws IOException {
    return surroundings.closeLater(
        BeamNode.start(basename + "@127.0.0.1", NEW_COOKIE, surroundings.epmd.port()));
  }

  private void rotate(PackagedService service) throws IOException {
    secret.swap(NEW_COOKIE);
    service.await("it has seen the new cookie", () -> service.output().contains(CHANGED));
  }

  private static void awaitConnected(PackagedService service, String name) {
    service.await(
        name + " is connected",
        () -> service.get("/cluster/nodes/" + name).at("/connected").equals("true"));
  }

  private static List<String> events(PackagedService service, String name)
      throws IOException, InterruptedException {
    return service
        .get("/cluster/nodes/" + name)
        .json()
        .path("events")
        .findValuesAsText("type")
        .reversed();
  }

  @Test
  void linksStayNodesOfTheNewCookieAreConnectedAndOfTheOldOneTakenDuringTheOverlap()
      throws Exception {
    BeamNode old = surroundings.beam("old");
    PackagedService service = service("1h");
    awaitConnected(service, old.name());

    rotate(service);
    BeamNode renewed = renewed("new");
    awaitConnected(service, renewed.name());

    assertThat(events(service, old.name())).containsExactly("node-discovered", "node-connected");
    assertThat(old.eval("nodes(hidden)")).isEqualTo("[" + US + "]");
    for (BeamNode inbound : List.of(surroundings.beam("in1"), renewed("in2"))) {
      assertThat(inbound.eval("net_kernel:connect_node(" + US + ")")).isEqualTo("true");
      assertThat(inbound.eval("net_adm:ping(" + US + ")")).isEqualTo("pong");
    }
    assertThat(service.output().lines().filter(line -> line.contains(CHANGED)))
        .singleElement()
        .asString()
        .contains(" INFO ");
    assertThat(service.output())
        .contains("may prove the former one for 3600 s")
        .doesNotContain(Surroundings.COOKIE, NEW_COOKIE, "refused a dial");
  }

  @Test
  void aBeamThatIsToldTheNewCookieWhileItRunsKeepsItsLinkAndIsConnectedAnewByIt() throws Exception {
    BeamNode old = surroundings.beam("old");
    PackagedService service = service("0s");
    awaitConnected(service, old.name());
    rotate(service);

    old.eval("erlang:set_cookie(" + NEW_COOKIE + ")");
    assertThat(old.eval("nodes(hidden)")).isEqualTo("[" + US + "]");
    assertThat(old.eval("erlang:disconnect_node(" + US + ")")).isEqualTo("true");

    service.await("it comes back", () -> old.eval("nodes(hidden)").equals("[" + US + "]"));
    assertThat(service.output()).doesNotContain("cookie_mismatch");
  }

  @Test
  void afterTheOverlapABeamOfTheOldCookieIsRefusedWithTheUsualCause() throws Exception {
    PackagedService service = service("1s");
    rotate(service);
    BeamNode late = surroundings.beam("late");

    service.await(
        "it is refused",
        () -> {
          boolean refused = late.eval("net_kernel:connect_node(" + US + ")").equals("false");
          late.eval("erlang:disconnect_node(" + US + ")");
          return refused;
        });

    service.await(
        "the cause is told",
        () ->
            service
                .output()
                .contains("cookie_mismatch (the initiator's proof of the cookie is wrong)"));
  }

  @Test
  void whileTheFileHoldsNoCookieTheFormerOneStays() throws Exception {
    PackagedService service = service("0s");
    secret.swap("");
    service.await(
        "it is told", () -> service.output().contains(" WARN  the cookie stays as it was"));

    BeamNode old = surroundings.beam("old");
    awaitConnected(service, old.name());
    secret.swap(Surroundings.COOKIE);
    service.await("it mends", () -> service.output().contains("holds a cookie again"));

    assertThat(service.output()).doesNotContain(CHANGED);
    assertThat(service.probe("live").status()).isEqualTo(200);
  }
}
