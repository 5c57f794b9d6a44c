package io.nessiecluster.distribution.epmd;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** PORT2_RESP: where a node listens, or that there is none. */
public sealed interface Port2Response {

  /** The first byte. */
  int TAG = 119;

  /** Most bytes of the message. */
  int MAX_BYTES = 14 + 2 * EpmdName.MAX_BYTES;

  /** The node is registered. */
  record Registered(NodeEntry node) implements Port2Response {
    /** Where the node listens. */
    public int port() {
      return node.port();
    }
  }

  /**
   * The node is not registered.
   *
   * @param result 1 to 255; 1 is what EPMD sends
   */
  record NotRegistered(int result) implements Port2Response {
    /**
     * Checks the result.
     *
     * @throws IllegalArgumentException when it is not 1 to 255
     */
    public NotRegistered {
      if (result < 1 || result > 0xff) {
        throw new IllegalArgumentException("no result of a failure: " + result);
      }
    }
  }

  /** The whole message. */
  default ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(MAX_BYTES).put((byte) TAG);
    switch (this) {
      case Registered(NodeEntry node) -> node.write(out.put((byte) 0));
      case NotRegistered(int result) -> out.put((byte) result);
    }
    return out.flip();
  }

  /**
   * Reads the message.
   *
   * @param message left right behind the message; where it was when it cannot be read
   * @throws EpmdProtocolException.Truncated when there are too few bytes
   * @throws EpmdProtocolException when they are no such message
   */
  static Port2Response decode(ByteBuffer message) throws EpmdProtocolException {
    ByteBuffer in = message.slice();
    try {
      int tag = in.get() & 0xff;
      if (tag != TAG) {
        throw new EpmdProtocolException("a PORT2_RESP starts with 119, not " + tag);
      }
      int result = in.get() & 0xff;
      Port2Response response =
          result == 0 ? new Registered(NodeEntry.read(in)) : new NotRegistered(result);
      message.position(message.position() + in.position());
      return response;
    } catch (BufferUnderflowException e) {
      throw new EpmdProtocolException.Truncated();
    }
  }
}
