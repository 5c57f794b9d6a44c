package io.nessiecluster.app;

import io.nessiecluster.base.NodeNames;
import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.feed.EventFeed;
import io.nessiecluster.cluster.round.DnsCluster;
import io.nessiecluster.config.ClusterConfig;
import io.nessiecluster.distribution.Cookie;
import io.nessiecluster.distribution.EpmdMode;
import io.nessiecluster.distribution.NodeLimits;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.distribution.PeerNaming;
import io.nessiecluster.dns.DnsServer;
import io.nessiecluster.dns.DnsSettings;
import io.nessiecluster.health.ReadinessBounds;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.page.PageSettings;
import io.nessiecluster.rest.ApiAccess;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns the texts of the settings into {@link Settings}, or tells all that is wrong with them. */
public final class SettingsParser {

  private static final Duration DAY = Duration.ofDays(1);
  private static final int MAX_PORT = 65_535;
  private static final int MAX_NAME = 200;

  private final ClusterConfig config;
  private final SettingReader reader = new SettingReader();
  private final CookieReader cookies;
  private final QueryReader queries;
  private final MeshReader meshes;

  private SettingsParser(ClusterConfig config) {
    this.config = config;
    this.cookies = new CookieReader(config, reader);
    this.queries = new QueryReader(config, reader);
    this.meshes = new MeshReader(config, reader);
  }

  /**
   * Reads and checks all settings.
   *
   * @throws io.quarkus.runtime.configuration.ConfigurationException with a line for each that is
   *     wrong: key, value, and what is allowed
   */
  public static Settings parse(ClusterConfig config) {
    return new SettingsParser(config).parse();
  }

  private Settings parse() {
    NodeName node = nodeName();
    Settings.Names names = queries.names();
    DnsSettings dns = dns();
    DnsCluster cluster = cluster(dns);
    Optional<NodeSettings> distribution = distribution(node, naming(names));
    MeshSettings mesh = meshes.read(distribution, cluster);
    Settings settings =
        new Settings(
            cluster,
            dns,
            node,
            distribution,
            cookies.overlap(),
            tls(),
            names,
            reader.choice("on-vanish", config.onVanish(), Settings.OnVanish.class),
            reader.duration("vanish-grace", config.vanishGrace(), Duration.ZERO, DAY),
            mesh,
            readiness(mesh),
            new ApiAccess(reader.flag("api.read-only", config.api().readOnly()), tokenFile()),
            new PageSettings(reader.flag("page.enabled", config.page().enabled())),
            EventFeed.Limits.DEFAULT.withReaders(
                reader.integer(
                    "api.max-event-readers", config.api().maxEventReaders(), 0, 100_000)),
            Stream.of(reader.warnings(), cookies.warnings(), meshes.warnings())
                .flatMap(List::stream)
                .toList());
    reader.throwIfWrong();
    return settings;
  }

  private DnsCluster cluster(DnsSettings dns) {
    List<RecordType> types = queries.recordTypes();
    DnsCluster cluster = DnsCluster.create();
    return interval()
        .map(cluster::withInterval)
        .orElseGet(cluster::byHand)
        .withName(name())
        .withQuery(queries.queries())
        .withRecordTypes(types)
        .withJitter(reader.share("jitter", config.jitter()))
        .withEager(reader.flag("poll.eager", config.poll().eager()))
        .withMaxBackOff(
            reader.duration(
                "dns.max-backoff", config.dns().maxBackoff(), Duration.ofSeconds(1), DAY))
        .withLookupTimeout(dns.lookupBound().multipliedBy(types.size()))
        .withConnectTimeout(
            reader.duration(
                "connect-timeout",
                config.connectTimeout(),
                Duration.ofMillis(100),
                Duration.ofMinutes(5)))
        .withConnectConcurrency(
            reader.integer("connect-concurrency", config.connectConcurrency(), 1, 10_000))
        .withGapByHand(
            reader.duration(
                "api.discover-gap",
                config.api().discoverGap(),
                Duration.ZERO,
                Duration.ofMinutes(1)))
        .withHistory(
            reader.integer("history.rounds", config.history().rounds(), 0, 10_000),
            reader.integer("history.events-per-node", config.history().eventsPerNode(), 0, 1000));
  }

  private String name() {
    String name = config.name().orElse("").strip();
    if (name.isEmpty() || name.length() > MAX_NAME || !Printable.shows(name)) {
      reader.reject("name", name, "1 to 200 characters, all of them printable");
    }
    return name;
  }

  private Optional<Duration> interval() {
    return config.interval().orElse("").strip().equalsIgnoreCase("off")
        ? Optional.empty()
        : Optional.of(
            reader.duration("interval", config.interval(), Duration.ofSeconds(1), DAY, "off, or "));
  }

