package io.nessiecluster.cluster;

/** Records, as spans of time, what a round does. Off unless one is set. */
@FunctionalInterface
public interface Tracer {

  /** Begins the span of a round. Must not block and must not throw. */
  Span round(long number);

  /** Something that takes time. Safe for threads; must not block and must not throw. */
  interface Span {
    /** Begins the span of a lookup within this one. */
    Span lookup(String query, RecordType type);

    /** Begins the span of a dial within this one. */
    Span connect(NodeName node);

    /**
     * Ends the span.
     *
     * @param outcome its result in one word
     * @param failed whether the result is a failure
     */
    void end(String outcome, boolean failed);
  }

  /** Records nothing. */
  static Tracer off() {
    return number -> NoSpan.INSTANCE;
  }
}
