package io.nessiecluster.cluster.round;

import io.nessiecluster.base.LineLimit;
import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ClusterLogger;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.LookupOutcome;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Writes each change once: a name that keeps failing is told at first and then every {@value
 * #REPEAT_EVERY}th time, a node that does when its cause is new and then every ten minutes. What a
 * rollout brings about, a node that is not up yet or has ended in order, is one line that is no
 * warning until it lasts.
 */
final class ChangeLog implements Consumer<ClusterEvent> {

  /** At the default interval of 5 s: once in a minute and a half. */
  static final int REPEAT_EVERY = 20;

  /** Lines about connections, which peers can cause at will. */
  static final int CONNECTIONS_PER_SECOND = 200;

  private final ClusterLogger logger;
  private final LineLimit connections;
  private final Ailments ailments;
  private volatile long round;

  ChangeLog(ClusterLogger logger, LongSupplier nanoTime) {
    this.logger = logger;
    this.connections = new LineLimit(CONNECTIONS_PER_SECOND, nanoTime);
    this.ailments = new Ailments(nanoTime);
  }

  /** A round begins: what is told from now on is of this one. */
  void begin(long number) {
    round = number;
  }

  @Override
  public void accept(ClusterEvent event) {
    switch (event) {
      case ClusterEvent.NodeDiscovered e ->
          log(
              Level.DEBUG,
              e.node() + " discovered by " + e.query(),
              Map.of("node", e.node().text(), "query", e.query()));
      case ClusterEvent.NodeNamed e -> {
        boolean _ = ailments.end(e.target());
        log(Level.DEBUG, "the node at " + e.target() + " is " + e.node(), of(e));
      }
      case ClusterEvent.NodeConnected e -> {
        boolean _ = ailments.end(e.node());
        connection(
            Level.INFO,
            e.failures() == 0
                ? "connected to " + e.node()
                : "connected to " + e.node() + " again (" + e.failures() + " failures before)",
            of(e));
      }
      case ClusterEvent.NodeLost e -> lost(e);
      case ClusterEvent.NodeFailing e -> failing(e);
      case ClusterEvent.NodeVanished e -> {
        boolean isToldOf = ailments.end(e.node()) && !e.connected();
        log(
            isToldOf ? Level.DEBUG : Level.INFO,
            e.node() + " vanished from the DNS" + (e.connected() ? "; it is still connected" : ""),
            of(e));
      }
      case ClusterEvent.DnsFailing e -> dnsFailing(e);
      case ClusterEvent.DnsRecovered e ->
          log(
              Level.INFO,
              "lookup of %s %s answers again (%d failures before)"
                  .formatted(e.lookup().query(), e.lookup().type(), e.failures()),
              Map.of("query", e.lookup().query()));
      case ClusterEvent.MeshEvent _, ClusterEvent.ActedByHand _ -> {
        // discovery tells none
      }
      case ClusterEvent.RoundCompleted e -> // which changed nothing itself
          leftOut(connections.takeLeftOut());
    }
  }

  private void lost(ClusterEvent.NodeLost e) {
    boolean isInOrder = isInOrder(e);
    if (isInOrder) {
      ailments.closed(e.node());
    }
    connection(
        isInOrder ? Level.INFO : Level.WARNING,
        "lost %s: %s (%s)%s"
            .formatted(
                e.node(), e.cause().code(), e.detail(), e.hint().map(h -> "; " + h).orElse("")),
        Map.of("node", e.node().text(), "cause", e.cause().code()));
  }

  /** Whether one side closed it, once: with a hint it has happened again and again. */
  private static boolean isInOrder(ClusterEvent.NodeLost e) {
    return switch (e.cause()) {
      case DISCONNECTED, NODE_STOPPED -> true;
      case CLOSED_BY_PEER, REPLACED -> e.hint().isEmpty();
      case CONNECTION_RESET,
          TICK_TIMEOUT,
          WRITE_STALLED,
          OUT_OF_RESOURCES,
          PROTOCOL_ERROR,
          UNKNOWN,
          DUPLICATE_OWN_NAME ->
          false;
    };
  }

  private void failing(ClusterEvent.NodeFailing e) {
    Map<String, String> fields = Map.of("node", e.node().text(), "cause", e.error().cause().code());
    if (e.error().cause() == ConnectCause.OWN_NODE) {
      log(Level.INFO, "%s is not dialled: %s".formatted(e.node(), e.error().detail()), fields);
      return;
    }
    boolean warns = ailments.lasts(e.node()) || !mayPass(e.error().cause());
    boolean isNews =
        warns
            ? ailments.warns(e.node(), e.error().cause(), e.failures())
            : ailments.isFirst(e.node());
    if (isNews) {
      log(
          warns ? Level.WARNING : Level.INFO,
          "cannot connect to %s: %s (%s)%s; %s"
              .formatted(
                  e.node(),
                  e.error().cause().code(),
                  e.error().detail(),
                  times(e.failures()),
                  e.error().cause().hint()),
          fields);
    }
  }

  /** Whether a node that starts or ends fails so for a while. */
  private static boolean mayPass(ConnectCause cause) {
    return switch (cause) {
      case EPMD_UNREACHABLE,
          EPMD_TIMEOUT,
          NAME_NOT_REGISTERED,
          CONNECTION_REFUSED,
          CONNECT_TIMEOUT,
          HANDSHAKE_TIMEOUT,
          CLOSED_IN_HANDSHAKE ->
          true;
      case NOT_ALLOWED,
          COOKIE_MISMATCH,
          NAME_MISMATCH,
          INCOMPATIBLE_VERSION,
          TLS_FAILURE,
          ALREADY_CONNECTED,
          LOCAL_NODE_IS_NOT_ALIVE,
          OUT_OF_RESOURCES,
          PROTOCOL_ERROR,
          CHALLENGE_REFLECTED,
          OWN_NODE,
          DUPLICATE_OWN_NAME,
          LOST_AT_ONCE,
          LOST_AT_ONE_AGE,
          DUPLICATE_NAME,
          FOREIGN_NAME ->
          false;
    };
  }

  private void dnsFailing(ClusterEvent.DnsFailing e) {
    if (e.failures() == 1 || e.failures() % REPEAT_EVERY == 0) {
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
                why.reason().hint()),
        Map.of("query", e.lookup().query(), "cause", why.reason().causeCode()));
  }

  private static String times(int failures) {
    return failures == 1 ? "" : ", " + failures + " times in a row";
  }

  private void connection(Level level, String message, Map<String, String> fields) {
    connections
        .admit()
        .ifPresent(
            before -> {
              leftOut(before);
              log(level, message, fields);
            });
  }

  private void leftOut(long lines) {
    if (lines > 0) {
      log(
          Level.WARNING,
          lines + " lines about connections were left out: too many in a second",
          Map.of());
    }
  }

  private static Map<String, String> of(ClusterEvent.NodeEvent event) {
    return Map.of("node", event.node().text());
  }

  /** With the round that runs, or ran last; none before the first. */
  private void log(Level level, String message, Map<String, String> fields) {
    Map<String, String> all = new TreeMap<>();
    fields.forEach((name, text) -> all.put(name, Printable.text(text)));
    if (round > 0) {
      all.put("round", String.valueOf(round));
    }
    logger.log(level, message, all);
  }
}
