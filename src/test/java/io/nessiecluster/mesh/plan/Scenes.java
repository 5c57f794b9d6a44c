package io.nessiecluster.mesh.plan;

import static io.nessiecluster.mesh.plan.Scene.NOW;
import static io.nessiecluster.mesh.plan.Scene.node;

import io.nessiecluster.mesh.Way;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Scenes that many tests begin with, and what is in them. */
public final class Scenes {

  private Scenes() {}

  /** Two islands that may be healed. */
  public static Scene split() {
    return new Scene().island("a", "b", "c").island("x", "y");
  }

  /** An island, and a member that has just started. */
  public static Scene joining() {
    return new Scene().island("a", "b").newcomers("n");
  }

  public static Way way(String from, String to) {
    return new Way(node(from), node(to));
  }

  static List<String> hosts(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + "%03d".formatted(i)).toList();
  }

  static String[] array(List<String> hosts) {
    return hosts.toArray(String[]::new);
  }

  static JoinHistory.Attempt attempt(
      Duration ago, String from, String to, Join.Kind kind, boolean joined) {
    return new JoinHistory.Attempt(NOW - ago.toNanos(), node(from), node(to), kind, 1, joined);
  }

  static JoinHistory after(JoinHistory.Attempt... attempts) {
    JoinHistory history = JoinHistory.NONE;
    for (JoinHistory.Attempt attempt : attempts) {
      history = history.with(attempt);
    }
    return history;
  }
}
