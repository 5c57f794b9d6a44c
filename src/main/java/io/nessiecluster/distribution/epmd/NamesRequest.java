package io.nessiecluster.distribution.epmd;

import java.nio.ByteBuffer;

/** NAMES_REQ: asks for all registered nodes. */
public record NamesRequest() implements EpmdRequest {

  static final int TAG = 110;

  @Override
  public ByteBuffer encode() {
    return ByteBuffer.allocate(Short.BYTES + 1).putShort((short) 1).put((byte) TAG).flip();
  }
}
