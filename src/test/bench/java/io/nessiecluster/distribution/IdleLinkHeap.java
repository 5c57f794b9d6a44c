package io.nessiecluster.distribution;

/** Prints what an idle link takes of the heap, the peer's bare socket included. */
public final class IdleLinkHeap {

  private static final int LINKS = 1000;

  private IdleLinkHeap() {}

  /** Measures and prints. */
  public static void main(String[] args) throws Exception {
    System.out.printf("heap of an idle link: %,d bytes%n", IdleLinkTest.bytesPerLink(LINKS));
  }
}
