package io.nessiecluster.mesh.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What came of a question to a member.
 *
 * @param value empty when it has not answered, or not as it should
 * @param failure one line; empty when it has answered
 * @param late whether that is so because no answer came in time
 * @param asked when it was asked, on the nano source
 */
record Answer<T>(
    Incarnation member,
    Optional<T> value,
    Optional<String> failure,
    boolean late,
    long asked,
    Duration took,
    Instant at) {}
