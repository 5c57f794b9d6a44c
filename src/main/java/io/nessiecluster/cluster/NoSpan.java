package io.nessiecluster.cluster;

/** The span of a tracer that is off. */
public enum NoSpan implements Tracer.Span {
  INSTANCE;

  @Override
  public Tracer.Span lookup(String query, RecordType type) {
    return this;
  }

  @Override
  public Tracer.Span connect(NodeName node) {
    return this;
  }

  @Override
  public void end(String outcome, boolean failed) {
    // nothing was begun
  }
}
