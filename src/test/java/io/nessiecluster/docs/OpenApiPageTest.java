package io.nessiecluster.docs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/openapi.yaml is what the service says of itself. */
@QuarkusTest
class OpenApiPageTest {

  private static final Path PAGE = Path.of("docs/openapi.yaml");

  /** Written anew by {@code ./mvnw test -Dtest=OpenApiPageTest -Dopenapi.write}. */
  @Test
  void itIsWhatTheServiceSaysOfItself() throws IOException {
    String described =
        given()
            .queryParam("format", "yaml")
            .get("/q/openapi")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    if (System.getProperty("openapi.write") != null) {
      Files.writeString(PAGE, described);
    }

    assertThat(described)
        .as("after a change: ./mvnw test -Dtest=OpenApiPageTest -Dopenapi.write")
        .isEqualTo(Files.readString(PAGE));
  }
}
