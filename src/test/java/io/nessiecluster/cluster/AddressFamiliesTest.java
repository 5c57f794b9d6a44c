package io.nessiecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.LookupOutcome.Answer;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.PartialAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a round's lookups say of their names and questions together. */
class AddressFamiliesTest {

  private static final LookupOutcome ANSWER = new Answer(List.of("10.0.0.2"), Duration.ZERO);
  private static final LookupOutcome NO_DATA = new NoAnswer(Reason.NO_DATA, "");
  private static final NoAnswer FAILURE = new NoAnswer(Reason.TIMEOUT, "");
  private static final LookupOutcome PART =
      new PartialAnswer(List.of("10.0.0.2"), Duration.ZERO, FAILURE);

  @Test
  void aNameThatIsAnsweredInOneFamilyIsAnswered() {
    assertThat(answered(of("a.", RecordType.A, ANSWER), of("a.", RecordType.AAAA, FAILURE)))
        .isTrue();
    assertThat(answered(of("a.", RecordType.A, FAILURE), of("a.", RecordType.AAAA, ANSWER)))
        .isTrue();
    assertThat(answered(of("a.", RecordType.A, NO_DATA), of("a.", RecordType.AAAA, NO_DATA)))
        .isTrue();
  }

  @Test
  void neitherAPartNorAbsenceNorAnotherNameMakesUpForAFailure() {
    assertThat(answered(of("a.", RecordType.A, PART), of("a.", RecordType.AAAA, FAILURE)))
        .isFalse();
    assertThat(answered(of("a.", RecordType.A, NO_DATA), of("a.", RecordType.AAAA, FAILURE)))
        .isFalse();
    assertThat(answered(of("b.", RecordType.A, ANSWER), of("a.", RecordType.AAAA, FAILURE)))
        .isFalse();
    assertThat(answered(of("a.", RecordType.A, ANSWER), of("a.", RecordType.SRV, FAILURE)))
        .isFalse();
  }

  @Test
  void aQuestionIsSettledByCompleteAnswersAlone() {
    List<LookupResult> lookups =
        List.of(
            of("a.", RecordType.A, ANSWER),
            of("a.", RecordType.AAAA, NO_DATA),
            of("b.", RecordType.A, PART),
            of("b.", RecordType.AAAA, FAILURE),
            of("c.", RecordType.A, ANSWER),
            of("c.", RecordType.A, FAILURE));

    assertThat(Question.settled(lookups))
        .containsExactlyInAnyOrder(
            new Question("a.", RecordType.A), new Question("a.", RecordType.AAAA));
  }

  private static boolean answered(LookupResult... lookups) {
    return AddressFamilies.areAnswered(List.of(lookups));
  }

  private static LookupResult of(String name, RecordType type, LookupOutcome outcome) {
    return new LookupResult(name, type, outcome, Duration.ZERO);
  }
}
