package io.nessiecluster.cluster.feed;

/** A reader of the feed of events did not keep up and was dropped. */
public final class SlowReaderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SlowReaderException(String message) {
    super(message, null, false, false);
  }
}
