package io.nessiecluster.mesh.watch;

import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.ClusterEvent.LinkMissing;
import io.nessiecluster.cluster.ClusterEvent.LinkRestored;
import io.nessiecluster.cluster.ClusterEvent.MeshEvent;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Defect;
import io.nessiecluster.mesh.LinkState;
import io.nessiecluster.mesh.Mesh;
import io.nessiecluster.mesh.Pair;
import io.nessiecluster.mesh.Reach;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Tells each missing link once, when it is so in two sweeps running, again when its cause is found
 * or becomes another one, and that it is back. A node that has just come is given the time for
 * which a mesh must stand before its links are missed.
 */
final class LinkNews {

  /** How many are told in a sweep at most; the rest is for the next one. */
  static final int MOST_IN_A_SWEEP = 64;

  private static final int MOST_TOLD = 1_024;
  private static final Duration TWO_SWEEPS = Duration.ofSeconds(1); // sweeps may be nudged

  private final Map<Pair, Optional<String>> told = new LinkedHashMap<>(); // with its cause

  /**
   * What is new.
   *
   * @param defects those that are listed
   * @param ages for how long they are so
   * @param settled whether a member has been there for long enough
   */
  List<MeshEvent> after(
      Mesh mesh,
      List<Defect> defects,
      Function<Pair, Duration> ages,
      Predicate<NodeName> settled,
      Instant at) {
    List<MeshEvent> news = new ArrayList<>();
    told.keySet().removeIf(pair -> isGone(mesh, pair));
    told.keySet().removeIf(pair -> isRestored(mesh, pair, news, at));
    for (Defect defect : defects) {
      if (news.size() == MOST_IN_A_SWEEP) {
        break;
      }
      Pair pair = Pair.of(defect.from(), defect.to());
      boolean isOld = ages.apply(pair).compareTo(TWO_SWEEPS) >= 0;
      if (isOld && settled.test(defect.from()) && settled.test(defect.to())) {
        missing(pair, defect, news, at);
      }
    }
    return news;
  }

  private static boolean isGone(Mesh mesh, Pair pair) {
    return mesh.roster().number(pair.lesser()) < 0 || mesh.roster().number(pair.greater()) < 0;
  }

  private static boolean isRestored(Mesh mesh, Pair pair, List<MeshEvent> news, Instant at) {
    if (news.size() == MOST_IN_A_SWEEP
        || mesh.link(pair.lesser(), pair.greater()) != LinkState.BOTH) {
      return false;
    }
    news.add(new LinkRestored(at, pair.lesser(), pair.greater()));
    return true;
  }

  private void missing(Pair pair, Defect defect, List<MeshEvent> news, Instant at) {
    Optional<String> cause = defect.there().map(reach -> reach.cause().code());
    Optional<String> before = told.get(pair);
    boolean isFirst = before == null;
    if (isFirst ? told.size() < MOST_TOLD : cause.isPresent() && !cause.equals(before)) {
      told.put(pair, cause);
      news.add(new LinkMissing(at, defect.from(), defect.to(), cause, detail(defect)));
    }
  }

  private static String detail(Defect defect) {
    String from = Printable.text(defect.from().text());
    String to = Printable.text(defect.to().text());
    String what =
        switch (defect.kind()) {
          case MISSING -> "neither %s nor %s lists the other".formatted(from, to);
          case ONE_SIDED -> "%s lists %s, which does not list it".formatted(from, to);
        };
    return what + defect.there().map(Reach::detail).map(found -> "; " + found).orElse("");
  }
}
