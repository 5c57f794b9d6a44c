package io.nessiecluster.page;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.rest.FixedMesh;
import io.nessiecluster.rest.MeshSnapshots;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code /} answers to whom, and what the files of the page are sent with. */
@QuarkusTest
@TestProfile(FixedMesh.Shown.class)
@Timeout(60)
class FrontDoorTest {

  private static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

  @Inject FixedMesh mesh;

  @ParameterizedTest
  @ValueSource(
      strings = {
        BROWSER,
        "text/html",
        "TEXT/HTML; charset=utf-8",
        "text/html, */*",
        "text/html;q=0.2, text/plain;q=0.1",
        "application/json, text/html;q=0.1"
      })
  void whoAsksForHtmlGetsThePage(String accept) {
    given()
        .header("Accept", accept)
        .get("/")
        .then()
        .statusCode(200)
        .header("Content-Type", "text/html; charset=utf-8")
        .header("Vary", "Accept")
        .body(startsWith("<!doctype html>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "text/*",
        "text/plain",
        "text/html;q=0",
        "text/html;q=0.0, */*",
        "text/html, text/plain;q=0.9, text/plain",
        "text/html;q=0.1, text/plain",
        "application/json",
        "text/htmlx",
        "nonsense",
        ""
      })
  void allOthersGetTheText(String accept) {
    given()
        .header("Accept", accept)
        .get("/")
        .then()
        .statusCode(200)
        .header("Content-Type", "text/plain; charset=utf-8")
        .header("Vary", "Accept")
        .header("Cache-Control", "no-store")
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", nullValue())
        .body(startsWith("nessie-cluster "));
  }

  @Test
  void theTextIsOfThisMoment() {
    MeshSnapshot before = mesh.mesh();
    try {
      mesh.show(MeshSnapshots.split());
      assertThat(text()).contains("SPLIT for ").contains("\n  app@10.0.0.5 is missed by 3 of 4: ");
      mesh.show(MeshSnapshots.whole(2));
      assertThat(text()).contains("WHOLE for ").doesNotContain("is missed by");
    } finally {
      mesh.show(before);
    }
  }

  private static String text() {
    return given().header("Accept", "*/*").get("/").asString();
  }

  @Test
  void thePageIsToldWhatIsWrongAsTheTextIs() {
    MeshSnapshot before = mesh.mesh();
    try {
      mesh.show(MeshSnapshots.split());

      when()
          .get("/page/troubles")
          .then()
          .statusCode(200)
          .header("Content-Type", startsWith("application/json"))
          .header("Cache-Control", "no-store")
          .header("X-Content-Type-Options", "nosniff")
          .body("notListed", equalTo(0))
          .body("troubles.what", hasItem(startsWith("app@10.0.0.5 is missed by 3 of 4: ")))
          .body("troubles.node", hasItem("app@10.0.0.5"))
          .body("troubles.since", hasItem(MeshSnapshots.SINCE.toString()))
          .body("troubles.hint", hasItem(containsString("inet_dist_listen_min")));
    } finally {
      mesh.show(before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html; charset=utf-8",
    "/index.html, text/html; charset=utf-8",
    "/page/style.css, text/css; charset=utf-8",
    "/page/main.js, text/javascript; charset=utf-8",
    "/page/icon.svg, image/svg+xml"
  })
  void aFileOfThePageComesWithWhatKeepsABrowserSafe(String path, String type) {
    Response file = given().header("Accept", BROWSER).get(path);

    file.then()
        .statusCode(200)
        .header("Content-Type", type)
        .header("Cache-Control", "no-cache")
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer");
    assertThat(file.header("Content-Security-Policy"))
        .contains("default-src 'none'")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(file.asByteArray()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/index.html", "/page/style.css"})
  void whoHasAFileIsToldThatItIsTheSame(String path) {
    String tag = given().header("Accept", BROWSER).get(path).header("ETag");

    given()
        .header("Accept", BROWSER)
        .header("If-None-Match", "\"another\", " + tag)
        .get(path)
        .then()
        .statusCode(304)
        .header("ETag", tag)
        .header("Content-Security-Policy", containsString("default-src 'none'"))
        .body(emptyString());
    given()
        .header("Accept", BROWSER)
        .header("If-None-Match", "\"another\"")
        .get(path)
        .then()
        .statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/cluster", "/cluster/nodes", "/nothing", "/page/nothing.js"})
  void whatIsJsonBearsNoneOfThoseHeaders(String path) {
    when()
        .get(path)
        .then()
        .header("Content-Security-Policy", nullValue())
        .header("ETag", nullValue())
        .header("Cache-Control", "no-store")
        .contentType(containsString("json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/page",
        "/page/",
        "/page/nothing.js",
        "/page/../application.properties",
        "/page/%2e%2e/%2e%2e/application.properties",
        "/page/main.js/x"
      })
  void whatIsNoFileOfThePageIsNotFound(String path) {
    given()
        .urlEncodingEnabled(false)
        .get(path)
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:nessie-cluster:problem:not-found"));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /",
    "PUT, /",
    "DELETE, /",
    "PATCH, /",
    "POST, /index.html",
    "DELETE, /page/main.js"
  })
  void itIsOnlyRead(String method, String path) {
    given()
        .request(method, path)
        .then()
        .statusCode(405)
        .header("Allow", "GET, HEAD, OPTIONS")
        .contentType("application/problem+json")
        .body("type", equalTo("urn:nessie-cluster:problem:method-not-allowed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/page/main.js"})
  void itTellsItsMethods(String path) {
    when().options(path).then().statusCode(200).header("Allow", "GET, HEAD, OPTIONS");
  }

  @ParameterizedTest
  @CsvSource({
    "*/*, /, text/plain; charset=utf-8",
    "text/html, /, text/html; charset=utf-8",
    "*/*, /page/main.js, text/javascript; charset=utf-8",
    "*/*, /?watch, text/plain; charset=utf-8"
  })
  void headHasTheHeadersAlone(String accept, String path, String type) {
    given()
        .header("Accept", accept)
        .head(path)
        .then()
        .statusCode(200)
        .header("Content-Type", type)
        .body(emptyString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/?watch=false", "/?other"})
  void whoDoesNotWatchGetsATextThatEnds(String path) {
    when().get(path).then().statusCode(200).body(startsWith("nessie-cluster "));
  }

  @Test
  void whatIsNoWayToWatchIsRefused() {
    when()
        .get("/?watch=maybe")
        .then()
        .statusCode(400)
        .contentType("text/plain")
        .body(equalTo("watch: allowed is true, false, or no value\n"));
  }

  @Test
  void itIsNoPartOfTheDescribedApi() {
    Map<String, Object> paths =
        given().queryParam("format", "json").get("/q/openapi").jsonPath().getMap("paths");

    assertThat(paths.keySet()).isNotEmpty().allMatch(path -> path.startsWith("/cluster"));
  }
}
