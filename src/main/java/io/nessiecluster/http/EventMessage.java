package io.nessiecluster.http;

import io.nessiecluster.cluster.ClusterEvent;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An event in the forms in which it is sent, each made once for all its readers: as a rule by the
 * first of them, since thousands of events may come at once that nobody reads.
 */
public final class EventMessage {

  /**
   * How events are written.
   *
   * @param fields for programs: the fields of a server-sent event but for its id, each line ended
   * @param line for people: one line, without its end
   */
  public record Forms(Function<ClusterEvent, String> fields, Function<ClusterEvent, String> line) {}

  private Supplier<String> fields;
  private Supplier<String> line;

  private EventMessage(Supplier<String> fields, Supplier<String> line) {
    this.fields = fields;
    this.line = line;
  }

  /** The message of an event. */
  public static EventMessage of(ClusterEvent event, Forms forms) {
    EventMessage message =
        new EventMessage(() -> forms.fields().apply(event), () -> forms.line().apply(event));
    if (holdsMuch(event)) {
      var _ = message.fields();
      var _ = message.line();
    }
    return message;
  }

  /** Whether the event holds all that a round or an answer has found, and its message does not. */
  private static boolean holdsMuch(ClusterEvent event) {
    return event instanceof ClusterEvent.RoundCompleted
        || event instanceof ClusterEvent.DnsFailing
        || event instanceof ClusterEvent.DnsRecovered;
  }

  /** For programs: the fields of a server-sent event but for its id, each line ended. */
  public synchronized String fields() {
    String made = fields.get();
    fields = () -> made;
    return made;
  }

  /** For people: one line, without its end. */
  public synchronized String line() {
    String made = line.get();
    line = () -> made;
    return made;
  }
}
