package io.nessiecluster.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.Method;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all answers have in common, whichever route gives them. */
@QuarkusTest
@TestProfile(FakeWorld.ByHand.class)
@Timeout(60)
class AnswersTest {

  /** Every route that is read, as it is described, and some that are not there. */
  private static Stream<String> reads() {
    Map<String, Map<String, Object>> paths =
        JsonPath.from(given().queryParam("format", "json").get("/q/openapi").asString())
            .getMap("paths");
    return Stream.concat(
        paths.entrySet().stream()
            .filter(path -> path.getValue().containsKey("get"))
            .map(path -> path.getKey().replaceAll("\\{\\w+}", "nobody"))
            .filter(path -> !path.equals("/cluster/events")),
        Stream.of("/nothing", "/cluster/discover?timeout=soon", "/cluster/stop"));
  }

  private static Response get(String path, String userAgent) {
    RequestSpecification request = given().header("User-Agent", userAgent);
    return request.request(Method.GET, path);
  }

  @Test
  void itEndsWithANewlineAndIsNotKept() {
    reads().forEach(AnswersTest::assertIsALine);
  }

  private static void assertIsALine(String path) {
    Response answer = get(path, "a program");

    assertThat(answer.asString()).as(path).endsWith("\n").doesNotContain("\n\n");
    assertThat(answer.asString().strip()).as(path + " in one line").doesNotContain("\n");
    assertThat(answer.header("Cache-Control")).as(path).isEqualTo("no-store");
    assertThat(answer.header("Vary")).as(path).isEqualTo("User-Agent");
  }

  @Test
  void itIsForEyesWhenCurlAsks() {
    reads()
        .forEach(
            path -> {
              String answer = get(path, "curl/8.5.0").asString();

              assertThat(answer).as(path).endsWith("\n");
              if (answer.startsWith("{")) {
                assertThat(answer).as(path).startsWith("{\n  \"");
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"/cluster", "/cluster/nodes", "/cluster/has-ran", "/cluster/mesh"})
  void whoeverAsksMaySayWhichItIs(String path) {
    assertThat(get(path + "?pretty", "a program").asString()).startsWith("{\n  \"");
    assertThat(get(path + "?pretty=true", "a program").asString()).startsWith("{\n  \"");
    assertThat(get(path + "?pretty=false", "curl/8.5.0").asString()).startsWith("{\"");
    assertThat(get(path + "?pretty=maybe", "a program").statusCode()).isEqualTo(400);
  }
}
