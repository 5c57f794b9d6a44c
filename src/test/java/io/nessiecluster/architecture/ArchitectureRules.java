package io.nessiecluster.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
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
            Map.entry("plain-domain", onlyPlainJava("cluster", "mesh")),
            Map.entry("plain-distribution", onlyPlainJava("distribution", "base")),
            Map.entry("inner-rooms", innerRooms()),
            Map.entry("calls", callsOnlyFromTheClosedList()),
            Map.entry("call-handler", callsAnsweredOnlyInTheDemo()),
            Map.entry("simple-names", classes().should(new OneSimpleNameCondition())),
            Map.entry("no-framework", noFramework()),
            Map.entry("dnsjava", onlyIn(resideInAnyPackage("org.xbill.DNS.."), "dns", "demo")),
            Map.entry("sockets", socketsOnlyInTheirPlaces()),
            Map.entry("jax-rs", onlyIn(resideInAnyPackage("jakarta.ws.rs.."), "rest", "page")),
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

  /** Of the JDK and JSpecify alone, but for the rooms themselves and what every room may use. */
  private ArchRule onlyPlainJava(String... names) {
    return classes()
        .that()
        .resideInAnyPackage(rooms(names))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "javax.net..", "org.jspecify..")
                .or(resideInAnyPackage(rooms(names)))
                .or(resideInAnyPackage(rooms("base")))
                .as("are of the JDK, JSpecify or the room itself"));
  }

  /** They are public for the distribution's own door, and for nobody else. */
  private ArchRule innerRooms() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(rooms("distribution"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            rooms("distribution.transport", "distribution.control", "distribution.call"));
  }

  /** What is ever called at a peer stands in one class. */
  private ArchRule callsOnlyFromTheClosedList() {
    return noClasses()
        .that()
        .doNotHaveFullyQualifiedName(root + ".connector.ErlangMeshCalls")
        .and()
        .resideOutsideOfPackage(root + ".distribution")
        .should()
        .accessTargetWhere(
            describe(
                "calls a function at a peer",
                access ->
                    access.getTargetOwner().getName().equals(root + ".distribution.ErlangNode")
                        && access.getName().equals("call")));
  }

  /** A node of the service refuses calls: who has the cookie shall not make it work. */
  private ArchRule callsAnsweredOnlyInTheDemo() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(rooms("distribution", "demo"))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(root + ".distribution.CallHandler")
        .orShould()
        .accessTargetWhere(
            describe( // by a lambda, of which byte code does not tell what it implements
                "sets a call handler",
                access ->
                    access.getTargetOwner().getName().equals(root + ".distribution.NodeSettings")
                        && access.getName().equals("withCallHandler")));
  }

  private ArchRule noFramework() {
    return noClasses()
        .that()
        .resideInAnyPackage(rooms("base", "cluster", "mesh", "dns", "distribution", "connector"))
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

  /**
   * The sockets elsewhere are the DNS's two: dnsjava's own end at the first datagram, and keep dead
   * connections.
   */
  private ArchRule socketsOnlyInTheirPlaces() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(rooms("distribution", "demo"))
        .and()
        .doNotHaveFullyQualifiedName(root + ".dns.TcpClient")
        .and()
        .doNotHaveFullyQualifiedName(root + ".dns.UdpClient")
        .should()
        .dependOnClassesThat(sockets());
  }

  private static DescribedPredicate<JavaClass> sockets() {
    return describe("are sockets", c -> SOCKET.matcher(c.getName()).matches());
  }

  /** Control messages are made of terms; else the four parts of the protocol know nobody. */
  private ArchRule strangers() {
    return slices()
        .matching(root + ".distribution.(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(
            resideInAnyPackage(rooms("distribution.control")),
            resideInAnyPackage(rooms("distribution.etf")))
        .ignoreDependency(
            resideInAnyPackage(rooms("distribution.call", "distribution.transport")),
            DescribedPredicate.alwaysTrue())
        .as("etf, handshake, epmd and control do not know each other, but for control's terms");
  }

  private ArchRule pureProtocol() {
    return noClasses()
        .that()
        .resideInAnyPackage(
            rooms(
                "distribution.etf",
                "distribution.handshake",
                "distribution.epmd",
                "distribution.control"))
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
        .accessTargetWhere(new AmbientAccess().and(not(fromASystemDoor())))
        .as("time, threads and randomness come in");
  }

  /** What a user of the library takes the system's own from: these two methods, and no other. */
  private DescribedPredicate<JavaAccess<?>> fromASystemDoor() {
    Set<String> doors = Set.of(root + ".cluster.Environment", root + ".distribution.NodeRuntime");
    return describe(
        "is from system()",
        access ->
            doors.contains(access.getOriginOwner().getName())
                && access.getOrigin().getName().equals("system"));
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
