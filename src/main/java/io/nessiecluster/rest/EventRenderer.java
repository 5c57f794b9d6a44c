package io.nessiecluster.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nessiecluster.cluster.ClusterEvent;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;

/** Writes an event once, for all its readers. */
@Singleton
public class EventRenderer {

  private final ObjectMapper json;

  EventRenderer(ObjectMapper json) {
    this.json = json;
  }

  /** The fields of a server-sent event but for its id, each line ended. */
  public String fields(ClusterEvent event) {
    return "event: " + event.code() + "\ndata: " + write(EventResponse.of(event)) + "\n";
  }

  private String write(Object object) {
    try {
      return json.writeValueAsString(object);
    } catch (JsonProcessingException e) { // a fault of the response records
      throw new UncheckedIOException(e);
    }
  }
}
