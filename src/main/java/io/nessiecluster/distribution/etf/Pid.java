package io.nessiecluster.distribution.etf;

/**
 * A process identifier.
 *
 * @param node the node of the process
 * @param id unsigned
 * @param serial unsigned
 * @param creation unsigned: the incarnation of the node
 */
public record Pid(Atom node, int id, int serial, int creation) implements Term {
  @Override
  public String toString() {
    return text();
  }
}
