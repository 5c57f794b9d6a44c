package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What was found about one thing above the links.
 *
 * @param since when the status became what it is
 * @param evidence one line: what was found, and where
 * @param nodes whom it concerns, by name, the first 100
 */
public record Check(Id id, Status status, Instant since, String evidence, List<NodeName> nodes) {

  public Check {
    nodes = List.copyOf(nodes);
  }

  /** What is looked at. */
  public enum Id {
    /** All members run one release. */
    RELEASE_EQUAL,
    /** All members run one OTP. */
    OTP_EQUAL,
    /** All members have the same settings of distribution. */
    SETTINGS_EQUAL,
    /** Nobody else is in the mesh. */
    MEMBERS_PURE,
    /** The database of each member runs at all its connected nodes. */
    MNESIA_WHOLE,
    /** Nobody holds a lock of global for long. */
    GLOBAL_FREE,
    /** No name is registered with global in two islands. */
    NAMES_UNIQUE,
    /** No member is near the limit of its processes, atoms or ports. */
    LIMITS,
    /** As many members as expected, and all that discovery names are linked. */
    EXPECTED;

    /** The stable name in JSON and metrics. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What came of it. */
  public enum Status {
    PASS,
    WARN,
    FAIL,
    /** Nobody could be asked. */
    UNKNOWN,
    /** It does not apply, or was left out to spare a slow member. */
    SKIPPED;

    /** The stable name in JSON. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
