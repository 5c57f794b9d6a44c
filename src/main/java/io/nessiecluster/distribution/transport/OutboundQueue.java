package io.nessiecluster.distribution.transport;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.base.SerialExecutor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What waits to be written to a peer: bounded, and written by a thread that lives only while there
 * is something to write, so that nobody else is ever blocked by a peer that does not read.
 */
public final class OutboundQueue {

  private static final int OVERHEAD_BYTES =
      320; // an encoder's least array, and objects: so that a flood of tiny frames is bounded too

  private final OutputStream out;
  private final int capacity;
  private final ByteBudget.Share share;
  private final LongSupplier nanoTime;
  private final Consumer<Throwable> onFailure;
  private final SerialExecutor writer;
  private int waitingBytes;
  private boolean open;
  private int unwritten; // frames, the one that is being written included
  private boolean closed;
  private boolean failed;
  private long lastChange;

  /**
   * A queue, not yet open.
   *
   * @param capacity most bytes that wait, with 320 more counted for each frame
   * @param share what waits is of this
   * @param onFailure told once why nothing is written any more: the connection has failed, or no
   *     thread can be had; called with no lock held
   */
  public OutboundQueue(
      OutputStream out,
      int capacity,
      ByteBudget.Share share,
      Executor threads,
      LongSupplier nanoTime,
      Consumer<Throwable> onFailure) {
    this.out = out;
    this.capacity = capacity;
    this.share = share;
    this.writer = new SerialExecutor(threads, this::fail);
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
  public boolean offerOwn(ByteBuffer bytes, Deadline deadline) throws InterruptedException {
    if (size(bytes) > capacity / 2) {
      throw new IllegalArgumentException(
          bytes.remaining() + " bytes at once, while " + capacity / 2 + " may wait to be written");
    }
    synchronized (this) {
      while (!add(bytes, capacity / 2)) {
        int left = deadline.millisLeft();
        if (left == 0 || closed) {
          return false;
        }
        wait(left);
      }
    }
    write();
    return true;
  }

  /** Takes no more bytes: they would never be written. */
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  private boolean offer(ByteBuffer bytes, int room) {
    if (!add(bytes, room)) {
      return false;
    }
    write();
    return true;
  }

  private synchronized boolean add(ByteBuffer bytes, int room) {
    int size = size(bytes);
    if (closed || size > room - waitingBytes || !share.take(size)) {
      return false;
    }
    writer.add(() -> write(bytes));
    waitingBytes += size;
    if (unwritten++ == 0) {
      lastChange = nanoTime.getAsLong();
    }
    return true;
  }

  private static int size(ByteBuffer bytes) {
    return bytes.remaining() + OVERHEAD_BYTES;
  }

  /** Lets the writing begin; what was offered before goes out first. */
  public void open() {
    synchronized (this) {
      open = true;
      if (unwritten > 0) {
        lastChange = nanoTime.getAsLong();
      }
    }
    write();
  }

  public synchronized Activity activity() {
    return new Activity(open && unwritten > 0, lastChange);
  }

  /** Outside the lock: when no thread can be had, the failure is told at once. */
  private void write() {
    if (isOpen()) {
      writer.resume();
    }
  }

  private synchronized boolean isOpen() {
    return open;
  }

  private void write(ByteBuffer bytes) {
    if (!take(bytes)) {
      return; // the queue has failed, and stays "writing": nothing will be written any more
    }
    try {
      out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    } catch (IOException e) {
      fail(e);
      return;
    }
    written();
  }

  private synchronized boolean take(ByteBuffer bytes) {
    waitingBytes -= size(bytes);
    share.give(size(bytes)); // give or take the one that is being written
    if (waitingBytes <= capacity / 4) { // not at each frame: thousands may wait
      notifyAll();
    }
    return !failed;
  }

  private synchronized void written() {
    unwritten--;
    lastChange = nanoTime.getAsLong();
  }

  private void fail(Throwable cause) {
    synchronized (this) {
      if (failed) {
        return;
      }
      failed = true;
    }
    close();
    onFailure.accept(cause);
  }
}
