package io.nessiecluster.distribution;

/**
 * What a node has done since its start, lost links included. The numbers are read one after the
 * other; none ever falls, but for those of links and of calls in flight.
 *
 * @param links how many there are at this moment
 * @param in what was read of all links
 * @param out what was queued to be written to all links
 * @param calls this node's calls of all peers
 * @param refusedHandshakes how many dials of peers came to nothing
 */
public record NodeStatistics(
    int links, Traffic in, Traffic out, CallStatistics calls, long refusedHandshakes) {}
