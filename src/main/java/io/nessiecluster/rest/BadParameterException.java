package io.nessiecluster.rest;

/** A parameter of a request is wrong; the message names it, its value, and what is allowed. */
final class BadParameterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadParameterException(String message) {
    super(message, null, false, false);
  }
}
