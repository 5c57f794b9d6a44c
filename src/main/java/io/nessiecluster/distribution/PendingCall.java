package io.nessiecluster.distribution;

import io.nessiecluster.distribution.etf.Reference;
import io.nessiecluster.distribution.etf.Term;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A call that somebody waits for. */
final class PendingCall {

  final Reference id;
  final CompletableFuture<CallAnswer> answer = new CompletableFuture<>();
  private volatile @Nullable Term process;

  PendingCall(Reference id) {
    this.id = id;
  }

  /** The peer runs the function in this process, which this node watches. */
  void begun(Term runner) {
    process = runner;
  }

  /** The process that was begun for the call; null as long as none is known. */
  @Nullable Term process() {
    return process;
  }
}
