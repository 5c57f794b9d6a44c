package io.nessiecluster.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.List;
import java.util.Optional;

/**
 * Every setting of the service. Values are texts here, so that the composition root can tell in one
 * line which key holds which wrong value and what is allowed. One that is set to nothing reads as
 * empty, and is as wrong as any other, but for those keys that may be left out.
 *
 * <p>Each key is also an environment variable: {@code nessie-cluster.dns.max-backoff} is {@code
 * NESSIE_CLUSTER_DNS_MAX_BACKOFF}. Durations are written {@code 500ms}, {@code 5s}, {@code 2m},
 * {@code 1h} or as in ISO-8601 ({@code PT5S}).
 */
@ConfigMapping(prefix = "nessie-cluster")
public interface ClusterConfig {

  /** Name of this discovery in logs, metrics and JSON. */
  @WithDefault("nessie_cluster")
  Optional<String> name();

  /**
   * List of {@code name} or {@code basename=name}; {@code ignore} turns discovery off. With {@code
   * names=peer}, {@code *=name} is for nodes of any basename.
   */
  @WithDefault("${DISCOVERY_DNS_NAME:ignore}")
  Optional<List<String>> query();

  /** What nodes are called: {@code address}, as they are dialled, or {@code peer}, as they say. */
  @WithDefault("address")
  Optional<String> names();

  /** Which records to ask for: {@code A}, {@code AAAA}, {@code SRV}. */
  @WithDefault("A,AAAA")
  Optional<List<String>> resourceTypes();

  /** Delay from the end of a round to the next, at least 1 s; {@code off} = by hand only. */
  @WithDefault("5s")
  Optional<String> interval();

  /** The largest share of the interval that is added at random, 0 to 1. */
  @WithDefault("0.1")
  Optional<String> jitter();

  /** When rounds run. */
  Poll poll();

  /** Bound on one dial, EPMD and handshake included. */
  @WithDefault("7s")
  Optional<String> connectTimeout();

  /** Dials under way at once, 1 to 10000. */
  @WithDefault("256")
  Optional<String> connectConcurrency();

  /** What becomes of a node that the DNS no longer names: {@code keep} or {@code disconnect}. */
  @WithDefault("keep")
  Optional<String> onVanish();

  /** For how long a vanished node is left alone. */
  @WithDefault("60s")
  Optional<String> vanishGrace();

  /** The name servers. */
  Dns dns();

  /** The own node. */
  Node node();

  /** Where peers reach the own node. */
  Distribution distribution();

  /** The port mapper daemon of Erlang. */
  Epmd epmd();

  /** TLS for the distribution. */
  Tls tls();

  /** File that holds the cookie; needed for the node to be alive. */
  Optional<String> cookieFile();

  /** The cookie itself; a file is safer, for the environment of a process is easily read. */
  Optional<String> cookie();

  /** What becomes of a line end behind the cookie: {@code strip} or {@code keep}. */
  @WithDefault("strip")
  Optional<String> cookieLineEnd();

  /** For how long a peer that dials may prove the former cookie, once that of the file changed. */
  @WithDefault("0s")
  Optional<String> cookieOverlap();

  /** A peer that is silent for about this long is lost; at least 1 s. */
  @WithDefault("60s")
  Optional<String> netTicktime();

  /** Watching the mesh between the nodes. */
  Mesh mesh();

  /** Extra bounds on readiness. */
  Readiness readiness();

  /** What is kept in memory. */
  History history();

  /** The control plane. */
  Api api();

  /** What people look at. */
  Page page();

  /** Settings of when rounds run. */
  interface Poll {
    /** Whether rounds follow each second for a while after a change or a first failure. */
    @WithDefault("true")
    Optional<String> eager();
  }

  /** Settings of the name servers. */
  interface Dns {
    /** Servers as {@code host[:port]}; none = those of resolv.conf. */
    Optional<List<String>> servers();

    /** Bound on one try at one server. */
    @WithDefault("2s")
    Optional<String> timeout();

    /** Bound on the interval as it doubles while every lookup fails. */
    @WithName("max-backoff")
    @WithDefault("30s")
    Optional<String> maxBackoff();
  }

