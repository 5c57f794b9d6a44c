package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one member's place in the mesh.
 *
 * @param facts empty when it has not told them yet
 * @param viewedAt when it told its last view; empty when it never has, or not since it is linked
 * @param fresh whether that view is one of the last two sweeps
 * @param unheard why it has not answered in the last sweep; empty when it has
 * @param island number of its island in {@link MeshSnapshot#islands()}, from 0
 * @param sees how many members it lists, itself not counted
 * @param missedBy how many members with a fresh view, its own one fresh too, do not list it
 * @param misses the first of the members that it does not list, by name; of those with fresh views,
 *     its own one fresh too
 * @param missedByFirst the first of those who do not list it, by name
 * @param flaps how often since the start a link of it was lost and made again between two sweeps
 */
public record MemberRow(
    Member member,
    Optional<MemberFacts> facts,
    Optional<Instant> viewedAt,
    boolean fresh,
    Optional<String> unheard,
    int island,
    int sees,
    int missedBy,
    List<NodeName> misses,
    List<NodeName> missedByFirst,
    long flaps) {

  /** How many names {@link #misses} and {@link #missedByFirst} have at most. */
  public static final int NAMES = 100;

  public MemberRow {
    misses = List.copyOf(misses);
    missedByFirst = List.copyOf(missedByFirst);
  }
}
