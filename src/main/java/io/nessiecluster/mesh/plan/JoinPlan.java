package io.nessiecluster.mesh.plan;

import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.Pair;
import io.nessiecluster.mesh.Way;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be joined, and what is not, and why: a pure function of the mesh, of what its members
 * have told, of what was done before, and of time. Each island is joined with the largest; of those
 * that are as large, with the one that has the lowest name, but rather with one that is no
 * newcomer. A lone member that no sweep has seen linked with another one, and that has started
 * while this service watches or in the last ten minutes, is a <em>newcomer</em>; all else is a
 * <em>heal</em>.
 *
 * <table>
 * <caption>The rules, of which the first that applies is told</caption>
 * <tr><th>rule</th><th>newcomer</th><th>heal</th></tr>
 * <tr><td>UNKNOWN_VIEW</td><td>it can be asked: it is linked with us, its view is fresh, and it does
 *     not answer slowly; so is one of the island, which may be slow</td><td>on each side a member
 *     can be asked, and on one of them all can; two of
 *     one island hang together by links that both sides tell of</td></tr>
 * <tr><td>FORM_ONLY</td><td>-</td><td>{@code mesh.mode} is not {@code form}</td></tr>
 * <tr><td>UNTOLD</td><td>it has told its facts and vitals, and so has the one that it is connected
 *     with; where it runs mnesia, all of the island</td><td>all members of both islands have told
 *     theirs, and the islands their global names</td></tr>
 * <tr><td>PRODUCT</td><td colspan="2">nobody there runs RabbitMQ or EMQX</td></tr>
 * <tr><td>MNESIA</td><td colspan="2">no two members that run mnesia, one of each side, have one
 *     database, unless {@code mesh.allow-mnesia}</td></tr>
 * <tr><td>NAME_CLASH</td><td>- (told)</td><td>no name is registered with {@code global} on both
 *     sides, unless {@code mesh.allow-name-clash}</td></tr>
 * <tr><td>WAY_BLOCKED</td><td colspan="2">no way between the two sides is known to be blocked, in
 *     either direction, and none within one of them whose link is missing</td></tr>
 * <tr><td>JUST_STARTED</td><td>-</td><td>this service watches for 60 s</td></tr>
 * <tr><td>ROLLOUT</td><td>-</td><td>no member came, went or was restarted in {@code
 *     mesh.stable-for}</td></tr>
 * <tr><td>UNSTABLE</td><td>no link of the island is listed by one side alone</td><td>the same, and
 *     the islands are the same for {@code mesh.stable-for} and in three sweeps</td></tr>
 * <tr><td>WAY_UNPROVEN</td><td colspan="2">each way between the two sides was found free, of 64 pairs
 *     at most: of more, those of the two that are asked, and a sample; of 16 for each of more than 4
 *     newcomers, of 2 for each of more than 16, of 1 for each of more than 64</td></tr>
 * <tr><td>SUSPENDED</td><td>-</td><td>heals are not suspended, and not three of this pair were made
 *     in the last hour</td></tr>
 * <tr><td>TOO_OFTEN</td><td>{@code mesh.max-joins-per-minute}; one that failed after 5 s, then
 *     twice as long each time, a minute at most</td><td>one in a minute: of eight islands, or
 *     else of eight missing links; of one pair after twice as long each time; none with
 *     newcomers</td></tr>
 * </table>
 *
 * <p>What is joined counts as a part of the largest island for those that follow in the same plan:
 * all rules are held against it, too.
 *
 * <p>A missing link within an island is mended only if all that its two members miss may be, where
 * {@code global} goes on from the one to the others.
 *
 * <p>What is unknown, vanished or foreign is not in the mesh at all: only members are ever joined.
 *
 * @param joins in the order in which they are to be made
 * @param refusals in the order of the islands, {@link #REFUSALS} at most
 * @param refused how many there are
 * @param ways which the plan rests upon, those first that are to be tried first; one that is known
 *     to be blocked is among them even if who would try it cannot be asked now
 * @param pairs how many pairs of members were looked at, and of how many
 * @param again after what time one that time alone forbids may be made; never zero
 */
public record JoinPlan(
    List<Join> joins,
    List<Refusal> refusals,
    int refused,
    List<Way> ways,
    Sample pairs,
    Optional<Duration> again) {

  /** How long this service watches before it heals. */
  public static final Duration WATCHED = Duration.ofMinutes(1);

  /** How many refusals are listed at most. */
  public static final int REFUSALS = 100;

  /** How many ways it rests upon, about: none is looked at when there are so many. */
  public static final int WAYS = 512;

  /** Nothing is to be done. */
  public static final JoinPlan NONE =
      new JoinPlan(List.of(), List.of(), 0, List.of(), new Sample(0, 0), Optional.empty());

  /**
   * Some of what there is.
   *
   * @param looked how many were looked at
   * @param of how many there are
   */
  public record Sample(long looked, long of) {}

  public JoinPlan {
    joins = List.copyOf(joins);
    refusals = List.copyOf(refusals);
    ways = List.copyOf(ways);
  }

  /** The plan of a moment. */
  public static JoinPlan of(Situation now, JoinHistory history, MeshSettings settings) {
    return new Planner(now, history, settings, Optional.empty()).plan();
  }

  /** The same if somebody asks for this pair: what else is planned does not come before it. */
  public static JoinPlan of(
      Situation now, JoinHistory history, MeshSettings settings, Pair wanted) {
    return new Planner(now, history, settings, Optional.of(wanted)).plan();
  }

  /**
   * The join of these two, in either order.
   *
   * @throws JoinRefusedException if it is not planned; with the rule that refuses it, if one does
   */
  public Join join(Pair pair) throws JoinRefusedException {
    for (Join join : joins) {
      if (join.pair().equals(pair)) {
        return join;
      }
    }
    Optional<Refusal> refusal =
        refusals.stream().filter(each -> Pair.of(each.from(), each.to()).equals(pair)).findFirst();
    throw new JoinRefusedException(
        refusal.map(Refusal::rule),
        refusal
            .map(Refusal::detail)
            .orElse("no such join is planned: GET /cluster/mesh/plan lists all"));
  }
}
