package io.nessiecluster.rest;

import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.cluster.state.KnownNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The nodes that are there, or ought to be, for Prometheus' {@code http_sd_config}. */
@Tag(name = "Prometheus")
@Path("/cluster/targets")
@Produces(MediaType.APPLICATION_JSON)
public class TargetsResource {

  private static final Pattern PORT = Pattern.compile("[1-9]\\d{0,4}");
  private static final int MAX_PORT = 65_535;

  private final Discovery discovery;
  private final LargeAnswers large;

  TargetsResource(Discovery discovery, LargeAnswers large) {
    this.discovery = discovery;
    this.large = large;
  }

  @GET
  @RunOnVirtualThread
  @Operation(
      operationId = "listTargets",
      summary = "The nodes, as Prometheus' HTTP service discovery",
      description =
          "All that the DNS names, connected or not, and those that are connected though it does"
              + " not. Each target is the address of a node, an IPv6 address in brackets; its name"
              + " and its state are labels. The own node is not among them.")
  @APIResponse(responseCode = "200", description = "A target group for each node")
  @APIResponse(responseCode = "400", ref = "BadParameter")
  @APIResponse(responseCode = "503", ref = "TooManyAnswers")
  public List<TargetGroup> targets(
      @Parameter(description = "Port to put behind each address; none when absent") @RestQuery
          @Nullable String port)
      throws InterruptedException {
    String suffix = suffix(port);
    large.admit();
    return discovery.snapshot().nodes().stream()
        .filter(TargetsResource::isThereOrOughtToBe)
        .map(node -> TargetGroup.of(node, discovery.cluster().name(), suffix))
        .flatMap(Optional::stream)
        .toList();
  }

  /** A node that the DNS names and that is down is a target that is down. */
  private static boolean isThereOrOughtToBe(KnownNode node) {
    return node.isConnected() || !node.discoveredBy().isEmpty();
  }

  private static String suffix(@Nullable String port) {
    if (port == null) {
      return "";
    }
    if (!PORT.matcher(port).matches() || Integer.parseInt(port) > MAX_PORT) {
      throw new BadParameterException("port=%s: allowed are 1 to 65535".formatted(port));
    }
    return ":" + port;
  }
}
