package io.nessiecluster.demo;

import io.nessiecluster.app.Settings;
import io.nessiecluster.app.SettingsParser;
import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.config.ClusterConfig;
import io.nessiecluster.distribution.EpmdMode;
import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.dns.DnsServer;
import io.nessiecluster.mesh.MeshSettings;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** In dev mode, with neither query nor cookie set, points the service at a {@link DemoWorld}. */
@Singleton
@IfBuildProfile("dev")
class DemoSettings {

  private static final Logger LOG = Logger.getLogger("io.nessiecluster.demo");

  private final ClusterConfig config;
  private final NodeRuntime runtime;
  private final int httpPort;
  private @Nullable DemoWorld world;

  DemoSettings(
      ClusterConfig config,
      NodeRuntime runtime,
      @ConfigProperty(name = "quarkus.http.port") int httpPort) {
    this.config = config;
    this.runtime = runtime;
    this.httpPort = httpPort;
  }

  /** Takes the place of the settings from the configuration alone. */
  @Produces
  @Singleton
  Settings settings() throws IOException, InterruptedException {
    Settings settings = SettingsParser.parse(config);
    boolean configured =
        !settings.cluster().queries().isEmpty() || settings.distribution().isPresent();
    if (configured) {
      return settings;
    }
    LOG.infof(
        "demo: curl http://localhost:%d/cluster/discover, or /cluster/mesh - or set"
            + " nessie-cluster.query and nessie-cluster.cookie-file to watch a cluster of your own",
        httpPort);
    DemoWorld started = DemoWorld.start(runtime, story(settings.mesh().mode()));
    world = started;
    LOG.infof(
        "demo: %s run here, the last with another cookie; whom they see, and what blocks them, is"
            + " made up",
        started.nodeNames());
    return at(started, settings);
  }

  private static DemoStory story(MeshSettings.Mode mode) {
    return switch (mode) {
      case OFF, WATCH, ADVISE, HEAL -> DemoStory.WATCHED;
      case FORM -> DemoStory.FORMED;
    };
  }

  @PreDestroy
  void close() {
    if (world != null) {
      world.close();
    }
  }

  private static Settings at(DemoWorld world, Settings settings) throws IOException {
    InetAddress bind = InetAddress.getByName(settings.node().host().orElseThrow());
    NodeSettings node =
        NodeSettings.of(settings.node().text(), world.cookie(), bind)
            .withPort(0)
            .withEpmd(EpmdMode.AUTO, world.epmdPort());
    return new Settings(
        settings
            .cluster()
            .withQuery(new DnsQuery.Name(DemoWorld.QUERY, Optional.of(DemoWorld.BASENAME))),
        settings.dns().withServers(List.of(DnsServer.parse(world.dnsServer()))),
        settings.node(),
        Optional.of(node),
        settings.cookieOverlap(),
        Optional.empty(), // its peers are plain
        Settings.Names.ADDRESS, // and called so
        settings.onVanish(),
        settings.vanishGrace(),
        settings.mesh(),
        settings.readiness(),
        settings.api(),
        settings.page(),
        settings.eventFeed(),
        settings.warnings());
  }
}
