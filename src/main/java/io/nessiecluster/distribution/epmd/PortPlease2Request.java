package io.nessiecluster.distribution.epmd;

import java.nio.ByteBuffer;

/**
 * PORT_PLEASE2_REQ: asks where a node listens.
 *
 * @param name the basename of the node: what precedes the {@code @}
 */
public record PortPlease2Request(String name) implements EpmdRequest {

  static final int TAG = 122;

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException when it is empty, too long, or holds control characters
   */
  public PortPlease2Request {
    EpmdName.check(name);
  }

  @Override
  public ByteBuffer encode() {
    byte[] bytes = EpmdName.bytes(name);
    ByteBuffer out = ByteBuffer.allocate(Short.BYTES + 1 + bytes.length);
    return out.putShort((short) (1 + bytes.length)).put((byte) TAG).put(bytes).flip();
  }
}
