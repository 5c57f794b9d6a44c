package io.nessiecluster.app;

import io.nessiecluster.base.EternalLoop;
import io.nessiecluster.cluster.ClusterLogger;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.Naming;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.PeerNames;
import io.nessiecluster.cluster.Resolver;
import io.nessiecluster.cluster.Tracer;
import io.nessiecluster.cluster.VanishPolicy;
import io.nessiecluster.cluster.feed.EventFeed;
import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.cluster.round.NodeConnections;
import io.nessiecluster.config.ClusterConfig;
import io.nessiecluster.connector.ErlangConnector;
import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.distribution.Transport;
import io.nessiecluster.dns.DnsjavaLookup;
import io.nessiecluster.dns.ResolverVariables;
import io.nessiecluster.health.ReadinessBounds;
import io.nessiecluster.health.WatchedLoops;
import io.nessiecluster.http.EventMessage;
import io.nessiecluster.mesh.MeshCalls;
import io.nessiecluster.mesh.plan.MeshKeeping;
import io.nessiecluster.mesh.watch.MeshWatch;
import io.nessiecluster.metrics.ClusterMeters;
import io.nessiecluster.page.PageSettings;
import io.nessiecluster.rest.ApiAccess;
import io.nessiecluster.tracing.OpenTelemetryTracer;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Wires the domain to its adapters. Every bean is a default: an application that brings one of its
 * own, say a {@link Resolver.Lookup} or a whole {@link Resolver}, replaces it.
 */
class ClusterProducer {

  @Produces
  @Singleton
  @DefaultBean
  Settings settings(ClusterConfig config) {
    return SettingsParser.parse(config);
  }

  @Produces
  @Singleton
  @DefaultBean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  @DefaultBean
  NodeRuntime nodeRuntime(Clock clock, Threads threads) {
    return new NodeRuntime(
        clock, System::nanoTime, new SecureRandom(), threads.virtual(), threads.timer());
  }

  @Produces
  @Singleton
  @DefaultBean
  Environment environment(Clock clock, Threads threads) {
    return new Environment(clock, System::nanoTime, new SecureRandom(), threads.executor());
  }

  @Produces
  @Singleton
  @DefaultBean
  Transport transport(
      Settings settings,
      TlsConfigurationRegistry registry,
      Config config,
      Vertx vertx,
      Clock clock) {
    RegistryTls.Sources sources = new RegistryTls.Sources(registry, config, vertx, clock);
    return settings
        .tls()
        .map(tls -> Transport.tls(RegistryTls.settings(tls, sources)))
        .orElseGet(Transport::plain);
  }

  @Produces
  @Singleton
  @DefaultBean
  ErlangConnector connector(Settings settings) {
    return new ErlangConnector(
        settings.node(),
        settings.distribution().map(NodeSettings::hidden).orElse(true),
        logger("io.nessiecluster.distribution"));
  }

  @Produces
  @Singleton
  CookieWatch cookieWatch(ClusterConfig config, Settings settings, ErlangConnector connector) {
    return new CookieWatch(
        config, settings.cookieOverlap(), connector::changeCookie, logger("io.nessiecluster"));
  }

  @Produces
  @Singleton
  @DefaultBean
  Resolver.Basename basename() {
    return NodeName::basename;
  }

  @Produces
  @Singleton
  @DefaultBean
  Resolver.Lookup lookup(Settings settings, Threads threads) {
    ResolverVariables variables = ResolverVariables.of(System::getenv);
    return new DnsjavaLookup(
        settings.dns().withVariables(variables), System::nanoTime, threads.executor());
  }

  @Produces
  @Singleton
  @DefaultBean
  PeerNames peerNames(ErlangConnector connector) {
    return connector.peerNames();
  }

  /** The resolver of which an application can replace any part by a bean of that type. */
  @Produces
  @Singleton
  @DefaultBean
  Resolver resolver(
      Resolver.Basename basename,
      Resolver.ConnectNode connectNode,
      Resolver.ListNodes listNodes,
      Resolver.Lookup lookup) {
    return new Resolver(basename, connectNode, listNodes, lookup);
  }

  @Produces
  @Singleton
  Discovery discovery(
      Settings settings,
      Resolver resolver,
      PeerNames peerNames,
      VanishPolicy.DisconnectNode disconnectNode,
      EventFeed<EventMessage> feed,
      ClusterMeters meters,
      MeshWatch mesh,
      Tracer tracer,
      Environment environment) {
    VanishPolicy vanishPolicy =
        switch (settings.onVanish()) {
          case KEEP -> new VanishPolicy.Keep(settings.vanishGrace());
          case DISCONNECT -> new VanishPolicy.Disconnect(settings.vanishGrace(), disconnectNode);
        };
    Naming naming =
        switch (settings.names()) {
          case ADDRESS -> new Naming.ByAddress();
          case PEER -> new Naming.ByPeer(peerNames);
        };
    try {
      return settings
          .cluster()
          .withNaming(naming)
          .withVanishPolicy(vanishPolicy)
          .withResolver(resolver)
          .withListener(feed.andThen(meters).andThen(mesh))
          .withTracer(tracer)
          .withLogger(logger("io.nessiecluster.cluster"))
          .build(environment);
    } catch (IllegalStateException e) {
      throw new ConfigurationException(e.getMessage());
    }
  }

  @Produces
  @Singleton
  @DefaultBean
  MeshCalls meshCalls(ErlangConnector connector) {
    return connector.meshCalls();
  }

  /** The watch and discovery know each other: so the watch asks for the latter when it begins. */
  @Produces
  @Singleton
  MeshWatch meshWatch(
      Settings settings,
      Instance<Discovery> discovery,
      MeshCalls calls,
      EventFeed<EventMessage> feed,
      Environment environment) {
    return new MeshWatch(
        settings.mesh(),
        () -> discovery.get().snapshot(),
        () -> discovery.get().hurry(),
        calls,
        environment,
        feed::accept,
        logger("io.nessiecluster.mesh"));
  }

  /** What is done about the mesh, and takes commands. */
  @Produces
  @Singleton
  @DefaultBean
  MeshKeeping meshKeeping(MeshWatch mesh) {
    return mesh.keeper();
  }

  /** For the liveness probe. */
  @Produces
  @Singleton
  WatchedLoops watchedLoops(EternalLoop heartbeat, CookieWatch cookie, MeshWatch mesh) {
    return () -> Stream.concat(Stream.of(heartbeat, cookie.loop()), mesh.loops().stream()).toList();
  }

  @Produces
  @Singleton
  @DefaultBean
  Tracer tracer(
      OpenTelemetry openTelemetry,
      @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled) {
    return disabled // a disabled SDK makes spans all the same, and gives them numbers at random
        ? Tracer.off()
        : new OpenTelemetryTracer(openTelemetry.getTracer("io.nessiecluster"));
  }

  @Produces
  @Singleton
  NodeConnections connections(
      Discovery discovery, VanishPolicy.DisconnectNode disconnectNode, Environment environment) {
    return new NodeConnections(discovery, disconnectNode, environment);
  }

  @Produces
  @Singleton
  ReadinessBounds readinessBounds(Settings settings) {
    return settings.readiness();
  }

  @Produces
  @Singleton
  ApiAccess apiAccess(Settings settings) {
    return settings.api();
  }

  @Produces
  @Singleton
  PageSettings pageSettings(Settings settings) {
    return settings.page();
  }

  /** With fields in lines of JSON. */
  private static ClusterLogger logger(String name) {
    return new FieldLogger(ClusterLogger.system(name));
  }
}
