package io.nessiecluster.mesh;

import java.util.Locale;

/** A member has not answered, or not as it should. */
public final class MeshCallException extends Exception {

  private static final long serialVersionUID = 1;

  /** In what way. */
  public enum Reason {
    /** There is no link to it. */
    NOT_LINKED,
    /** No answer came in time. */
    TIMEOUT,
    /** It refuses calls, as without {@code rex}. */
    REFUSED,
    /** What it answered is not what the function returns. */
    BAD_ANSWER;

    /** The stable name in JSON. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Reason reason;

  public MeshCallException(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** One line, without control characters. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** Nothing is wrong here that a stack would tell. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
