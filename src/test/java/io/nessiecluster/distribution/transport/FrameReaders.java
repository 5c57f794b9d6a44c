package io.nessiecluster.distribution.transport;

import io.nessiecluster.base.Turns;
import java.io.InputStream;

/** Readers and queues that share nothing with others. */
public final class FrameReaders {

  private FrameReaders() {}

  /** A reader that has the budget and the turns for itself. */
  public static FrameReader reader(InputStream in, int maxFrameBytes, Runnable onBytes) {
    return new FrameReader(in, maxFrameBytes, onBytes, new Turns(1, Runnable::run).turn(), share());
  }

  /** A share that has the budget for itself. */
  static ByteBudget.Share share() {
    return new ByteBudget(64 << 20, Runnable::run).share(() -> {});
  }
}
