package io.nessiecluster.distribution.transport;

import java.io.IOException;

/** What a link wants to hold does not fit the {@link ByteBudget} of all links. */
public final class BudgetException extends IOException {

  private static final long serialVersionUID = 1;

  BudgetException(String message) {
    super(message);
  }
}
