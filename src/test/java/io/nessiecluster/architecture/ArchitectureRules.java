package io.nessiecluster.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rules of the house, for a house whose packages stand under one root. A package that does not
 * exist yet breaks no rule.
 */
public final class ArchitectureRules {

  /** A rule and the short name by which a report speaks of it. */
  public record HouseRule(String name, ArchRule rule) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final String[] FRAMEWORKS = {
    "io.quarkus..", "io.smallrye..", "io.vertx..", "jakarta..", "org.eclipse.microprofile.."
  };

  private static final Pattern SOCKET =
      Pattern.compile(
          "java\\.net\\.(Server|Datagram|Multicast)?Socket"
              + "|java\\.nio\\.channels\\.\\w*(SocketChannel|DatagramChannel)"
              + "|javax\\.net(\\.ssl)?\\.\\w*Socket\\w*");

  /** EPMD's client and server, and what the two do their reading and writing with. */
  private static final Pattern MAY_HOLD_A_SOCKET =
      Pattern.compile("Epmd(Client|Server|Connection|Registration|Socket)(\\$.*)?");

  private final String root;

  /**
   * The rules for the packages under a root.
   *
   * @param root name of the root package, such as {@code io.nessiecluster}
   */
  public ArchitectureRules(String root) {
    this.root = root;
  }

  /** Every rule. */
  public Stream<HouseRule> all() {
    Map<String, ArchRule> rules =
        Map.ofEntries(
            Map.entry("direction", classes().should(new DirectionCondition(root))),
            Map.entry("plain-domain", plainDomain()),
            Map.entry("no-framework", noFramework()),
            Map.entry("dnsjava", onlyIn(resideInAnyPackage("org.xbill.DNS.."), "dns", "demo")),
            Map.entry("sockets", socketsOnlyInTheirPlaces()),
            Map.entry("jax-rs", onlyIn(resideInAnyPackage("jakarta.ws.rs.."), "rest")),
            Map.entry("micrometer", onlyIn(resideInAnyPackage("io.micrometer.."), "metrics")),
            Map.entry("opentelemetry", openTelemetryOnlyInTracing()),
            Map.entry("strangers", strangers()),
            Map.entry("pure-protocol", pureProtocol()),
            Map.entry("time-and-randomness", timeAndRandomness()),
            Map.entry("static-state", staticState()),
            Map.entry("cycles", slices().matching(root + ".(**)").should().beFreeOfCycles()),
            Map.entry("null-marked", classes().should(new NullMarkedCondition())),
            Map.entry("names", names()));
    return rules.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(e -> new HouseRule(e.getKey(), e.getValue().allowEmptyShould(true)));
  }

  private String[] rooms(String... names) {
    return Arrays.stream(names).map(name -> root + "." + name + "..").toArray(String[]::new);
  }

  private ArchRule plainDomain() {
    return classes()
        .that()
        .resideInAnyPackage(rooms("cluster"))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "org.jspecify..", root + ".cluster..")
                .as("are of the JDK, JSpecify or the domain itself"));
  }

  private ArchRule noFramework() {
    return noClasses()
        .that()
        .resideInAnyPackage(rooms("cluster", "dns", "distribution"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(FRAMEWORKS);
  }

  private ArchRule onlyIn(DescribedPredicate<JavaClass> those, String... rooms) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(rooms(rooms))
        .should()
        .dependOnClassesThat(those);
  }

  /** The composition root hands the one object over. */
  private ArchRule openTelemetryOnlyInTracing() {
    return onlyIn(resideInAnyPackage("io.opentelemetry.."), "tracing", "app");
  }

  /** The one socket elsewhere is that of DNS over TCP: dnsjava's own keeps dead connections. */
  private ArchRule socketsOnlyInTheirPlaces() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(rooms("distribution", "demo"))
        .and()
        .doNotHaveFullyQualifiedName(root + ".dns.TcpClient")
        .should()
        .dependOnClassesThat(sockets());
  }

  private static DescribedPredicate<JavaClass> sockets() {
    return describe("are sockets", c -> SOCKET.matcher(c.getName()).matches());
  }

  /** The three parts of the protocol do not know each other. */
  private ArchRule strangers() {
    return slices()
        .matching(root + ".distribution.(*)..")
        .should()
        .notDependOnEachOther()
        .as("etf, handshake and epmd do not know each other");
  }

  private ArchRule pureProtocol() {
    return noClasses()
        .that()
        .resideInAnyPackage(
            rooms("distribution.etf", "distribution.handshake", "distribution.epmd"))
        .and(
            describe(
                "are neither EPMD's client nor its server",
                c -> !MAY_HOLD_A_SOCKET.matcher(localName(c)).matches()))
        .should()
        .dependOnClassesThat(
            sockets()
                .or(resideInAnyPackage("java.nio.channels.."))
                .or(assignableTo(InetAddress.class))
                .as("do input and output"));
  }

  private static String localName(JavaClass c) {
    return c.getName().substring(c.getPackageName().length() + 1);
  }

  private ArchRule timeAndRandomness() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(rooms("app", "demo"))
        .should()
        .accessTargetWhere(new AmbientAccess())
        .as("time, threads and randomness come in");
  }

  /** Such a field would be part of a native executable's heap, fixed when it was built. */
  private static ArchRule staticState() {
    return noFields()
        .that()
        .areStatic()
        .should()
        .haveRawType(
            assignableTo(SecureRandom.class)
                .or(assignableTo(Thread.class))
                .or(assignableTo(InetAddress.class))
                .as("SecureRandom, Thread or InetAddress"));
  }

  private static ArchRule names() {
    return noClasses().should().haveNameMatching(".*(Manager|Util|Utils|Helper|Impl)");
  }
}
