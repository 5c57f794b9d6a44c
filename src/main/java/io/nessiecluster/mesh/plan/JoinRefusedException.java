package io.nessiecluster.mesh.plan;

import java.util.Optional;

/** A join that was asked for is not made. */
public final class JoinRefusedException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Optional<Rule> rule;

  /**
   * Why not.
   *
   * @param rule empty when it is not planned at all
   * @param detail one line
   */
  public JoinRefusedException(Optional<Rule> rule, String detail) {
    super(detail);
    this.rule = rule;
  }

  /**
   * Which rule forbids it; empty when the two are linked, or no members, or something else acts.
   */
  public Optional<Rule> rule() {
    return rule;
  }

  /** One line. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
