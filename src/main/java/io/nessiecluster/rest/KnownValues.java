package io.nessiecluster.rest;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.state.Condition;
import io.nessiecluster.cluster.state.DiscoveryState;
import io.nessiecluster.cluster.state.NodeState;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.LinkCause;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * Describes which values a text can have, from the enums of the domain. Runs when the service is
 * built, and is no part of it.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class KnownValues implements OASFilter {

  private static final List<String> NODE_STATES = codes(NodeState.values(), NodeState::code);
  private static final List<String> CONNECT_CAUSES =
      codes(ConnectCause.values(), ConnectCause::code);
  private static final List<String> LOSS_CAUSES = codes(LossCause.values(), LossCause::code);
  private static final List<String> LINK_CAUSES = codes(LinkCause.values(), LinkCause::code);
  private static final List<String> DNS_CAUSES =
      codes(LookupOutcome.Reason.values(), LookupOutcome.Reason::causeCode);

  @Override
  public void filterOpenAPI(OpenAPI description) {
    Map<String, Schema> schemas = description.getComponents().getSchemas();
    values().forEach((field, values) -> field.in(schemas).setEnumeration(List.copyOf(values)));
  }

  private record Field(String schema, String name) {
    Schema in(Map<String, Schema> schemas) {
      Schema property =
          Optional.ofNullable(schemas.get(schema))
              .map(described -> described.getProperties().get(name))
              .orElseThrow(() -> new IllegalStateException("no such field: " + this));
      return property.getItems() == null ? property : property.getItems();
    }
  }

  private static Map<Field, List<String>> values() {
    return Map.ofEntries(
        Map.entry(
            new Field("ClusterResponse", "state"),
            codes(DiscoveryState.values(), DiscoveryState::code)),
        Map.entry(
            new Field("ClusterResponse", "recordTypes"), codes(RecordType.values(), Enum::name)),
        Map.entry(
            new Field("ConditionResponse", "type"),
            codes(Condition.Type.values(), Condition.Type::text)),
        Map.entry(
            new Field("ConditionResponse", "status"),
            codes(Condition.Status.values(), Condition.Status::text)),
        Map.entry(new Field("NodeResponse", "state"), NODE_STATES),
        Map.entry(
            new Field("NodeResponse", "direction"), lowerCase(NodeConnection.Direction.values())),
        Map.entry(new Field("LastFailure", "cause"), both(CONNECT_CAUSES, LOSS_CAUSES)),
        Map.entry(
            new Field("NodeErrorResponse", "error"),
            lowerCase(NodeConnectError.ConnectError.values())),
        Map.entry(new Field("NodeErrorResponse", "cause"), CONNECT_CAUSES),
        Map.entry(new Field("ConnectProblem", "cause"), CONNECT_CAUSES),
        Map.entry(new Field("LookupResponse", "type"), codes(RecordType.values(), Enum::name)),
        Map.entry(
            new Field("LookupResponse", "outcome"),
            both(
                List.of("answer", "partial"),
                codes(LookupOutcome.Reason.values(), LookupOutcome.Reason::code))),
        Map.entry(new Field("LookupResponse", "cause"), DNS_CAUSES),
        Map.entry(new Field("WayResponse", "cause"), LINK_CAUSES),
        Map.entry(new Field("DefectResponse", "cause"), LINK_CAUSES),
        Map.entry(new Field("CheckResponse", "id"), codes(Check.Id.values(), Check.Id::code)),
        Map.entry(new Field("EventResponse", "type"), types(ClusterEvent.class).toList()),
        Map.entry(new Field("EventResponse", "state"), NODE_STATES));
  }

  private static <E> List<String> codes(E[] values, Function<E, String> code) {
    return Arrays.stream(values).map(code).toList();
  }

  private static <E extends Enum<E>> List<String> lowerCase(E[] values) {
    return codes(values, value -> value.name().toLowerCase(Locale.ROOT));
  }

  private static List<String> both(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).distinct().toList();
  }

  /** The types of events are called as their records. */
  private static Stream<String> types(Class<?> event) {
    return event.isSealed()
        ? Arrays.stream(event.getPermittedSubclasses()).flatMap(KnownValues::types)
        : Stream.of(
            event.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT));
  }
}
