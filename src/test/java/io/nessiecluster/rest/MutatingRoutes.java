package io.nessiecluster.rest;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The routes that change what runs, as the service describes them. */
final class MutatingRoutes {

  /** Discovery by hand changes nothing that a poll would not. */
  private static final String DISCOVER = "POST /cluster/discover";

  /** A method and a path. */
  record Route(String method, String path) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private MutatingRoutes() {}

  static List<Route> described() {
    Map<String, Map<String, Object>> paths =
        JsonPath.from(given().queryParam("format", "json").get("/q/openapi").asString())
            .getMap("paths");
    List<Route> routes = new ArrayList<>();
    paths.forEach(
        (path, operations) ->
            operations.keySet().stream()
                .filter(method -> List.of("post", "put", "patch", "delete").contains(method))
                .map(method -> new Route(method.toUpperCase(Locale.ROOT), path))
                .filter(route -> !route.toString().equals(DISCOVER))
                .map(r -> new Route(r.method, r.path.replaceAll("\\{\\w+}", "app@10.0.0.1")))
                .forEach(routes::add));
    return routes;
  }
}
