package io.nessiecluster.rest;

import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.equalTo;

import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.Resolver;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application that brings a whole resolver: nothing of the service's own is asked. */
@QuarkusTest
@TestProfile(OwnResolverTest.Profile.class)
@Timeout(60)
class OwnResolverTest {

  /** Turns the application's bean on. */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public String getConfigProfile() {
      return "own-resolver";
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("nessie-cluster.query", "own.svc.", "nessie-cluster.interval", "off");
    }
  }

  /** The application. */
  @Singleton
  @IfBuildProfile("own-resolver")
  static class Application {
    @Produces
    @Singleton
    Resolver resolver() {
      FakeConnector connector = new FakeConnector(new NodeName("me@10.9.8.1"));
      return new Resolver(
          node -> Optional.of("theirs"),
          connector,
          connector,
          new FakeLookup().addresses("own.svc.", RecordType.A, "10.9.8.7"));
    }
  }

  @Test
  void eachOfItsPartsIsUsed() {
    when()
        .get("/cluster/discover")
        .then()
        .statusCode(200)
        .body("dns[0].outcome", equalTo("answer"))
        .body("nodes", equalTo(List.of("me@10.9.8.1", "theirs@10.9.8.7")))
        .body("errors", equalTo(List.of()));
  }
}
