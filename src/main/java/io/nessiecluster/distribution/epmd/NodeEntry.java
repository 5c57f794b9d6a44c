package io.nessiecluster.distribution.epmd;

import static java.lang.Short.toUnsignedInt;

import java.nio.ByteBuffer;

/**
 * What EPMD knows of a node: the fields that ALIVE2_REQ and PORT2_RESP have in common. Their last
 * one, Extra, is reserved: written empty, and skipped where it is read.
 *
 * @param port where the node listens, 1 to 65535
 * @param type visible or hidden
 * @param protocol 0: TCP over IPv4 or IPv6
 * @param highestVersion highest version of the distribution protocol: 6 since OTP 23
 * @param lowestVersion lowest version of the distribution protocol: 6 since OTP 25
 * @param name the basename of the node: what precedes the {@code @}
 */
public record NodeEntry(
    int port, NodeType type, int protocol, int highestVersion, int lowestVersion, String name) {

  private static final int VERSION = 6;
  private static final int MAX_PORT = 0xffff;
  private static final int MAX_EXTRA_BYTES = EpmdName.MAX_BYTES; // the bound of the real one

  /**
   * Checks the fields.
   *
   * @throws IllegalArgumentException for a value that the message has no room for, or for a name
   *     that is empty, of more than 255 characters, or holds control characters
   */
  public NodeEntry {
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("no port: " + port);
    }
    if (protocol < 0 || protocol > 0xff) {
      throw new IllegalArgumentException("no protocol: " + protocol);
    }
    if ((highestVersion | lowestVersion) < 0 || Math.max(highestVersion, lowestVersion) > 0xffff) {
      throw new IllegalArgumentException("no version: " + highestVersion + ", " + lowestVersion);
    }
    EpmdName.check(name);
  }

  /** The entry of a node of this protocol's version 6 (OTP 25 and later). */
  public static NodeEntry of(String name, int port, NodeType type) {
    return new NodeEntry(port, type, 0, VERSION, VERSION, name);
  }

  static NodeEntry read(ByteBuffer in) throws EpmdProtocolException {
    int port = toUnsignedInt(in.getShort());
    if (port == 0) {
      throw new EpmdProtocolException("a node listens at port 0");
    }
    NodeType type = NodeType.of(in.get() & 0xff);
    int protocol = in.get() & 0xff;
    int highest = toUnsignedInt(in.getShort());
    int lowest = toUnsignedInt(in.getShort());
    String name = EpmdName.read(in, toUnsignedInt(in.getShort()));
    int extra = toUnsignedInt(in.getShort());
    if (extra > MAX_EXTRA_BYTES) {
      throw new EpmdProtocolException("Extra has " + extra + " bytes");
    }
    in.get(new byte[extra]);
    return new NodeEntry(port, type, protocol, highest, lowest, name);
  }

  void write(ByteBuffer out) {
    byte[] bytes = EpmdName.bytes(name);
    out.putShort((short) port).put((byte) type.code()).put((byte) protocol);
    out.putShort((short) highestVersion).putShort((short) lowestVersion);
    out.putShort((short) bytes.length).put(bytes).putShort((short) 0);
  }
}
