package io.nessiecluster.rest;

import static io.nessiecluster.rest.Problems.assertProblem;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes that change what runs, open to whoever bears the token. */
@QuarkusTest
@TestProfile(TokenTest.WithToken.class)
@Timeout(60)
class TokenTest {

  private static final String TOKEN = "s3cret-t0ken";

  /** Opens the API, with a token. */
  public static final class WithToken implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        Path file = Files.createTempFile("token", ".txt");
        file.toFile().deleteOnExit();
        Files.writeString(file, TOKEN + "\n");
        return Map.of(
            "nessie-cluster.api.read-only",
            "false",
            "nessie-cluster.api.token-file",
            file.toString());
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Inject ApiAccess access;

  @BeforeEach
  void theTokenOfTheStart() throws IOException {
    write(TOKEN + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/cluster/stop", "/cluster/start"})
  void withoutATokenTheyAreClosed(String path) {
    assertProblem(when().post(path).then(), 401, "unauthorized")
        .header("WWW-Authenticate", equalTo("Bearer realm=\"nessie-cluster\""))
        .body("detail", containsString("api.token-file"))
        .body(not(containsString(TOKEN)));
  }

  @Test
  void withoutATokenEveryMutatingRouteIsClosed() {
    assertThat(MutatingRoutes.described()).hasSizeGreaterThanOrEqualTo(7);
    for (MutatingRoutes.Route route : MutatingRoutes.described()) {
      assertProblem(when().request(route.method(), route.path()).then(), 401, "unauthorized");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer wrong",
        "Bearer s3cret-t0ke",
        "Bearer s3cret-t0kenn",
        "Bearer S3CRET-T0KEN",
        "Bearer ",
        "Bearer",
        "Basic s3cret-t0ken",
        "s3cret-t0ken",
        "Bearers3cret-t0ken"
      })
  void aWrongTokenIsRefused(String header) {
    for (String path : new String[] {"/cluster/stop", "/cluster/start"}) {
      assertProblem(given().header("Authorization", header).post(path).then(), 401, "unauthorized");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER  "}) // RFC 9110, section 11.1
  void theTokenOpensThem(String scheme) {
    for (String path : new String[] {"/cluster/stop", "/cluster/start"}) {
      given().header("Authorization", scheme + TOKEN).post(path).then().statusCode(200);
    }
  }

  @Test
  void anActIsToldWithTheTokenThatItBoreAndNotByIt() {
    try (LogLines log = LogLines.of(ActsByHand.class)) {
      when().post("/cluster/start").then().statusCode(401);
      given()
          .header("Authorization", "Bearer " + TOKEN)
          .post("/cluster/start")
          .then()
          .statusCode(200);

      assertThat(log.lines())
          .containsExactly("POST /cluster/start by hand from 127.0.0.1 with the token: 200");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/cluster/stop", "/cluster/start"})
  void aRotatedTokenHoldsAtOnce(String path) throws IOException {
    write("the-next-one");

    given().header("Authorization", "Bearer the-next-one").post(path).then().statusCode(200);
    assertProblem(
        given().header("Authorization", "Bearer " + TOKEN).post(path).then(), 401, "unauthorized");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/cluster/stop", "/cluster/start"})
  void aFileThatWasEmptiedOpensNothing(String path) throws IOException {
    write(" \n");

    assertProblem(
        given().header("Authorization", "Bearer ").post(path).then(), 401, "unauthorized");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/cluster/stop", "/cluster/start"})
  void aFileThatIsGoneOpensNothing(String path) throws IOException {
    Files.delete(access.tokenFile().orElseThrow());

    assertProblem(
        given().header("Authorization", "Bearer " + TOKEN).post(path).then(), 401, "unauthorized");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/cluster", "/cluster/nodes", "/cluster/discover"})
  void whatOnlyReadsNeedsNoToken(String path) {
    when().get(path).then().statusCode(200);
  }

  private void write(String text) throws IOException {
    Files.writeString(access.tokenFile().orElseThrow(), text);
  }
}
