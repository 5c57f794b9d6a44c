package io.nessiecluster.connector;

import static io.nessiecluster.distribution.etf.Term.atom;
import static io.nessiecluster.distribution.etf.Term.integer;
import static io.nessiecluster.distribution.etf.Term.list;
import static io.nessiecluster.distribution.etf.Term.tuple;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.distribution.Cookie;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.distribution.TestNodes;
import io.nessiecluster.distribution.etf.ListTerm;
import io.nessiecluster.distribution.etf.MapTerm;
import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.TermArbitraries;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.MeshCallException.Reason;
import io.nessiecluster.mesh.Vitals;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What is made of the facts and vitals that a member tells, and of what is none. */
class MemberQuestionsTest {

  private static final Term TRUE = tuple(atom("ok"), atom("true"));
  private static final NodeSettings SETTINGS =
      NodeSettings.of("us@127.0.0.1", Cookie.of("secret"), TestNodes.LOOPBACK);

  private final PlayedMember member =
      new PlayedMember()
          .answers(
              RemoteFunction.SYSTEM_INFO,
              item -> item.getFirst().equals(atom("otp_release")) ? text("27") : integer(9))
          .returns(RemoteFunction.STATISTICS, tuple(integer(300_000), integer(7)))
          .returns(RemoteFunction.APPLICATION_KEY, atom("undefined"))
          .returns(RemoteFunction.GETENV, atom("false"))
          .returns(RemoteFunction.NET_TICKTIME, integer(60))
          .returns(RemoteFunction.APPLICATION_ENV, TRUE)
          .returns(RemoteFunction.ARGUMENT, atom("error"))
          .returns(RemoteFunction.WHEREIS, atom("undefined"))
          .returns(RemoteFunction.TABLE_INFO, integer(0));

