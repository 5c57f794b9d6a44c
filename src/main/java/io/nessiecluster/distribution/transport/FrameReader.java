package io.nessiecluster.distribution.transport;

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

  private static final int INITIAL_BYTES = 1024;
  private static final int RETAINED_BYTES = 64 << 10;

  private final InputStream in;
  private final int maxFrameBytes;
  private final Runnable onBytes;
  private byte[] buffer = new byte[INITIAL_BYTES];
  private int start;
  private int end;

  /**
   * A reader.
   *
   * @param maxFrameBytes longest frame that is read
   * @param onBytes told whenever any bytes have arrived
   */
  public FrameReader(InputStream in, int maxFrameBytes, Runnable onBytes) {
    this.in = in;
    this.maxFrameBytes = maxFrameBytes;
    this.onBytes = onBytes;
  }

  /**
   * Waits for the next frame.
   *
   * @return the frame without its length, valid until the next call; null at the end of the stream
   * @throws ProtocolException when the frame is longer than the limit
   */
  public @Nullable ByteBuffer next() throws IOException {
    if (start == end) {
      start = 0;
      end = 0;
      if (buffer.length > RETAINED_BYTES) {
        buffer = new byte[INITIAL_BYTES];
      }
    }
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
      int count = in.read(buffer, end, buffer.length - end);
      if (count < 0) {
        return false;
      }
      end += count;
      onBytes.run();
    }
    return true;
  }

  private void makeRoom() {
    if (end < buffer.length) {
      return;
    }
    byte[] to = start > 0 ? buffer : new byte[2 * buffer.length];
    System.arraycopy(buffer, start, to, 0, end - start);
    end -= start;
    start = 0;
    buffer = to;
  }
}
