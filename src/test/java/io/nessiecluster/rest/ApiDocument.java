package io.nessiecluster.rest;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The description of the API, as it is served. */
record ApiDocument(JsonNode root) {

  /** Those that are described one by one. */
  static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE", "PATCH");

  static ApiDocument fetch() throws Exception {
    String text =
        given()
            .queryParam("format", "json")
            .get("/q/openapi")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    return new ApiDocument(new ObjectMapper().readTree(text));
  }

  /** Method and path of each. */
  Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : root.at("/paths").properties()) {
      methods(path.getValue()).forEach(method -> operations.add(method + " " + path.getKey()));
    }
    return operations;
  }

  JsonNode operation(String operation) {
    String[] parts = operation.split(" ");
    return root.at("/paths").get(parts[1]).get(parts[0].toLowerCase(Locale.ROOT));
  }

  /** What a reference refers to; what is none is that itself. */
  JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? root.at(node.get("$ref").asText().substring(1)) : node;
  }

  /** The methods that are described of a path, and those that come with them. */
  static Set<String> described(JsonNode path) {
    Set<String> methods = methods(path);
    methods.add("OPTIONS");
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return methods;
  }

  private static Set<String> methods(JsonNode path) {
    Set<String> methods = new TreeSet<>();
    path.fieldNames().forEachRemaining(name -> methods.add(name.toUpperCase(Locale.ROOT)));
    methods.retainAll(METHODS);
    return methods;
  }
}
