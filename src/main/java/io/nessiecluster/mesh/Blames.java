package io.nessiecluster.mesh;

import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.NodeName;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who is at the root of missing links: a few whom most miss, before all the pairs that miss each
 * other. Where as many are missed so as are not, as in a cluster of lone nodes or of two halves,
 * nobody is to blame.
 */
public final class Blames {

  /** How many are blamed at most. */
  public static final int MOST = 10;

  private static final Comparator<MemberRow> WORST_FIRST =
      Comparator.comparingInt(MemberRow::missedBy)
          .reversed()
          .thenComparing(row -> row.member().name());

  private final List<Defect> defects;
  private final int others;

  private Blames(List<Defect> defects, int others) {
    this.defects = defects;
    this.others = others;
  }

  /**
   * Those whom more than half of the others with fresh views miss, if they are fewer than the rest.
   *
   * @param rows one a member
   * @param freshViews how many members have one
   * @param defects what was found on the ways of members; may be fewer than there are
   * @return the worst first, {@link #MOST} at most
   */
  public static List<Blame> of(List<MemberRow> rows, int freshViews, List<Defect> defects) {
    int others = freshViews - 1;
    List<MemberRow> missed =
        rows.stream()
            .filter(row -> row.fresh() && row.missedBy() > others - row.missedBy())
            .toList();
    if (missed.size() >= freshViews - missed.size()) {
      return List.of();
    }
    Blames blames = new Blames(defects, others);
    return missed.stream().sorted(WORST_FIRST).limit(MOST).map(blames::blame).toList();
  }

  private Blame blame(MemberRow row) {
    NodeName member = row.member().name();
    List<Reach> towards = defects.stream().flatMap(defect -> towards(member, defect)).toList();
    List<Reach> away = defects.stream().flatMap(defect -> away(member, defect)).toList();
    Map<LinkCause, Integer> causes = new EnumMap<>(LinkCause.class);
    Stream.concat(towards.stream(), away.stream())
        .forEach(reach -> causes.merge(reach.cause(), 1, Integer::sum));
    String missed =
        "%s is missed by %d of %d".formatted(Printable.text(member.text()), row.missedBy(), others);
    return new Blame(member, row.missedBy(), others, causes, missed + why(towards, away));
  }

  private static Stream<Reach> towards(NodeName member, Defect defect) {
    return Stream.concat(
        defect.to().equals(member) ? defect.there().stream() : Stream.empty(),
        defect.from().equals(member) ? defect.back().stream() : Stream.empty());
  }

  private static Stream<Reach> away(NodeName member, Defect defect) {
    return Stream.concat(
        defect.from().equals(member) ? defect.there().stream() : Stream.empty(),
        defect.to().equals(member) ? defect.back().stream() : Stream.empty());
  }

  /** The way to it tells more than the one from it, and one that is closed more than a free one. */
  private static String why(List<Reach> towards, List<Reach> away) {
    return blocked("the way to it", towards)
        .or(() -> blocked("its way to others", away))
        .orElseGet(() -> isFree(towards) || isFree(away) ? ": nothing is in the way" : "");
  }

  private static Optional<String> blocked(String way, List<Reach> reaches) {
    Map<LinkCause, Integer> causes = new EnumMap<>(LinkCause.class);
    reaches.stream()
        .filter(reach -> reach.cause().isBlocked())
        .forEach(reach -> causes.merge(reach.cause(), 1, Integer::sum));
    return causes.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .flatMap(most -> reaches.stream().filter(r -> r.cause() == most.getKey()).findFirst())
        .map(r -> ": %s is blocked (%s: %s)".formatted(way, r.cause().code(), r.detail()));
  }

  private static boolean isFree(List<Reach> reaches) {
    return reaches.stream().anyMatch(reach -> reach.cause() == LinkCause.REACHABLE);
  }
}
