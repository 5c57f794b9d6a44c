package io.nessiecluster.rest;

import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.NodeName;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A service whose DNS and peers are scripted: beans of an application, which beat the defaults. */
public abstract class FakeWorld implements QuarkusTestProfile {

  /** The name that is queried. */
  public static final String QUERY = "app.prod.svc.cluster.local.";

  /** The own node. */
  public static final String SELF = "app@10.0.0.9";

  static final String PROFILE = "fake-world";

  private static final int SEND_BUFFER_BYTES = 16_384;

  @Override
  public String getConfigProfile() {
    return PROFILE;
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "nessie-cluster.query", QUERY,
        "nessie-cluster.node.name", SELF,
        "nessie-cluster.interval", "off",
        "nessie-cluster.vanish-grace", "0s",
        "nessie-cluster.api.read-only", "false",
        "nessie-cluster.api.max-event-readers", "2",
        "nessie-cluster.api.discover-gap", "0s");
  }

  /** Rounds run by hand only, and the guarded routes are open to all. */
  public static final class ByHand extends FakeWorld {}

  /** The first round begins with the service, and hangs until the lookup is released. */
  public static final class HangingFromTheStart extends FakeWorld {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "nessie-cluster.query", QUERY,
          "nessie-cluster.node.name", SELF,
          "nessie-cluster.interval", "1h",
          "nessie-cluster.poll.eager", "false",
          "nessie-cluster.readiness.min-nodes", "1",
          "fake-world.hold", "true");
    }
  }

  /** The beans. */
  @Singleton
  @IfBuildProfile(PROFILE)
  static class Beans {

    @Produces
    @Singleton
    FakeLookup lookup(
        @ConfigProperty(name = "fake-world.hold", defaultValue = "false") boolean hold) {
      FakeLookup lookup = new FakeLookup();
      if (hold) {
        lookup.hold();
      }
      return lookup;
    }

    /** Else the kernel takes some megabytes for a reader who does not read. */
    @Produces
    @Singleton
    HttpServerOptionsCustomizer smallBuffers() {
      return new HttpServerOptionsCustomizer() {
        @Override
        public void customizeHttpServer(HttpServerOptions options) {
          options.setSendBufferSize(SEND_BUFFER_BYTES);
        }
      };
    }

    @Produces
    @Singleton
    FakeConnector connector() {
      return new FakeConnector(new NodeName(SELF));
    }
  }
}