  private static Term text(String text) {
    return ListTerm.ofBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private MemberFacts facts() throws Exception {
    return FactsQuestion.ask(member);
  }

  private Vitals vitals() throws Exception {
    return VitalsQuestion.ask(member);
  }

  private String badAnswer(RemoteFunction function, Term answer, RemoteQuestion question) {
    member.returns(function, answer);
    try {
      throw new AssertionError("an answer: " + question.ask());
    } catch (MeshCallException e) {
      assertThat(e.reason()).isEqualTo(Reason.BAD_ANSWER);
      return e.detail();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @FunctionalInterface
  private interface RemoteQuestion {
    Object ask() throws Exception;
  }

  @Test
  void nothingButWhatFactsAreMadeOfIsAsked() throws Exception {
    assertThat(facts())
        .isEqualTo(
            new MemberFacts(
                "27", Duration.ofMinutes(5), Optional.empty(), Optional.empty(), 60, true, true));
    assertThat(member.asked())
        .containsExactly(
            "erlang:system_info(otp_release)",
            "erlang:statistics(wall_clock)",
            "os:getenv(\"RELEASE_NAME\")",
            "os:getenv(\"RELEASE_VSN\")",
            "net_kernel:get_net_ticktime()",
            "application:get_env(kernel, prevent_overlapping_partitions)",
            "application:get_env(kernel, connect_all)");
  }

  @Test
  void theDefaultsAreThoseOfTheRelease() throws Exception {
    member.returns(RemoteFunction.APPLICATION_ENV, atom("undefined"));
    assertThat(facts().preventOverlappingPartitions()).isTrue();
    assertThat(facts().connectAll()).isTrue();

    member.returns(RemoteFunction.SYSTEM_INFO, text("24"));
    assertThat(facts().preventOverlappingPartitions()).isFalse();
    member.returns(RemoteFunction.ARGUMENT, tuple(atom("ok"), list(list(text("false")))));
    assertThat(facts().connectAll()).isFalse();
    member.returns(RemoteFunction.ARGUMENT, tuple(atom("ok"), list(list(text("true")))));
    assertThat(facts().connectAll()).isTrue();
    member.returns(RemoteFunction.ARGUMENT, tuple(atom("ok"), list()));
    assertThat(facts().connectAll()).isTrue();
  }

  @Test
  void aVersionIsPrintableAndCut() throws Exception {
    member.returns(RemoteFunction.GETENV, text("1.0\n\u0007" + "x".repeat(1000)));

    String version = facts().releaseVersion().orElseThrow();

    assertThat(version).startsWith("1.0\\u{A}\\u{7}x").endsWith("x…").hasSize(256);
  }

  @Test
  void aVersionMayHoldAnyCharacterThatShows() throws Exception {
    member.returns(RemoteFunction.GETENV, list(integer(0x1f995), integer(0x20ac), integer('1')));

    assertThat(facts().releaseVersion()).hasValue("🦕€1");
  }

  @Test
  void factsThatAreNoneAreBadAnswers() {
    assertThat(badAnswer(RemoteFunction.GETENV, list(integer(0x110000)), this::facts))
        .startsWith("os:getenv/1: no text but ");
    assertThat(badAnswer(RemoteFunction.GETENV, atom("true"), this::facts)).contains("no list");
    member.returns(RemoteFunction.GETENV, atom("false"));
    assertThat(badAnswer(RemoteFunction.NET_TICKTIME, integer(0), this::facts))
        .isEqualTo("net_kernel:get_net_ticktime/0: no number of at least 1 but 0");
    member.returns(RemoteFunction.NET_TICKTIME, integer(60));
    assertThat(badAnswer(RemoteFunction.APPLICATION_ENV, atom("true"), this::facts))
        .contains("no boolean but true");
  }

  @Test
  void whereNoMnesiaRunsItIsNotAskedAndWhereNoLocksAreNoTableIsRead() throws Exception {
    assertThat(vitals())
        .isEqualTo(
            new Vitals(
                new Vitals.Usage(9, 9),
                new Vitals.Usage(9, 9),
                new Vitals.Usage(9, 9),
                Optional.empty(),
                List.of(),
                0,
                Set.of()));
    assertThat(member.asked())
        .containsExactly(
            "erlang:system_info(process_count)",
            "erlang:system_info(process_limit)",
            "erlang:system_info(atom_count)",
            "erlang:system_info(atom_limit)",
            "erlang:system_info(port_count)",
            "erlang:system_info(port_limit)",
            "erlang:whereis(mnesia_sup)",
            "ets:info(global_locks, size)",
            "ets:info(global_names, size)",
            "application:get_key(rabbit, vsn)",
            "application:get_key(emqx, vsn)");
  }

  @Test
  void mnesiaTellsItsNodes() throws Exception {
    member
        .returns(RemoteFunction.WHEREIS, new Pid(atom("a@h"), 1, 0, 1))
        .answers(
            RemoteFunction.MNESIA_INFO,
            item ->
                item.getFirst().equals(atom("db_nodes"))
                    ? list(atom("a@h"), atom("b@h"))
                    : list(atom("a@h")));

    assertThat(vitals().mnesia())
        .hasValue(
            new Vitals.MnesiaNodes(
                Set.of(new NodeName("a@h"), new NodeName("b@h")), Set.of(new NodeName("a@h"))));
  }

  @Test
  void locksAreToldInErlangsNotationAndOthersAreOtherLinesEvenIfTheyAreCut() throws Exception {
    Term end = atom("$end_of_table");
    Term one = tuple(text("x".repeat(9000) + "1"), atom("a\n"));
    Term other = tuple(text("y".repeat(300) + "2"), atom("b"));
    Term likeIt = tuple(text("y".repeat(300) + "3"), atom("b"));
    member
        .returns(RemoteFunction.TABLE_INFO, integer(3))
        .returns(RemoteFunction.TABLE_SELECT, tuple(list(one, other, likeIt), end));

    assertThat(vitals().locks())
        .hasSize(3)
        .doesNotHaveDuplicates()
        .allSatisfy(lock -> assertThat(lock.resource()).hasSizeLessThanOrEqualTo(256))
        .first()
        .extracting(Vitals.GlobalLock::requester)
        .isEqualTo("'a\\n'");
    member.returns(RemoteFunction.TABLE_SELECT, end);
    assertThat(vitals().locks()).isEmpty();
  }

  @Test
  void vitalsThatAreNoneAreBadAnswers() {
    Term tooMany = new ListTerm(Collections.nCopies(17, tuple(atom("a"), atom("b"))));
    member.returns(RemoteFunction.TABLE_INFO, integer(1));
    assertThat(badAnswer(RemoteFunction.TABLE_SELECT, tuple(tooMany, atom("more")), this::vitals))
        .startsWith("ets:select/3: no lock");
    assertThat(badAnswer(RemoteFunction.TABLE_INFO, atom("undefined"), this::vitals))
        .startsWith("ets:info/2: no number");
    assertThat(badAnswer(RemoteFunction.WHEREIS, integer(1), this::vitals))
        .startsWith("erlang:whereis/1: no process");
    assertThat(badAnswer(RemoteFunction.SYSTEM_INFO, integer(0), this::vitals))
        .isEqualTo("erlang:system_info/1: no number of at least 1 but 0");
  }

  @Test
  void aFunctionThatIsNotThereIsABadAnswer() {
    assertThatThrownBy(() -> FactsQuestion.ask(new PlayedMember()))
        .isInstanceOf(MeshCallException.class)
        .hasMessage("erlang:system_info/1: there is no such function");
  }

  /** Terms of any kind, by themselves or where a part of a good answer stands. */
  @Provide
  Arbitrary<Term> answers() {
    Arbitrary<Term> any = TermArbitraries.terms();
    Map<Term, Term> visible = Map.of(atom("node_type"), atom("visible"));
    return Arbitraries.oneOf(
        any,
        any.map(Term::list),
        any.map(term -> tuple(atom("ok"), term)),
        any.map(term -> tuple(atom("error"), term)),
        any.map(term -> tuple(atom("port"), term, integer(6))),
        any.map(term -> tuple(list(tuple(term, term)), atom("more"))),
        any.map(term -> list(tuple(atom("a@h"), term))),
        any.map(term -> list(tuple(term, new MapTerm(visible)))),
        any.map(term -> list(tuple(atom("a@h"), new MapTerm(Map.of(term, integer(1)))))));
  }

  /** Whatever comes: an answer, or one line that says that it is none. */
  @Property(tries = 1000)
  void noAnswerBringsAnythingElseAbout(@ForAll("answers") Term answer) {
    PlayedMember any = new PlayedMember();
    for (RemoteFunction function : RemoteFunction.values()) {
      any.returns(function, answer);
    }
    NodeName to = new NodeName("b@10.0.0.2");
    Duration second = Duration.ofSeconds(1);
    List<RemoteQuestion> questions =
        List.of(
            () -> new ViewQuestion().withConnections(any),
            () -> new ViewQuestion().plainly(any),
            () -> FactsQuestion.ask(any),
            () -> VitalsQuestion.ask(any),
            () -> ReachQuestion.ask(any, to, SETTINGS, second),
            () -> ReachQuestion.ask(any, to, SETTINGS.withPeerPort(7), second));
    for (RemoteQuestion question : questions) {
      try {
        assertThat(question.ask()).isNotNull();
      } catch (MeshCallException e) {
        assertThat(e.reason()).isEqualTo(Reason.BAD_ANSWER);
        assertThat(e.detail()).hasLineCount(1).hasSizeLessThan(256);
      } catch (Exception e) {
        throw new AssertionError("of " + answer, e);
      }
    }
  }
}
