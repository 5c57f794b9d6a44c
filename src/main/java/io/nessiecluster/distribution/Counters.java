package io.nessiecluster.distribution;

/** What is counted of a link, or of all links of a node. */
record Counters(TrafficCounter in, TrafficCounter out, CallCounter calls) {

  /** Those of a node. */
  static Counters ofNode() {
    return new Counters(new TrafficCounter(null), new TrafficCounter(null), new CallCounter(null));
  }

  /** Those of a link; whatever they count, these count too. */
  Counters ofLink() {
    return new Counters(new TrafficCounter(in), new TrafficCounter(out), new CallCounter(calls));
  }
}
