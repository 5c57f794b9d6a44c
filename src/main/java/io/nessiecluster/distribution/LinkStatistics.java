package io.nessiecluster.distribution;

/**
 * What went over a link since it came up. The numbers are read one after the other, so they may
 * differ by what happened meanwhile; none ever falls, but for the calls in flight.
 *
 * @param in what was read
 * @param out what was queued to be written
 * @param calls this node's calls of the peer
 */
public record LinkStatistics(Traffic in, Traffic out, CallStatistics calls) {}
