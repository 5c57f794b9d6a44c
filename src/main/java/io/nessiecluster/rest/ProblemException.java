package io.nessiecluster.rest;

/** The answer is a problem, and this one. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** There is no such thing: answered by 404, as {@code unknown-what}. */
  static ProblemException unknown(String what, String detail) {
    return new ProblemException(Problem.of("unknown-" + what, "Unknown " + what, 404, detail));
  }

  /** No node of that name is known. */
  static ProblemException unknownNode(String name) {
    return unknown("node", "no node is called %s; GET /cluster/nodes lists them".formatted(name));
  }

  Problem problem() {
    return problem;
  }
}
