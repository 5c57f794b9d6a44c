package io.nessiecluster.mesh.watch;

import io.nessiecluster.cluster.ClusterEvent.CheckChanged;
import io.nessiecluster.cluster.ClusterEvent.MeshEvent;
import io.nessiecluster.cluster.ClusterEvent.MeshSplit;
import io.nessiecluster.cluster.ClusterEvent.MeshWhole;
import io.nessiecluster.mesh.Blame;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.Island;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells verdicts and checks when they change: not each that comes in between. */
final class MeshNews {

  private static final int SIZES = 5;

  private Verdict verdict = Verdict.UNKNOWN;
  private boolean wholeIsNews = true;
  private final Map<Check.Id, Check.Status> checks = new EnumMap<>(Check.Id.class);

  /** What is new in the mesh as it is now. */
  List<MeshEvent> after(MeshSnapshot now) {
    List<MeshEvent> news = new ArrayList<>();
    if (now.verdict() != verdict) {
      verdict = now.verdict();
      verdict(now, news);
    }
    now.checks().forEach(check -> check(check, now, news));
    return news;
  }

  private void verdict(MeshSnapshot now, List<MeshEvent> news) {
    switch (now.verdict()) {
      case SPLIT -> {
        wholeIsNews = true;
        news.add(new MeshSplit(now.at(), now.members().size(), now.islands().size(), detail(now)));
      }
      case PARTIAL -> wholeIsNews = true;
      case WHOLE -> {
        if (wholeIsNews) {
          wholeIsNews = false;
          news.add(new MeshWhole(now.at(), now.members().size()));
        }
      }
      case FORMING, UNKNOWN, ALONE -> {
        // no news by itself
      }
    }
  }

  /** The sizes of islands, and who is to blame. */
  static String detail(MeshSnapshot mesh) {
    List<Island> seen = mesh.islands().stream().filter(Island::seen).toList();
    String sizes =
        seen.stream()
            .limit(SIZES)
            .map(island -> Integer.toString(island.members().size()))
            .collect(Collectors.joining(", "));
    String more = seen.size() > SIZES ? " and smaller ones" : "";
    return "%d islands, of %s%s members; %d links are missing%s"
        .formatted(
            seen.size(),
            sizes,
            more,
            mesh.missingLinks(),
            mesh.blames().stream().findFirst().map(Blame::message).map(b -> "; " + b).orElse(""));
  }

  private void check(Check check, MeshSnapshot now, List<MeshEvent> news) {
    Check.Status before = checks.put(check.id(), check.status());
    boolean isNews =
        before == null
            ? check.status() == Check.Status.WARN || check.status() == Check.Status.FAIL
            : before != check.status();
    if (isNews) {
      news.add(
          new CheckChanged(now.at(), check.id().code(), check.status().code(), check.evidence()));
    }
  }
}
