package io.nessiecluster.rest;

import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.NodeName;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/** A service whose DNS and peers are scripted, and whose rounds run by hand only. */
public class ScriptedWorld implements QuarkusTestProfile {

  public static final String QUERY = "app.prod.svc.cluster.local.";
  public static final String SELF = "app@10.0.0.9";

  private static final String PROFILE = "scripted-world";

  @Override
  public String getConfigProfile() {
    return PROFILE;
  }

  @Override
  public final Map<String, String> getConfigOverrides() {
    Map<String, String> all = new HashMap<>();
    all.put("nessie-cluster.query", QUERY);
    all.put("nessie-cluster.node.name", SELF);
    all.put("nessie-cluster.interval", "off");
    all.put("nessie-cluster.vanish-grace", "0s");
    all.put("nessie-cluster.api.read-only", "false");
    all.put("nessie-cluster.api.max-event-readers", "2");
    all.putAll(overrides());
    return all;
  }

  Map<String, String> overrides() {
    return Map.of();
  }

  /** The guarded routes are closed. */
  public static final class ReadOnly extends ScriptedWorld {
    @Override
    Map<String, String> overrides() {
      return Map.of("nessie-cluster.api.read-only", "true");
    }
  }

  /** The beans. */
  @Singleton
  @IfBuildProfile(PROFILE)
  static class Beans {

    @Produces
    @Singleton
    FakeLookup lookup() {
      return new FakeLookup();
    }

    @Produces
    @Singleton
    ScriptedPeers peers() {
      return new ScriptedPeers(new NodeName(SELF));
    }
  }
}
