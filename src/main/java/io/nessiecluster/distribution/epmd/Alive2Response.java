package io.nessiecluster.distribution.epmd;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * ALIVE2_X_RESP, or ALIVE2_RESP from or for those older than version 6: the answer to {@link
 * Alive2Request}.
 *
 * @param result 0 when the node is registered, else 1 to 255
 * @param creation unsigned: the incarnation of the node; 16 bits of it in an ALIVE2_RESP
 * @param extended whether this is ALIVE2_X_RESP, whose creation has 32 bits
 */
public record Alive2Response(int result, int creation, boolean extended) {

  static final int TAG = 121;
  static final int EXTENDED_TAG = 118;

  /** Most bytes of the message. */
  static final int MAX_BYTES = 6;

  /**
   * Checks the fields.
   *
   * @throws IllegalArgumentException for a value that the message has no room for
   */
  public Alive2Response {
    if (result < 0 || result > 0xff || (!extended && creation >>> Short.SIZE != 0)) {
      throw new IllegalArgumentException("no result " + result + " with creation " + creation);
    }
  }

  /** The whole message. */
  public ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
    out.put((byte) (extended ? EXTENDED_TAG : TAG)).put((byte) result);
    return (extended ? out.putInt(creation) : out.putShort((short) creation)).flip();
  }

  /**
   * Reads the message.
   *
   * @param message left right behind the message; where it was when it cannot be read
   * @throws EpmdProtocolException.Truncated when there are too few bytes
   * @throws EpmdProtocolException when they are no such message
   */
  public static Alive2Response decode(ByteBuffer message) throws EpmdProtocolException {
    ByteBuffer in = message.slice();
    try {
      int tag = in.get() & 0xff;
      if (tag != TAG && tag != EXTENDED_TAG) {
        throw new EpmdProtocolException("an ALIVE2_RESP starts with 118 or 121, not " + tag);
      }
      boolean extended = tag == EXTENDED_TAG;
      int result = in.get() & 0xff;
      int creation = extended ? in.getInt() : Short.toUnsignedInt(in.getShort());
      message.position(message.position() + in.position());
      return new Alive2Response(result, creation, extended);
    } catch (BufferUnderflowException e) {
      throw new EpmdProtocolException.Truncated();
    }
  }
}
