package io.nessiecluster.connector;

import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.mesh.MeshCallException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;

/**
 * Calls at one member, several under way at once: most of what a call costs a BEAM is to wake up
 * for it, and so it wakes up once for all of them.
 *
 * @param threads makes one for each call that is under way beside others
 */
record AtOnce(RemoteCall call, ThreadFactory threads) implements RemoteCall {

  @Override
  public Optional<Term> ifDefined(RemoteFunction function, Term... arguments)
      throws MeshCallException, InterruptedException {
    return call.ifDefined(function, arguments);
  }

  /** As the first of them fails, so does this; then, or when interrupted, all are given up. */
  @Override
  public List<Term> toAll(List<Asked> questions) throws MeshCallException, InterruptedException {
    List<FutureTask<Term>> tasks =
        questions.stream().map(question -> new FutureTask<>(() -> question.of(call))).toList();
    try {
      tasks.forEach(task -> threads.newThread(task).start());
      List<Term> answers = new ArrayList<>(tasks.size());
      for (FutureTask<Term> task : tasks) {
        answers.add(task.get());
      }
      return answers;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MeshCallException failed) {
        throw failed;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      tasks.forEach(task -> task.cancel(true));
    }
  }
}
