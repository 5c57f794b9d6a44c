package io.nessiecluster.distribution.epmd;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** What one asks of EPMD. */
public sealed interface EpmdRequest permits Alive2Request, PortPlease2Request, NamesRequest {

  /** Most bytes of a request, its length field not counted: a name and Extra, and what is fixed. */
  int MAX_BYTES = 13 + 2 * EpmdName.MAX_BYTES;

  /** The whole message with its length of two bytes in front. */
  ByteBuffer encode();

  /**
   * Reads a request.
   *
   * @param message what the length field counts, all of it
   * @throws EpmdProtocolException when it is no request, or more than one
   */
  static EpmdRequest decode(ByteBuffer message) throws EpmdProtocolException {
    ByteBuffer in = message.slice();
    try {
      int tag = in.get() & 0xff;
      EpmdRequest request =
          switch (tag) {
            case Alive2Request.TAG -> new Alive2Request(NodeEntry.read(in));
            case PortPlease2Request.TAG ->
                new PortPlease2Request(EpmdName.read(in, in.remaining()));
            case NamesRequest.TAG -> new NamesRequest();
            default -> throw new EpmdProtocolException("no request starts with " + tag);
          };
      if (in.hasRemaining()) {
        throw new EpmdProtocolException("a request is longer than what it holds");
      }
      return request;
    } catch (BufferUnderflowException e) {
      throw new EpmdProtocolException.Truncated();
    }
  }
}
