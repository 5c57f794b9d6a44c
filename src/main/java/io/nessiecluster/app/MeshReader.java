package io.nessiecluster.app;

import io.nessiecluster.cluster.round.DnsCluster;
import io.nessiecluster.config.ClusterConfig;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.MeshSettings.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads how the mesh is watched, and what is done about it. */
final class MeshReader {

  private static final Duration DAY = Duration.ofDays(1);

  private final ClusterConfig.Mesh config;
  private final SettingReader reader;
  private final List<String> warnings = new ArrayList<>();

  MeshReader(ClusterConfig config, SettingReader reader) {
    this.config = config.mesh();
    this.reader = reader;
  }

  /** What is allowed and risky, or comes to nothing, in what was read; a line each. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** The settings of the mesh; the mode has to fit the own node, and what is looked up. */
  MeshSettings read(Optional<NodeSettings> node, DnsCluster cluster) {
    MeshSettings mesh =
        new MeshSettings(
            reader.choice("mesh.mode", config.mode(), Mode.class),
            reader.duration(
                "mesh.interval", config.interval(), Duration.ofSeconds(1), Duration.ofHours(1)),
            reader.duration("mesh.stable-for", config.stableFor(), Duration.ZERO, DAY),
            reader.duration("mesh.skew-for", config.skewFor(), Duration.ZERO, DAY),
            reader.integer("mesh.min-members", config.minMembers(), 0, 100_000),
            new MeshSettings.Joins(
                reader.integer("mesh.max-joins-per-minute", config.maxJoinsPerMinute(), 1, 10_000),
                reader.flag("mesh.allow-name-clash", config.allowNameClash()),
                reader.flag("mesh.allow-mnesia", config.allowMnesia())));
    switch (mesh.mode()) {
      case OFF, WATCH -> {
        // joins nobody
      }
      case ADVISE -> warnOfWhatComesToNothing(mesh.mode(), node, cluster);
      case FORM, HEAL -> {
        rejectAVisibleNode(mesh.mode(), node);
        warnOfWhatComesToNothing(mesh.mode(), node, cluster);
      }
    }
    if (mesh.mode().watches()) { // a join can be asked for by hand
      warnOfWhatIsAllowed(mesh.joins());
    }
    return mesh;
  }

  /** Who joins by {@code global} must not be what makes it hang. */
  private void rejectAVisibleNode(Mode mode, Optional<NodeSettings> node) {
    if (node.filter(settings -> !settings.hidden()).isPresent()) {
      reader.reject(
          "mesh.mode",
          code(mode),
          "off, watch, advise with nessie-cluster.node.hidden=false: a visible node disturbs"
              + " global, which closes the mesh after a join");
    }
  }

  private void warnOfWhatComesToNothing(
      Mode mode, Optional<NodeSettings> node, DnsCluster cluster) {
    String key = "nessie-cluster.mesh.mode=" + code(mode);
    if (cluster.queries().isEmpty()) {
      warnings.add(key + " joins nobody: nessie-cluster.query=ignore names no member");
    } else if (node.isEmpty()) {
      warnings.add(key + " joins nobody: without a cookie no member can be asked");
    } else if (cluster.interval().isEmpty()) {
      warnings.add(
          key
              + " joins those only whom the last round by hand has named: with"
              + " nessie-cluster.interval=off new members are not noticed");
    }
  }

  private void warnOfWhatIsAllowed(MeshSettings.Joins joins) {
    if (joins.allowNameClash()) {
      warnings.add(
          "nessie-cluster.mesh.allow-name-clash=true: islands may be joined in which the same name"
              + " is registered with global, which then ends one of the two processes");
    }
    if (joins.allowMnesia()) {
      warnings.add(
          "nessie-cluster.mesh.allow-mnesia=true: islands may be joined whose databases of mnesia"
              + " were one and have parted, which stay so (running_partitioned_network)");
    }
  }

  private static String code(Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }
}
