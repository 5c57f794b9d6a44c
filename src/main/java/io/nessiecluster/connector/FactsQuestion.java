package io.nessiecluster.connector;

import static io.nessiecluster.connector.RemoteFunction.APPLICATION_ENV;
import static io.nessiecluster.connector.RemoteFunction.ARGUMENT;
import static io.nessiecluster.connector.RemoteFunction.GETENV;
import static io.nessiecluster.connector.RemoteFunction.NET_TICKTIME;
import static io.nessiecluster.connector.RemoteFunction.STATISTICS;
import static io.nessiecluster.connector.RemoteFunction.SYSTEM_INFO;

import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.ListTerm;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.Tuple;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.MeshCallException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What does not change while an incarnation of a member lives. */
final class FactsQuestion {

  private static final Atom KERNEL = Term.atom("kernel");
  private static final Atom CONNECT_ALL = Term.atom("connect_all");
  private static final Atom PREVENT_OVERLAPPING_PARTITIONS =
      Term.atom("prevent_overlapping_partitions");
  private static final Atom ERROR = Term.atom("error");
  private static final Atom ONGOING_CHANGE_TO = Term.atom("ongoing_change_to");
  private static final Term FALSE_AS_TEXT = characters("false");

  /** {@code global} prevents overlapping partitions unless told otherwise since OTP 25. */
  private static final int PREVENTS_SINCE = 25;

  private FactsQuestion() {}

  static MemberFacts ask(RemoteCall call) throws MeshCallException, InterruptedException {
    String release = Answers.text(SYSTEM_INFO, call.to(SYSTEM_INFO, Term.atom("otp_release")));
    return new MemberFacts(
        release,
        uptime(call.to(STATISTICS, Term.atom("wall_clock"))),
        variable(call, "RELEASE_NAME"),
        variable(call, "RELEASE_VSN"),
        tickTime(call.to(NET_TICKTIME)),
        setting(call, PREVENT_OVERLAPPING_PARTITIONS).orElse(number(release) >= PREVENTS_SINCE),
        connectAll(call));
  }

  /** Of {@code {Total, SinceLastCall}}, in ms. */
  private static Duration uptime(Term answer) throws MeshCallException {
    if (!(answer instanceof Tuple(List<Term> clock) && clock.size() == 2)) {
      throw Answers.unlike(STATISTICS, "clock", answer);
    }
    return Duration.ofMillis(Answers.number(STATISTICS, clock.getFirst(), 0));
  }

  private static Optional<String> variable(RemoteCall call, String name)
      throws MeshCallException, InterruptedException {
    Term answer = call.to(GETENV, characters(name));
    return answer.equals(Answers.FALSE)
        ? Optional.empty()
        : Optional.of(Answers.text(GETENV, answer));
  }

  /** In seconds; the coming one while it changes. */
  private static long tickTime(Term answer) throws MeshCallException {
    Term time = Answers.isTagged(answer, ONGOING_CHANGE_TO) ? ((Tuple) answer).get(1) : answer;
    return Answers.number(NET_TICKTIME, time, 1);
  }

  private static boolean connectAll(RemoteCall call)
      throws MeshCallException, InterruptedException {
    Optional<Boolean> set = setting(call, CONNECT_ALL); // by global itself since OTP 25
    return set.isPresent() ? set.get() : !isArgument(call, CONNECT_ALL, FALSE_AS_TEXT);
  }

  private static Optional<Boolean> setting(RemoteCall call, Atom name)
      throws MeshCallException, InterruptedException {
    Term answer = call.to(APPLICATION_ENV, KERNEL, name);
    if (answer.equals(Answers.UNDEFINED)) {
      return Optional.empty();
    }
    if (answer.equals(Term.tuple(Answers.OK, Answers.TRUE))) {
      return Optional.of(true);
    }
    if (answer.equals(Term.tuple(Answers.OK, Answers.FALSE))) {
      return Optional.of(false);
    }
    throw Answers.unlike(APPLICATION_ENV, "boolean", answer);
  }

  /** Whether the first value of an argument of the command line is this one. */
  private static boolean isArgument(RemoteCall call, Atom name, Term value)
      throws MeshCallException, InterruptedException {
    Term answer = call.to(ARGUMENT, name);
    if (answer.equals(ERROR)) {
      return false;
    }
    if (!Answers.isTagged(answer, Answers.OK)) {
      throw Answers.unlike(ARGUMENT, "argument", answer);
    }
    List<Term> uses = Answers.list(ARGUMENT, ((Tuple) answer).get(1));
    return !uses.isEmpty()
        && uses.getFirst() instanceof ListTerm(List<Term> values)
        && !values.isEmpty()
        && values.getFirst().equals(value);
  }

  /** The number of a release such as {@code 27}; 0 when it is none. */
  private static int number(String release) {
    return release.matches("\\d{1,4}") ? Integer.parseInt(release) : 0;
  }

  private static Term characters(String text) {
    return ListTerm.ofBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
