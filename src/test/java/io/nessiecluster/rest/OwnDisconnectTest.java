package io.nessiecluster.rest;

import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application that brings a connector of its own, by which vanished nodes go, too. */
@QuarkusTest
@TestProfile(OwnDisconnectTest.Profile.class)
@Timeout(60)
class OwnDisconnectTest {

  private static final String QUERY = "own.svc.";

  /** Turns the application's beans on. */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public String getConfigProfile() {
      return "own-disconnect";
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "nessie-cluster.query", QUERY,
          "nessie-cluster.resource-types", "A",
          "nessie-cluster.interval", "off",
          "nessie-cluster.on-vanish", "disconnect",
          "nessie-cluster.vanish-grace", "0s");
    }
  }

  /** The application. */
  @Singleton
  @IfBuildProfile("own-disconnect")
  static class Application {
    @Produces
    @Singleton
    FakeConnector connector() {
      return new FakeConnector(new NodeName("nessie_cluster@127.0.0.1"));
    }

    @Produces
    @Singleton
    FakeLookup lookup() {
      return new FakeLookup();
    }
  }

  @Inject FakeLookup lookup;

  @Test
  void aVanishedNodeIsDisconnectedByTheApplicationsOwnBean() {
    String node = "nessie_cluster@10.9.8.7";
    lookup.addresses(QUERY, RecordType.A, "10.9.8.7");
    when().get("/cluster/discover").then().statusCode(200).body("nodes", hasItem(node));

    lookup.outcome(
        QUERY,
        RecordType.A,
        new LookupOutcome.NoAnswer(LookupOutcome.Reason.NXDOMAIN, "no pod is left"));
    when().get("/cluster/discover");

    when().get("/cluster/discover").then().statusCode(200).body("nodes", not(hasItem(node)));
  }
}