  private DnsSettings dns() {
    DnsSettings defaults = DnsSettings.defaults();
    List<DnsServer> servers = new ArrayList<>();
    List<String> texts = config.dns().servers().orElse(List.of());
    reader.warnOfRepeats("dns.servers", texts);
    for (String text : texts) {
      try {
        servers.add(DnsServer.parse(text.strip()));
      } catch (IllegalArgumentException e) {
        reader.reject("dns.servers", text, "host[:port], joined by commas; " + e.getMessage());
      }
    }
    return defaults
        .withServers(servers)
        .withTimeout(
            reader.duration(
                "dns.timeout",
                config.dns().timeout(),
                Duration.ofMillis(10),
                Duration.ofMinutes(1)));
  }

  private ReadinessBounds readiness(MeshSettings mesh) {
    boolean whole =
        reader.flag("readiness.require-whole-mesh", config.readiness().requireWholeMesh());
    if (whole && mesh.mode() == MeshSettings.Mode.OFF) {
      reader.reject(
          "readiness.require-whole-mesh", "true", "false, as nothing is known with mesh.mode=off");
    }
    return new ReadinessBounds(
        reader.integer("readiness.min-nodes", config.readiness().minNodes(), 0, 100_000),
        reader.flag("readiness.require-dns-answer", config.readiness().requireDnsAnswer()),
        whole);
  }

  private NodeName nodeName() {
    String text = config.node().name().orElse("").strip();
    NodeName name = new NodeName(text.isEmpty() ? "?" : text);
    if (!isWellFormed(name)) {
      reader.reject(
          "node.name",
          text,
          "basename@address, with the address that peers dial; a basename has letters, digits, '-'"
              + " and '_', and IPv6 stands without brackets");
    }
    name.host()
        .filter(_ -> isWellFormed(name))
        .flatMap(CanonicalText::insteadOf)
        .ifPresent(
            canonical ->
                reader.reject("node.name", text, name.basename().orElse("") + "@" + canonical));
    return name;
  }

  private static boolean isWellFormed(NodeName name) {
    return name.basename().filter(NodeNames::isBasename).isPresent()
        && name.host().filter(NodeNames::isHost).isPresent();
  }

  private static PeerNaming naming(Settings.Names names) {
    return switch (names) {
      case ADDRESS -> PeerNaming.BY_ADDRESS;
      case PEER -> PeerNaming.BY_PEER;
    };
  }

  private Optional<NodeSettings> distribution(NodeName node, PeerNaming naming) {
    boolean hidden = reader.flag("node.hidden", config.node().hidden());
    int port = reader.integer("distribution.port", config.distribution().port(), 0, MAX_PORT);
    OptionalInt peerPort = peerPort();
    EpmdMode mode = reader.choice("epmd.mode", config.epmd().mode(), EpmdMode.class);
    int epmdPort = reader.integer("epmd.port", config.epmd().port(), 1, MAX_PORT);
    Duration tick =
        reader.duration(
            "net-ticktime", config.netTicktime(), Duration.ofSeconds(1), Duration.ofHours(1));
    Optional<Cookie> cookie = cookies.read();
    @Nullable InetAddress bind = cookie.isPresent() && isWellFormed(node) ? bind(node) : null;
    if (cookie.isEmpty() || bind == null) {
      return Optional.empty();
    }
    return Optional.of(
        new NodeSettings(
                node.text(),
                cookie.get(),
                hidden,
                bind,
                port,
                mode,
                epmdPort,
                peerPort,
                tick,
                NodeLimits.DEFAULT)
            .withNaming(naming));
  }

  private Optional<Settings.Tls> tls() {
    boolean mutual = reader.flag("tls.mutual", config.tls().mutual());
    return config
        .tls()
        .configurationName()
        .map(String::strip)
        .map(name -> new Settings.Tls(name, mutual));
  }

  private OptionalInt peerPort() {
    Optional<String> text = config.distribution().peerPort();
    return text.isPresent()
        ? OptionalInt.of(reader.integer("distribution.peer-port", text, 1, MAX_PORT))
        : OptionalInt.empty();
  }

  private @Nullable InetAddress bind(NodeName node) {
    Optional<String> configured = config.node().bind();
    String key = configured.isPresent() ? "node.bind" : "node.name";
    Optional<String> host = configured.or(node::host);
    try {
      return host.isPresent() ? InetAddress.getByName(host.get().strip()) : null;
    } catch (UnknownHostException e) {
      reader.reject(
          key,
          configured.orElse(node.text()),
          "an address of this machine, or a host name that resolves to one");
      return null;
    }
  }

  private Optional<Path> tokenFile() {
    return config
        .api()
        .tokenFile()
        .flatMap(
            file ->
                reader
                    .file("api.token-file", file, "a token of at least one character")
                    .map(token -> Path.of(file)));
  }
}
