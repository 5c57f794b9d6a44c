package io.nessiecluster.mesh;

import java.time.Duration;
import java.util.Optional;

/**
 * What does not change while an incarnation of a member lives.
 *
 * @param otpRelease such as {@code 27}
 * @param uptime for how long it ran when it was asked
 * @param releaseName of the environment variable {@code RELEASE_NAME}, which Mix releases set
 * @param releaseVersion of {@code RELEASE_VSN}
 * @param netTickTimeSeconds the tick time of its kernel
 * @param preventOverlappingPartitions whether its {@code global} disconnects nodes to keep
 *     partitions from overlapping
 * @param connectAll whether its {@code global} connects it with all nodes that its peers know
 */
public record MemberFacts(
    String otpRelease,
    Duration uptime,
    Optional<String> releaseName,
    Optional<String> releaseVersion,
    long netTickTimeSeconds,
    boolean preventOverlappingPartitions,
    boolean connectAll) {}
