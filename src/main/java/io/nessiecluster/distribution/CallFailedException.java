package io.nessiecluster.distribution;

import io.nessiecluster.base.Printable;
import io.nessiecluster.distribution.etf.Term;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call has no result. */
public final class CallFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final CallFailure failure;
  private final transient @Nullable Term reason;

  /**
   * A failed call.
   *
   * @param failure why, in one word
   * @param reason what Erlang says of it; it may hold arguments of the call, so keep it out of logs
   * @param detail why, in one line, without arguments or results
   */
  public CallFailedException(CallFailure failure, @Nullable Term reason, String detail) {
    super(Printable.text(detail), null, false, false); // expected: no stack trace
    this.failure = failure;
    this.reason = reason;
  }

  /** Why, in one word. */
  public CallFailure failure() {
    return failure;
  }

  /**
   * What Erlang says: the {@code Reason} of {@code {badrpc, Reason}}, such as {@code {'EXIT',
   * {undef, [...]}}}, or of a refusal, such as {@code notsup}; none for other failures.
   */
  public Optional<Term> reason() {
    return Optional.ofNullable(reason);
  }

  /** Why, in one line. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
