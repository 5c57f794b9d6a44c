package io.nessiecluster.distribution.epmd;

import java.nio.ByteBuffer;

/** ALIVE2_REQ: registers a node for as long as the connection stays open. */
public record Alive2Request(NodeEntry node) implements EpmdRequest {

  static final int TAG = 120;

  @Override
  public ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(Short.BYTES + MAX_BYTES).position(Short.BYTES);
    node.write(out.put((byte) TAG));
    return out.putShort(0, (short) (out.position() - Short.BYTES)).flip();
  }
}
