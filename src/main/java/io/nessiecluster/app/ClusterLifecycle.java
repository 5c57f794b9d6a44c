package io.nessiecluster.app;

import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.connector.ErlangConnector;
import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.distribution.Transport;
import io.nessiecluster.mesh.watch.MeshWatch;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Starts and stops the service. On SIGTERM, in this order: no further dial, readiness goes down (by
 * Quarkus, for the length of quarkus.shutdown.delay), connections close.
 */
@ApplicationScoped
class ClusterLifecycle {

  /** Bound on the wait for the running round; then it is interrupted. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private static final Logger LOG = Logger.getLogger("io.nessiecluster");

  private final Settings settings;
  private final Discovery discovery;
  private final ErlangConnector connector;
  private final NodeRuntime runtime;
  private final CookieWatch cookie;
  private final JobKeeper jobs;
  private final Transport transport;
  private final MeshWatch mesh;
  private final Config config;

  ClusterLifecycle(
      Settings settings,
      Discovery discovery,
      ErlangConnector connector,
      NodeRuntime runtime,
      CookieWatch cookie,
      JobKeeper jobs,
      Transport transport,
      MeshWatch mesh,
      Config config) {
    this.settings = settings;
    this.discovery = discovery;
    this.connector = connector;
    this.runtime = runtime;
    this.cookie = cookie;
    this.jobs = jobs;
    this.transport = transport;
    this.mesh = mesh;
    this.config = config;
  }

  void start(@Observes StartupEvent event) throws InterruptedException {
    VainSettings.warnings(GivenSetting.in(config)).forEach(LOG::warn);
    settings.warnings().forEach(LOG::warn);
    TraceExport.warning(config).ifPresent(LOG::warn);
    if (settings.distribution().isPresent()) {
      warnOfAVisibleNode(settings.distribution().get());
      startNode(settings.distribution().get());
      cookie.start(runtime.threads());
    } else {
      warnOfNoCookie();
    }
    if (settings.cluster().queries().isEmpty()) {
      LOG.warn(
          "nessie-cluster.query is not set, or is ignore: nothing is looked up, and nobody is"
              + " connected");
    }
    if (!settings.api().readOnly() && settings.api().tokenFile().isEmpty()) {
      LOG.warn(
          "nessie-cluster.api.read-only=false without nessie-cluster.api.token-file: whoever"
              + " reaches the HTTP port can stop discovery and join nodes");
    }
    discovery.start();
    jobs.start();
    mesh.start();
    tellWhatIsJoined();
  }

  /**
   * Ends dialling without waiting for the running round: readiness goes down only when this
   * returns.
   */
  void drain(@Observes ShutdownDelayInitiatedEvent event) {
    LOG.info("shutting down: no further node is dialled");
    try {
      runtime.threads().newThread(this::drain).start();
    } catch (RuntimeException | Error e) { // no thread to be had: stop() does it, a little later
      LOG.error("discovery goes on until the end of the shutdown delay", e);
    }
  }

  private void drain() {
    try {
      stopDiscovery();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the process ends; so does this thread
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    jobs.stop();
    mesh.close();
    stopDiscovery();
    cookie.close();
    connector.close();
  }

  private void stopDiscovery() throws InterruptedException {
    if (!discovery.stop(STOP_TIMEOUT)) {
      LOG.infof("the running round was interrupted after %d s", STOP_TIMEOUT.toSeconds());
    }
  }

  private void startNode(NodeSettings node) throws InterruptedException {
    try {
      connector.start(node, runtime, transport, discovery.connectionListener());
    } catch (IOException e) {
      throw new ConfigurationException(
          "the node %s cannot start: %s; see nessie-cluster.node.name, node.bind, distribution.port (%d), epmd.mode (%s) and epmd.port (%d)"
              .formatted(
                  node.name(),
                  e.getMessage(),
                  node.port(),
                  node.epmd().name().toLowerCase(Locale.ROOT),
                  node.epmdPort()));
    }
    LOG.infof(
        "node %s is alive at port %d%s%s",
        node.name(),
        connector.ownNode().port(),
        node.hidden() ? ", hidden" : "",
        settings.tls().map(tls -> tls.mutual() ? ", mutual TLS" : ", TLS").orElse(""));
  }

  private void tellWhatIsJoined() {
    switch (settings.mesh().mode()) {
      case OFF, WATCH -> {
        // nobody is joined
      }
      case ADVISE ->
          LOG.info("nessie-cluster.mesh.mode=advise: what would be joined is told, and not joined");
      case FORM ->
          LOG.info("nessie-cluster.mesh.mode=form: members that have just started are joined");
      case HEAL ->
          LOG.info(
              "nessie-cluster.mesh.mode=heal: members that have just started, islands and missing"
                  + " links are joined");
    }
  }

  private void warnOfAVisibleNode(NodeSettings node) {
    if (!node.hidden()) {
      LOG.warn(
          "nessie-cluster.node.hidden=false: peers count this node among their nodes() but it does"
              + " not speak global's protocol; where anything uses global, it hangs");
    }
  }

  private void warnOfNoCookie() {
    LOG.warnf(
        "the own node %s is not alive, for there is no cookie: nodes are discovered but none is"
            + " connected; set nessie-cluster.cookie-file",
        settings.node());
  }
}
