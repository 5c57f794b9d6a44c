package io.nessiecluster;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import io.nessiecluster.architecture.ArchitectureRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house rules of CONTRIBUTING.md hold, and each of them is able to fail. */
class ArchitectureTest {

  private static final String ROOT = "io.nessiecluster";
  private static final String FIXTURES = "io.nessiecluster.architecture.fixtures";

  private static final Pattern FIRST_CLASS_OF_A_LINE =
      Pattern.compile("(?m)^\\W*[\\w ]+<" + Pattern.quote(FIXTURES) + "\\.([a-z.]+\\.[A-Z]\\w*)");

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);
  private static final JavaClasses BAD_HOUSE = new ClassFileImporter().importPackages(FIXTURES);

  /** Which class of the bad house breaks which rule; the other classes there keep to it. */
  private static final Map<String, Set<String>> OFFENDERS =
      Map.ofEntries(
          entry(
              "direction",
              Set.of(
                  "cluster.DomainThatSeesAnAdapter",
                  "distribution.ConnectionThatSeesTheDomain",
                  "rest.ResourceThatSeesTheSettings",
                  "page.PageOverTheApi",
                  "http.StreamThatKnowsAnAnswer",
                  "app.CompositionThatSeesTheDemo",
                  "cluster.feed.FeedThatSeesTheRound",
                  "attic.ClassWithoutARoom")),
          entry("inner-rooms", Set.of("connector.ConnectorThatSeesTheTransport")),
          entry("calls", Set.of("connector.ConnectorThatCalls")),
          entry(
              "call-handler",
              Set.of("connector.ConnectorThatAnswers", "app.CompositionThatAnswers")),
          entry("simple-names", Set.of("cluster.round.Dialler", "distribution.Dialler")),
          entry("plain-distribution", Set.of("distribution.ConnectionThatSeesTheDomain")),
          entry(
              "plain-domain",
              Set.of("cluster.DomainWithFramework", "cluster.DomainThatSeesAnAdapter")),
          entry("no-framework", Set.of("cluster.DomainWithFramework")),
          entry("dnsjava", Set.of("config.SettingsOverHttp")),
          entry("sockets", Set.of("cluster.DomainWithSocket", "dns.LookupOverSocket")),
          entry("jax-rs", Set.of("config.SettingsOverHttp")),
          entry("micrometer", Set.of("rest.ResourceThatMeasures")),
          entry("opentelemetry", Set.of("rest.ResourceThatTraces")),
          entry("strangers", Set.of("distribution.handshake.HandshakeThatKnowsTerms")),
          entry(
              "pure-protocol",
              Set.of(
                  "distribution.handshake.HandshakeOverChannel", "distribution.epmd.AliveRequest")),
          entry(
              "time-and-randomness",
              Set.of(
                  "cluster.DomainWithClock",
                  "cluster.Environment",
                  "distribution.handshake.HandshakeOverChannel",
                  "attic.ClassWithoutARoom")),
          entry(
              "static-state",
              Set.of(
                  "dns.LookupHelper",
                  "distribution.handshake.HandshakeOverChannel",
                  "attic.ClassWithoutARoom")),
          entry(
              "cycles",
              Set.of(
                  "cluster.DomainThatSeesAnAdapter",
                  "dns.LookupOverDns",
                  "app.CompositionThatSeesTheDemo",
                  "demo.World")),
          entry("null-marked", Set.of("health.CheckInAnUnmarkedPackage")),
          entry("names", Set.of("dns.LookupHelper")));

  static Stream<ArchitectureRules.HouseRule> houseRules() {
    return new ArchitectureRules(ROOT).all();
  }

  static Stream<ArchitectureRules.HouseRule> sameRulesForTheBadHouse() {
    return new ArchitectureRules(FIXTURES).all();
  }

  @Test
  void theHouseIsNotEmpty() {
    assertThat(HOUSE.stream().map(c -> c.getPackageName())).contains(ROOT + ".cluster");
  }

  @ParameterizedTest
  @MethodSource("houseRules")
  void theHouseKeepsTheRule(ArchitectureRules.HouseRule rule) {
    rule.rule().check(HOUSE);
  }

  @ParameterizedTest
  @MethodSource("sameRulesForTheBadHouse")
  void theRuleFindsItsOffendersAndNobodyElse(ArchitectureRules.HouseRule rule) {
    EvaluationResult result = rule.rule().evaluate(BAD_HOUSE);

    List<String> details = result.getFailureReport().getDetails();
    Set<String> found =
        details.stream()
            .flatMap(detail -> FIRST_CLASS_OF_A_LINE.matcher(detail).results())
            .map(match -> match.group(1))
            .collect(Collectors.toSet());
    assertThat(found).as(() -> String.join("\n", details)).isEqualTo(OFFENDERS.get(rule.name()));
  }
}
