package io.nessiecluster.cluster.round;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.cluster.AddressFamilies;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.Question;
import io.nessiecluster.cluster.Resolver;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Asks the questions of one round after the other: all at once, bounded in time, and no question on
 * two threads.
 *
 * <p>A question for one address family that failed while the other family was answered is asked
 * again as all others are, but waited for a moment only: it goes on beside the rounds, which tell
 * its last failure until it is answered. The next round then waits for it as before.
 */
final class LookupBatch {

  /** For one that is answered as fast as the other, if it is; no delay that anybody feels. */
  private static final Duration PATIENCE = Duration.ofMillis(250);

  private final ExecutorService executor;
  private final LongSupplier nanoTime;
  private final Resolver.Lookup lookup;
  private final Duration bound;
  private final Map<Question, QuestionLookup> underWay = new HashMap<>(); // from earlier rounds
  private final Map<Question, LookupOutcome> notWaitedFor = new HashMap<>(); // its last failure

  LookupBatch(
      ExecutorService executor, LongSupplier nanoTime, Resolver.Lookup lookup, Duration bound) {
    this.executor = executor;
    this.nanoTime = nanoTime;
    this.lookup = lookup;
    this.bound = bound;
  }

  /**
   * Asks, and waits for the answers.
   *
   * @return one result for each question, in their order
   * @throws InterruptedException when interrupted; then nothing is asked any more
   */
  List<LookupResult> ask(List<Question> questions) throws InterruptedException {
    BlockingQueue<QuestionLookup> ended = new LinkedBlockingQueue<>();
    Deadline deadline = Deadline.in(bound, nanoTime);
    underWay.values().forEach(this::lookAtEarlier);
    underWay.values().removeIf(earlier -> !earlier.isUnderWay());
    Map<Question, QuestionLookup> asked = new LinkedHashMap<>();
    boolean complete = false;
    try {
      for (Question question : questions) {
        if (!underWay.containsKey(question)) {
          asked.put(question, new QuestionLookup(question, lookup, nanoTime, bound, ended));
        }
      }
      asked.values().forEach(begun -> begun.begin(executor));
      await(asked, ended, deadline);
      List<LookupResult> results =
          questions.stream().map(question -> result(question, asked)).toList();
      rememberWhatNotToWaitFor(results);
      complete = true;
      return results;
    } finally {
      if (!complete) {
        underWay.putAll(asked);
        underWay.values().forEach(QuestionLookup::cancel);
      }
    }
  }

  /** What it has come to meanwhile, beside the rounds. */
  private void lookAtEarlier(QuestionLookup earlier) {
    earlier
        .result()
        .map(LookupResult::outcome)
        .ifPresent(
            outcome -> {
              if (outcome.isFailure()) {
                notWaitedFor.replace(earlier.question(), outcome);
              } else {
                notWaitedFor.remove(earlier.question());
              }
            });
    if (earlier.deadline().passed()) {
      earlier.cancel();
    }
  }

  private void await(
      Map<Question, QuestionLookup> asked, BlockingQueue<QuestionLookup> ended, Deadline deadline)
      throws InterruptedException {
    long waitedFor = asked.keySet().stream().filter(q -> !notWaitedFor.containsKey(q)).count();
    Deadline end = waitedFor == 0 ? deadline.orIn(PATIENCE) : deadline;
    for (int left = asked.size(); left > 0; left--) {
      QuestionLookup over = ended.poll(end.nanosLeft(), TimeUnit.NANOSECONDS);
      if (over == null) {
        return;
      }
      if (!notWaitedFor.containsKey(over.question()) && --waitedFor == 0) {
        end = deadline.orIn(PATIENCE);
      }
    }
  }

  private LookupResult result(Question question, Map<Question, QuestionLookup> asked) {
    QuestionLookup begun = asked.get(question);
    if (begun != null && begun.result().isPresent()) {
      return begun.result().get();
    }
    if (begun != null) {
      underWay.put(question, begun);
    }
    LookupOutcome last = notWaitedFor.get(question);
    QuestionLookup goesOn = underWay.get(question);
    if (last != null && goesOn != null) {
      return goesOn.with(last);
    }
    if (goesOn != null) {
      goesOn.cancel();
    }
    NoAnswer none = new NoAnswer(Reason.TIMEOUT, "no outcome within " + bound.toMillis() + " ms");
    return new LookupResult(question.query(), question.type(), none, bound);
  }

  private void rememberWhatNotToWaitFor(List<LookupResult> results) {
    Map<Question, LookupOutcome> failures = new HashMap<>();
    results.forEach(result -> failures.put(Question.of(result), result.outcome()));
    failures.keySet().retainAll(AddressFamilies.brokenBesideTheOther(results));
    notWaitedFor.clear();
    notWaitedFor.putAll(failures);
  }
}
