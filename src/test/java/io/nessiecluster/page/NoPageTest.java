package io.nessiecluster.page;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service without a page for browsers: they get the text, too. */
@QuarkusTest
@TestProfile(NoPageTest.Profile.class)
@Timeout(60)
class NoPageTest {

  /** Turns it off. */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("nessie-cluster.page.enabled", "false");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "text/html", "text/html,*/*;q=0.8"})
  void everybodyGetsTheText(String accept) {
    given()
        .header("Accept", accept)
        .get("/")
        .then()
        .statusCode(200)
        .header("Content-Type", "text/plain; charset=utf-8")
        .header("X-Content-Type-Options", "nosniff")
        .body(startsWith("nessie-cluster "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/index.html",
        "/page/main.js",
        "/page/style.css",
        "/page/troubles",
        "/page/nothing"
      })
  void noFileOfItIsThere(String path) {
    given()
        .header("Accept", "text/html")
        .get(path)
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:nessie-cluster:problem:not-found"));
  }

  @Test
  void whereNothingIsSetItSaysWhatToSet() {
    given().get("/").then().body(containsString("\n  NESSIE_CLUSTER_QUERY="));
  }
}
