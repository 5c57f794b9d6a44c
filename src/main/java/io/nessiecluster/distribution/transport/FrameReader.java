package io.nessiecluster.distribution.transport;

import io.nessiecluster.base.Turns;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames: a 32-bit length and so many bytes; length 0 is a tick. The buffer is small while
 * the peer says little, and grows only as bytes really arrive, never by what a length claims.
 */
public final class FrameReader {

  private static final int INITIAL_BYTES = 512;
  private static final int RETAINED_BYTES = 64 << 10;
  private static final int FRAME_WORK = 64; // what a frame costs, be it empty, in bytes

  private final InputStream in;
  private final int maxFrameBytes;
  private final Runnable onBytes;
  private final Turns.Turn turn;
  private final ByteBudget.Share share;
  private byte[] buffer = new byte[INITIAL_BYTES];
  private int start;
  private int end;

  /**
   * A reader.
   *
   * @param maxFrameBytes longest frame that is read
   * @param onBytes told whenever any bytes have arrived
   * @param turn taken when there is much to read, so that a peer that floods holds up nobody
   * @param share what the buffer takes is of this
   */
  public FrameReader(
      InputStream in,
      int maxFrameBytes,
      Runnable onBytes,
      Turns.Turn turn,
      ByteBudget.Share share) {
    this.in = in;
    this.maxFrameBytes = maxFrameBytes;
    this.onBytes = onBytes;
    this.turn = turn;
    this.share = share;
    boolean _ = share.take(INITIAL_BYTES); // which is free
  }

  /**
   * Waits for the next frame.
   *
   * @return the frame without its length, valid until the next call; null at the end of the stream
   * @throws ProtocolException when the frame is longer than the limit
   * @throws BudgetException when it does not fit what all links may hold
   */
  public @Nullable ByteBuffer next() throws IOException {
    if (start == end) {
      start = 0;
      end = 0;
      shrink();
    }
    turn.worked(FRAME_WORK);
    if (!fill(Integer.BYTES)) {
      return null;
    }
    int length = ByteBuffer.wrap(buffer).getInt(start);
    if (length < 0 || length > maxFrameBytes) {
      throw new ProtocolException("a frame of " + Integer.toUnsignedString(length) + " bytes");
    }
    start += Integer.BYTES;
    if (!fill(length)) {
      return null;
    }
    ByteBuffer frame = ByteBuffer.wrap(buffer, start, length).slice();
    start += length;
    return frame;
  }

  /** How much memory the buffer takes, in bytes. */
  public int capacity() {
    return buffer.length;
  }

  private boolean fill(int needed) throws IOException {
    while (end - start < needed) {
      makeRoom();
      if (turn.isHeld() && in.available() == 0) {
        turn.giveBack(); // the peer may take its time
      }
      int count = in.read(buffer, end, buffer.length - end);
      if (count < 0) {
        return false;
      }
      end += count;
      onBytes.run();
      turn.worked(count);
    }
    return true;
  }

  private void makeRoom() throws BudgetException {
    if (end < buffer.length) {
      return;
    }
    byte[] to = start > 0 ? buffer : larger();
    System.arraycopy(buffer, start, to, 0, end - start);
    end -= start;
    start = 0;
    buffer = to;
  }

  /** Keeps a larger buffer only while more is at hand: thousands of idle links add up. */
  private void shrink() throws IOException {
    if (buffer.length > RETAINED_BYTES
        || (buffer.length > ByteBudget.FREE_BYTES && in.available() == 0)) {
      share.give(buffer.length - INITIAL_BYTES);
      buffer = new byte[INITIAL_BYTES];
    }
  }

  private byte[] larger() throws BudgetException {
    int whole = Math.max(INITIAL_BYTES, maxFrameBytes) + Integer.BYTES;
    int length = Math.min(2 * buffer.length, whole);
    if (!share.take(length - buffer.length)) {
      throw new BudgetException(
          "the " + length + " bytes that its frame takes do not fit what all links may hold");
    }
    return new byte[length];
  }
}
