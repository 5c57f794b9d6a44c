package io.nessiecluster.cluster.feed;

/** The feed of events takes no further reader. */
public final class EventReadersException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EventReadersException(String message) {
    super(message, null, false, false);
  }
}
