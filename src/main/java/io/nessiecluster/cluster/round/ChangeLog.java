package io.nessiecluster.cluster.round;

import io.nessiecluster.base.LineLimit;
import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ClusterLogger;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LossCause;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Writes each change once: a node that keeps failing, or a name that keeps failing, is told when
 * its cause is new and then every {@value #REPEAT_EVERY}th time.
 */
final class ChangeLog implements Consumer<ClusterEvent> {

  /** At the default interval of 5 s: once in a minute and a half. */
  static final int REPEAT_EVERY = 20;

  /** Lines about connections, which peers can cause at will. */
  static final int CONNECTIONS_PER_SECOND = 200;

  private final ClusterLogger logger;
  private final LineLimit connections;

  ChangeLog(ClusterLogger logger, LongSupplier nanoTime) {
    this.logger = logger;
    this.connections = new LineLimit(CONNECTIONS_PER_SECOND, nanoTime);
  }

  @Override
  public void accept(ClusterEvent event) {
    switch (event) {
      case ClusterEvent.NodeDiscovered e ->
          log(Level.DEBUG, e.node() + " discovered by " + e.query());
      case ClusterEvent.NodeNamed e ->
          log(Level.DEBUG, "the node at " + e.target() + " is " + e.node());
      case ClusterEvent.NodeConnected e ->
          connection(
              Level.INFO,
              e.failures() == 0
                  ? "connected to " + e.node()
                  : "connected to " + e.node() + " again (" + e.failures() + " failures before)");
      case ClusterEvent.NodeLost e -> lost(e);
      case ClusterEvent.NodeFailing e -> failing(e);
      case ClusterEvent.NodeVanished e ->
          log(
              Level.INFO,
              e.node()
                  + " vanished from the DNS"
                  + (e.connected() ? "; it is still connected" : ""));
      case ClusterEvent.DnsFailing e -> dnsFailing(e);
      case ClusterEvent.DnsRecovered e ->
          log(
              Level.INFO,
              "lookup of %s %s answers again (%d failures before)"
                  .formatted(e.lookup().query(), e.lookup().type(), e.failures()));
      case ClusterEvent.MeshEvent _, ClusterEvent.ActedByHand _ -> {
        // discovery tells none
      }
      case ClusterEvent.RoundCompleted e -> // which changed nothing itself
          leftOut(connections.takeLeftOut());
    }
  }

  private void lost(ClusterEvent.NodeLost e) {
    boolean ours = e.cause() == LossCause.DISCONNECTED || e.cause() == LossCause.NODE_STOPPED;
    connection(
        ours ? Level.INFO : Level.WARNING,
        "lost %s: %s (%s)%s"
            .formatted(
                e.node(), e.cause().code(), e.detail(), e.hint().map(h -> "; " + h).orElse("")));
  }

  private void failing(ClusterEvent.NodeFailing e) {
    if (e.error().cause() == ConnectCause.OWN_NODE) {
      log(Level.INFO, "%s is not dialled: %s".formatted(e.node(), e.error().detail()));
      return;
    }
    if (isNews(e.failures())) {
      log(
          Level.WARNING,
          "cannot connect to %s: %s (%s)%s; %s"
              .formatted(
                  e.node(),
                  e.error().cause().code(),
                  e.error().detail(),
                  times(e.failures()),
                  e.error().cause().hint()));
    }
  }

  private void dnsFailing(ClusterEvent.DnsFailing e) {
    if (isNews(e.failures())) {
      e.lookup().outcome().failure().ifPresent(why -> dnsFailing(e, why));
    }
  }

  private void dnsFailing(ClusterEvent.DnsFailing e, LookupOutcome.NoAnswer why) {
    int addresses = e.lookup().outcome().addresses().size();
    log(
        Level.WARNING,
        "lookup of %s %s failed%s: %s (%s)%s; the known nodes stay as they are; %s"
            .formatted(
                e.lookup().query(),
                e.lookup().type(),
                addresses == 0 ? "" : " in part, with %d addresses".formatted(addresses),
                why.reason().causeCode(),
                why.detail(),
                times(e.failures()),
                why.reason().hint()));
  }

  private static boolean isNews(int failures) {
    return failures == 1 || failures % REPEAT_EVERY == 0;
  }

  private static String times(int failures) {
    return failures == 1 ? "" : ", " + failures + " times in a row";
  }

  private void connection(Level level, String message) {
    connections
        .admit()
        .ifPresent(
            before -> {
              leftOut(before);
              log(level, message);
            });
  }

  private void leftOut(long lines) {
    if (lines > 0) {
      log(Level.WARNING, lines + " lines about connections were left out: too many in a second");
    }
  }

  private void log(Level level, String message) {
    logger.log(level, message);
  }
}
