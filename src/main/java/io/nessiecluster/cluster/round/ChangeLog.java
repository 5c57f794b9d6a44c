package io.nessiecluster.cluster.round;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ClusterLogger;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LossCause;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/**
 * Writes each change once: a node that keeps failing, or a name that keeps failing, is told when
 * its cause is new and then every {@value #REPEAT_EVERY}th time.
 */
final class ChangeLog implements Consumer<ClusterEvent> {

  /** At the default interval of 5 s: once in a minute and a half. */
  static final int REPEAT_EVERY = 20;

  private final ClusterLogger logger;

  ChangeLog(ClusterLogger logger) {
    this.logger = logger;
  }

  @Override
  public void accept(ClusterEvent event) {
    switch (event) {
      case ClusterEvent.NodeDiscovered e ->
          log(Level.DEBUG, e.node() + " discovered by " + e.query());
      case ClusterEvent.NodeConnected e ->
          log(
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
      case ClusterEvent.RoundCompleted e -> {
        // a round that changed nothing is no news
      }
    }
  }

  private void lost(ClusterEvent.NodeLost e) {
    boolean ours = e.cause() == LossCause.DISCONNECTED || e.cause() == LossCause.NODE_STOPPED;
    log(
        ours ? Level.INFO : Level.WARNING,
        "lost %s: %s (%s)".formatted(e.node(), e.cause().code(), e.detail()));
  }

  private void failing(ClusterEvent.NodeFailing e) {
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

  private void log(Level level, String message) {
    logger.log(level, message);
  }
}
