package io.nessiecluster.distribution.call;

import io.nessiecluster.distribution.etf.Reference;
import io.nessiecluster.distribution.etf.Term;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A call that somebody waits for. */
public final class PendingCall {

  private final Reference id;
  private final CompletableFuture<CallAnswer> answer = new CompletableFuture<>();
  private volatile @Nullable Term process;

  PendingCall(Reference id) {
    this.id = id;
  }

  Reference id() {
    return id;
  }

  /** Completes with the answer; never with an exception. */
  public CompletableFuture<CallAnswer> answer() {
    return answer;
  }

  /** The peer runs the function in this process, which this node watches. */
  void begun(Term runner) {
    process = runner;
  }

  /** The process that was begun for the call; null as long as none is known. */
  public @Nullable Term process() {
    return process;
  }
}
