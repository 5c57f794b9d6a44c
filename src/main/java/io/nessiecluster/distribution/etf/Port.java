package io.nessiecluster.distribution.etf;

/**
 * A port identifier.
 *
 * @param node the node of the port
 * @param id unsigned
 * @param creation unsigned: the incarnation of the node
 */
public record Port(Atom node, long id, int creation) implements Term {
  @Override
  public String toString() {
    return text();
  }
}
