package io.nessiecluster.mesh.watch;

import io.nessiecluster.base.LineLimit;
import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ClusterLogger;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Check;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Writes what happens to the mesh, a line each, so many in a second. */
final class MeshLog implements Consumer<ClusterEvent.MeshEvent> {

  static final int LINES_PER_SECOND = 100;

  private final ClusterLogger logger;
  private final LineLimit lines;
  private final Set<String> wrong = ConcurrentHashMap.newKeySet(); // checks, as was told

  MeshLog(ClusterLogger logger, LongSupplier nanoTime) {
    this.logger = logger;
    this.lines = new LineLimit(LINES_PER_SECOND, nanoTime);
  }

  @Override
  public void accept(ClusterEvent.MeshEvent event) {
    switch (event) {
      case ClusterEvent.MeshSplit e ->
          write(
              Level.WARNING,
              "the mesh of %d nodes is split: %s".formatted(e.members(), e.detail()),
              Map.of());
      case ClusterEvent.MeshWhole e ->
          write(Level.INFO, "the mesh of %d nodes is whole".formatted(e.members()), Map.of());
      case ClusterEvent.LinkMissing e ->
          write(
              Level.WARNING,
              "a link is missing%s: %s"
                  .formatted(e.cause().map(code -> " (" + code + ")").orElse(""), e.detail()),
              e.cause()
                  .map(code -> pair(e.from(), e.to(), code))
                  .orElseGet(() -> pair(e.from(), e.to())));
      case ClusterEvent.LinkRestored e ->
          write(
              Level.INFO,
              "%s and %s list each other again".formatted(shown(e.from()), shown(e.to())),
              pair(e.from(), e.to()));
      case ClusterEvent.CheckChanged e -> check(e);
      case ClusterEvent.MemberJoined e ->
          write(
              Level.INFO,
              "joined %s with %s (%s)".formatted(shown(e.node()), shown(e.to()), e.kind()),
              pair(e.node(), e.to()));
      case ClusterEvent.JoinFailed e ->
          write(
              Level.WARNING,
              "%s is not joined with %s (%s): %s"
                  .formatted(shown(e.node()), shown(e.to()), e.kind(), e.detail()),
              pair(e.node(), e.to()));
      case ClusterEvent.JoinRefused e ->
          write(
              Level.WARNING,
              "%s may not be joined with %s (%s): %s: %s"
                  .formatted(shown(e.node()), shown(e.to()), e.kind(), e.rule(), e.detail()),
              pair(e.node(), e.to(), e.rule()));
      case ClusterEvent.JoinAdvised e ->
          write(
              Level.INFO,
              "%s would be joined with %s (%s): %s"
                  .formatted(shown(e.node()), shown(e.to()), e.kind(), e.detail()),
              pair(e.node(), e.to()));
      case ClusterEvent.NameClash e ->
          write(
              Level.WARNING,
              "%s and %s had the same names of global when they were joined: %s"
                  .formatted(shown(e.node()), shown(e.to()), e.detail()),
              pair(e.node(), e.to()));
    }
  }

  /** What is wrong, and that it no longer is; in a rollout a check may not apply for a while. */
  private void check(ClusterEvent.CheckChanged e) {
    String line = "check %s: %s: %s".formatted(e.check(), e.status(), e.evidence());
    Map<String, String> fields = Map.of("check", e.check());
    if (e.status().equals(Check.Status.FAIL.code())) {
      wrong.add(e.check());
      write(Level.WARNING, line, fields);
    } else if (e.status().equals(Check.Status.WARN.code())) {
      wrong.add(e.check());
      write(Level.INFO, line, fields);
    } else if (e.status().equals(Check.Status.PASS.code()) && wrong.remove(e.check())) {
      write(Level.INFO, line, fields);
    } else {
      logger.log(Level.DEBUG, line, fields);
    }
  }

  private static Map<String, String> pair(NodeName node, NodeName to) {
    return Map.of("node", shown(node), "to", shown(to));
  }

  private static Map<String, String> pair(NodeName node, NodeName to, String cause) {
    return Map.of("node", shown(node), "to", shown(to), "cause", cause);
  }

  private static String shown(NodeName node) {
    return Printable.text(node.text());
  }

  private void write(Level level, String line, Map<String, String> fields) {
    lines
        .admit()
        .ifPresent(
            before -> {
              if (before > 0) {
                logger.log(
                    Level.WARNING,
                    before + " lines about the mesh were left out: too many in a second",
                    Map.of());
              }
              logger.log(level, line, fields);
            });
  }
}
