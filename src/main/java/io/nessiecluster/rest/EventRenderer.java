package io.nessiecluster.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nessiecluster.cluster.ClusterEvent;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.function.Function;

/** Writes an event once, for all its readers. */
@Singleton
public class EventRenderer implements Function<ClusterEvent, EventMessage> {

  private final ObjectMapper json;

  EventRenderer(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public EventMessage apply(ClusterEvent event) {
    EventResponse response = EventResponse.of(event);
    return EventMessage.of(response.type(), write(response));
  }

  private String write(Object object) {
    try {
      return json.writeValueAsString(object);
    } catch (JsonProcessingException e) { // a fault of the response records
      throw new UncheckedIOException(e);
    }
  }
}
