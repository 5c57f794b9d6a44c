package io.nessiecluster.cluster;

import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What discovery takes from its surroundings.
 *
 * @param clock tells when something happened
 * @param nanoTime measures how long something took, and when a round is due
 * @param random spreads the rounds of many instances
 * @param executor runs rounds, lookups and dials: a thread for each task, virtual ones for choice
 */
public record Environment(
    InstantSource clock, LongSupplier nanoTime, RandomGenerator random, ExecutorService executor) {}
