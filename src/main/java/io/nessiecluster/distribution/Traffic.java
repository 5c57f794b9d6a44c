package io.nessiecluster.distribution;

/**
 * What went over links in one direction since their start, handshakes aside.
 *
 * @param frames frames other than ticks
 * @param bytes bytes of frames and ticks with their lengths
 * @param ticks frames of length 0
 */
public record Traffic(long frames, long bytes, long ticks) {}
