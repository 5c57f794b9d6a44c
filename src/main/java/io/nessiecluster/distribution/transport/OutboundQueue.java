package io.nessiecluster.distribution.transport;

import io.nessiecluster.base.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to a peer: bounded, and written by a thread that lives only while there
 * is something to write, so that nobody else is ever blocked by a peer that does not read.
 */
public final class OutboundQueue {

  private static final int OVERHEAD_BYTES = 64; // so that a flood of tiny frames is bounded too

  private final OutputStream out;
  private final int capacity;
  private final Executor threads;
  private final LongSupplier nanoTime;
  private final Consumer<IOException> onFailure;
  private final Queue<ByteBuffer> waiting = new ArrayDeque<>(1);
  private int waitingBytes;
  private boolean open;
  private boolean writing;
  private boolean closed;
  private long lastChange;

  /**
   * A queue, not yet open.
   *
   * @param capacity most bytes that wait, with 64 more counted for each frame
   * @param onFailure told once the connection has failed
   */
  public OutboundQueue(
      OutputStream out,
      int capacity,
      Executor threads,
      LongSupplier nanoTime,
      Consumer<IOException> onFailure) {
    this.out = out;
    this.capacity = capacity;
    this.threads = threads;
    this.nanoTime = nanoTime;
    this.onFailure = onFailure;
    this.lastChange = nanoTime.getAsLong();
  }

  /**
   * The state of the queue in time.
   *
   * @param writing whether a write is in progress
   * @param nanos since when: of the write in progress, else of the last one's end
   */
  public record Activity(boolean writing, long nanos) {}

  /** Adds bytes to be written, in order; returns false when there is no room for them. */
  public boolean offer(ByteBuffer bytes) {
    return offer(bytes, capacity);
  }

  /** As {@link #offer}, but leaves half of the room to what the peer asks for. */
  public boolean offerOwn(ByteBuffer bytes) {
    return offer(bytes, capacity / 2);
  }

  /**
   * As {@link #offerOwn}, but waits for room.
   *
   * @return false when there was none in time, or the queue is closed
   * @throws IllegalArgumentException when there will never be
   */
  public synchronized boolean offerOwn(ByteBuffer bytes, Deadline deadline)
      throws InterruptedException {
    if (bytes.remaining() + OVERHEAD_BYTES > capacity / 2) {
      throw new IllegalArgumentException(
          bytes.remaining() + " bytes at once, while " + capacity / 2 + " may wait to be written");
    }
    while (!offerOwn(bytes)) {
      int left = deadline.millisLeft();
      if (left == 0 || closed) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Takes no more bytes: they would never be written. */
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  private synchronized boolean offer(ByteBuffer bytes, int room) {
    int size = bytes.remaining() + OVERHEAD_BYTES;
    if (closed || size > room - waitingBytes) {
      return false;
    }
    waiting.add(bytes);
    waitingBytes += size;
    writeSoon();
    return true;
  }

  /** Lets the writing begin; what was offered before goes out first. */
  public synchronized void open() {
    open = true;
    writeSoon();
  }

  public synchronized Activity activity() {
    return new Activity(writing, lastChange);
  }

  private void writeSoon() {
    if (open && !writing && !waiting.isEmpty()) {
      writing = true;
      lastChange = nanoTime.getAsLong();
      threads.execute(this::writeAll);
    }
  }

  private synchronized @Nullable ByteBuffer next() {
    ByteBuffer bytes = waiting.poll();
    writing = bytes != null;
    lastChange = nanoTime.getAsLong();
    if (bytes != null) {
      waitingBytes -= bytes.remaining() + OVERHEAD_BYTES;
      if (waitingBytes <= capacity / 4) { // not at each frame: thousands may wait
        notifyAll();
      }
    }
    return bytes;
  }

  private void writeAll() {
    try {
      for (ByteBuffer bytes = next(); bytes != null; bytes = next()) {
        out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      }
    } catch (IOException e) {
      onFailure.accept(e); // the queue stays "writing": nothing will be written any more
    }
  }
}
