package io.nessiecluster.cluster;

import io.nessiecluster.base.NodeNames;
import java.util.Optional;
import java.util.regex.Pattern;

/** What discovery asks the DNS for. */
public sealed interface DnsQuery {

  /** No lookup and no connection, as in a development environment without a cluster. */
  record Ignore() implements DnsQuery {}

  /**
   * A DNS name whose addresses are nodes.
   *
   * @param name up to 253 characters in labels of up to 63 (RFC 1035, section 2.3.4); a trailing
   *     dot makes it absolute, otherwise the resolver's search list applies
   * @param basename the basename of the nodes there; empty = that of the own node; {@link
   *     PeerNames#ANY}, which needs {@link Naming.ByPeer}, = any
   */
  record Name(String name, Optional<String> basename) implements DnsQuery {

    private static final Pattern DNS_NAME =
        Pattern.compile(
            "[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,62}))*\\.?");
    private static final int MAX_NAME_LENGTH = 253;

    public Name {
      int length = name.endsWith(".") ? name.length() - 1 : name.length();
      if (length > MAX_NAME_LENGTH || !DNS_NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "'"
                + name
                + "' is not a DNS name: labels of 1 to 63 letters, digits, '-' and '_' (not first a '-'),"
                + " joined by dots, up to 253 characters");
      }
      basename.ifPresent(
          text -> {
            if (!text.equals(PeerNames.ANY) && !NodeNames.isBasename(text)) {
              throw new IllegalArgumentException(
                  "'"
                      + text
                      + "' is not a basename: 1 to 200 letters, digits, '-' and '_', without '@', or '*' alone");
            }
          });
    }

    /** Whether it is for every node that there is. */
    public boolean isOfAnyBasename() {
      return basename.equals(Optional.of(PeerNames.ANY));
    }

    /** A query for nodes of the own basename. */
    public Name(String name) {
      this(name, Optional.empty());
    }
  }

  /**
   * Reads {@code ignore}, {@code name} or {@code basename=name}.
   *
   * @throws IllegalArgumentException naming what is wrong and what is allowed
   */
  static DnsQuery parse(String text) {
    if (text.equalsIgnoreCase("ignore")) {
      return new Ignore();
    }
    int equals = text.indexOf('=');
    return equals < 0
        ? new Name(text)
        : new Name(text.substring(equals + 1), Optional.of(text.substring(0, equals)));
  }
}
