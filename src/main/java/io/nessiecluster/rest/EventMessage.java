package io.nessiecluster.rest;

/**
 * An event in the form in which it is sent.
 *
 * @param fields the fields of a server-sent event but for its id, each line ended
 */
public record EventMessage(String fields) {

  static EventMessage of(String name, String json) {
    return new EventMessage("event: " + name + "\ndata: " + json + "\n");
  }
}
