package io.nessiecluster.rest;

import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.round.Discovery;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The history of rounds. */
@Tag(name = "Discovery")
@Path("/cluster/rounds")
@Produces(MediaType.APPLICATION_JSON)
public class RoundsResource {

  private static final Pattern LIMIT = Pattern.compile("[1-9]\\d{0,4}");
  private static final int DEFAULT_LIMIT = 10;
  private static final String LISTED = "GET /cluster/rounds lists those in memory";

  private final Discovery discovery;
  private final LargeAnswers large;

  RoundsResource(Discovery discovery, LargeAnswers large) {
    this.discovery = discovery;
    this.large = large;
  }

  @GET
  @RunOnVirtualThread
  @Operation(
      operationId = "listRounds",
      summary = "The last rounds in short, the newest first",
      description =
          "As many as nessie-cluster.history.rounds are in memory: how many nodes failed for which"
              + " cause, and what lookups came to. /cluster/rounds/{number} has all of one.")
  @APIResponse(responseCode = "200", description = "The rounds; none before the first")
  @APIResponse(responseCode = "400", ref = "BadParameter")
  @APIResponse(responseCode = "503", ref = "TooManyAnswers")
  public RoundsResponse rounds(
      @Parameter(description = "How many at most: 1 to 99999; 10 when absent") @RestQuery
          @Nullable String limit)
      throws InterruptedException {
    int most = parse(limit);
    large.admit();
    return new RoundsResponse(
        discovery.rounds().stream().limit(most).map(RoundResponse::of).toList());
  }

  @GET
  @Path("/latest")
  @RunOnVirtualThread
  @Operation(
      operationId = "getLatestRound",
      summary = "The last completed round",
      description = "Unknown until the first round is over.")
  @APIResponse(responseCode = "200", description = "What that round found")
  @APIResponse(responseCode = "404", ref = "NotFound")
  @APIResponse(responseCode = "503", ref = "TooManyAnswers")
  public DiscoveryResponse latestRound() throws InterruptedException {
    large.admit();
    return discovery
        .snapshot()
        .lastRound()
        .map(DiscoveryResponse::of)
        .orElseThrow(() -> ProblemException.unknown("round", "no round is over yet; " + LISTED));
  }

  @GET
  @Path("/{number}")
  @RunOnVirtualThread
  @Operation(
      operationId = "getRound",
      summary = "One completed round",
      description =
          "The 202 of POST /cluster/discover names the round that was asked for. It is unknown until"
              + " it is over, and again when nessie-cluster.history.rounds have followed.")
  @APIResponse(responseCode = "200", description = "What that round found")
  @APIResponse(responseCode = "404", ref = "NotFound")
  @APIResponse(responseCode = "503", ref = "TooManyAnswers")
  public DiscoveryResponse round(
      @Parameter(
              description = "Its number since the start of the process",
              schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1"))
          @RestPath
          String number)
      throws InterruptedException {
    large.admit();
    Optional<DiscoveryRound> last = discovery.snapshot().lastRound();
    return Stream.concat(last.stream(), discovery.rounds().stream())
        .filter(round -> Long.toString(round.number()).equals(number))
        .findFirst()
        .map(DiscoveryResponse::of)
        .orElseThrow(() -> unknown(number, last));
  }

  private static ProblemException unknown(String number, Optional<DiscoveryRound> last) {
    return ProblemException.unknown(
        "round",
        "round %s is not over, or no longer in memory: %s; %s"
            .formatted(
                number,
                last.map(round -> "the last one is " + round.number()).orElse("none is over yet"),
                LISTED));
  }

  private static int parse(@Nullable String limit) {
    if (limit == null) {
      return DEFAULT_LIMIT;
    }
    if (!LIMIT.matcher(limit).matches()) {
      throw new BadParameterException("limit=%s: allowed are 1 to 99999".formatted(limit));
    }
    return Integer.parseInt(limit);
  }
}
