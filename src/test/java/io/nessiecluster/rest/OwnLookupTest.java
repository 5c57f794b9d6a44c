package io.nessiecluster.rest;

import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.equalTo;

import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.RecordType;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application that brings a lookup of its own, and nothing else. */
@QuarkusTest
@TestProfile(OwnLookupTest.Profile.class)
@Timeout(60)
class OwnLookupTest {

  /** Turns the application's bean on. */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public String getConfigProfile() {
      return "own-lookup";
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("nessie-cluster.query", "own.svc.", "nessie-cluster.interval", "off");
    }
  }

  /** The application. */
  @Singleton
  @IfBuildProfile("own-lookup")
  static class Application {
    @Produces
    @Singleton
    FakeLookup lookup() {
      return new FakeLookup().addresses("own.svc.", RecordType.A, "10.9.8.7");
    }
  }

  @Test
  void itsLookupIsAskedAndTheServicesOwnNodeDials() {
    when()
        .get("/cluster/discover")
        .then()
        .statusCode(200)
        .body("dns[0].outcome", equalTo("answer"))
        .body("nodes", equalTo(List.of("nessie_cluster@127.0.0.1")))
        .body("errors.node", equalTo(List.of("nessie_cluster@10.9.8.7")))
        .body("errors.error", equalTo(List.of("local_node_is_not_alive")))
        .body("errors.cause", equalTo(List.of("local_node_is_not_alive")));
  }
}
