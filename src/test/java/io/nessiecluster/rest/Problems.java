package io.nessiecluster.rest;

import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.response.ValidatableResponse;
import java.util.Set;
import org.hamcrest.Matchers;

/** What every error of the API must be. */
final class Problems {

  private Problems() {}

  /** The response is this problem, whole and without anything of the inside. */
  static ValidatableResponse assertProblem(ValidatableResponse response, int status, String slug) {
    return response
        .statusCode(status)
        .contentType(equalTo("application/problem+json"))
        .body("keySet()", equalTo(Set.of("type", "title", "status", "detail")))
        .body("type", equalTo("urn:nessie-cluster:problem:" + slug))
        .body("status", equalTo(status))
        .body("title", not(emptyOrNullString()))
        .body("detail", not(emptyOrNullString()))
        .body("detail", not(Matchers.containsString("Exception")))
        .body(startsWith("{"))
        .body(not(Matchers.containsString("\\tat ")));
  }
}
