package io.nessiecluster.mesh.plan;

import java.time.Duration;

/**
 * For how long things are as they are.
 *
 * @param watched since this service watches
 * @param islandsSame since the islands, or the links that are missing, have last changed
 * @param sweepsSame how many sweeps have seen them so, at least 1
 * @param membersSame since a member has last come, gone or been restarted
 */
public record Standing(
    Duration watched, Duration islandsSame, int sweepsSame, Duration membersSame) {

  /** Since anything of it has changed. */
  public Duration same() {
    return islandsSame.compareTo(membersSame) < 0 ? islandsSame : membersSame;
  }
}