  /** Settings of the own node. */
  interface Node {
    /** Its name, {@code basename@address}; the address is the one that peers dial. */
    @WithDefault("nessie_cluster@127.0.0.1")
    Optional<String> name();

    /** Whether it is a hidden node. */
    @WithDefault("true")
    Optional<String> hidden();

    /** Address to listen at; none = the address in the name. */
    Optional<String> bind();
  }

  /** Settings of the ports of distribution, ours and the peers'. */
  interface Distribution {
    /** Port to listen at; 0 = any. */
    @WithDefault("4370")
    Optional<String> port();

    /** Port at which every peer listens, EPMD or not; none = ask the EPMD of each. */
    Optional<String> peerPort();
  }

  /** Settings of EPMD. */
  interface Epmd {
    /** {@code auto}, {@code embedded}, {@code external} or {@code none}. */
    @WithDefault("auto")
    Optional<String> mode();

    /** Port of EPMD, here and at every peer. */
    @WithDefault("4369")
    Optional<String> port();
  }

  /** Settings of TLS for the distribution. */
  interface Tls {
    /** Name of a TLS configuration ({@code quarkus.tls.NAME.*}); none = plain TCP. */
    Optional<String> configurationName();

    /** Whether a node that dials must show a certificate that is trusted. */
    @WithDefault("true")
    Optional<String> mutual();
  }

  /** Settings of the mesh. */
  interface Mesh {
    /**
     * {@code watch}: members are asked whom they see; {@code advise}: what would be joined is told;
     * {@code form}: members that have just started are joined; {@code heal}: what is broken is
     * mended, too; {@code off}: no member is ever asked.
     */
    @WithDefault("watch")
    Optional<String> mode();

    /** Delay from the end of a sweep over the members to the next, at least 1 s. */
    @WithDefault("5s")
    Optional<String> interval();

    /** For how long a mesh must stand before it is judged. */
    @WithDefault("20s")
    Optional<String> stableFor();

    /** For how long members may differ in release or OTP, as they do in a rollout. */
    @WithDefault("30m")
    Optional<String> skewFor();

    /** Fewer members than this is a failing check. */
    @WithDefault("0")
    Optional<String> minMembers();

    /** How many newcomers are joined in a minute at most, 1 to 10000. */
    @WithDefault("60")
    Optional<String> maxJoinsPerMinute();

    /**
     * Whether islands are joined though a name is registered with {@code global} in both: of each,
     * {@code global} ends one of the two processes.
     */
    @WithDefault("false")
    Optional<String> allowNameClash();

    /** Whether islands are joined whose databases of mnesia were one. */
    @WithDefault("false")
    Optional<String> allowMnesia();
  }

  /** Settings of the readiness probe. */
  interface Readiness {
    /** How many peers must be connected. */
    @WithDefault("0")
    Optional<String> minNodes();

    /** Whether the last round must have had an answer from the DNS. */
    @WithDefault("false")
    Optional<String> requireDnsAnswer();

    /** Whether the mesh must be whole, or be one of a single member. */
    @WithDefault("false")
    Optional<String> requireWholeMesh();
  }

  /** Settings of the history. */
  interface History {
    /** Rounds kept, 0 to 10000. */
    @WithDefault("100")
    Optional<String> rounds();

    /** Events kept of each known node, 0 to 1000. */
    @WithDefault("16")
    Optional<String> eventsPerNode();
  }

  /** Settings of the control plane. */
  interface Api {
    /** Whether the routes that change what runs are closed. */
    @WithDefault("true")
    Optional<String> readOnly();

    /** File that holds the bearer token of those routes. */
    Optional<String> tokenFile();

    /** Readers of the events at once, 0 to 100000. */
    @WithDefault("1024")
    Optional<String> maxEventReaders();

    /** From the end of a round by hand to the beginning of the next, up to 1 m. */
    @WithDefault("500ms")
    Optional<String> discoverGap();
  }

  /** Settings of what people look at. */
  interface Page {
    /** Whether browsers get the page at {@code /}; a terminal gets the text all the same. */
    @WithDefault("true")
    Optional<String> enabled();
  }
}
