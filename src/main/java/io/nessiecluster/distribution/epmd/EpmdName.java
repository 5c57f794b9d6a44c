package io.nessiecluster.distribution.epmd;

import io.nessiecluster.base.NodeNames;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The names of nodes on the wire: UTF-8, as long as an atom may be. */
final class EpmdName {

  static final int MAX_BYTES = NodeNames.MAX_BYTES;

  private EpmdName() {}

  /**
   * Checks a name.
   *
   * @throws IllegalArgumentException when it is empty, longer than 255 characters, or holds some
   *     that do not show, which would forge lines of a NAMES_RESP
   */
  static void check(String name) {
    if (!NodeNames.isPlain(name)) {
      throw new IllegalArgumentException("no name for a node, for its length or its characters");
    }
  }

  static String read(ByteBuffer in, int length) throws EpmdProtocolException {
    if (length > MAX_BYTES) {
      throw new EpmdProtocolException("a name has " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    try {
      String name = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (!NodeNames.isPlain(name)) {
        throw new EpmdProtocolException(
            "a name is empty, too long or has characters that do not show");
      }
      return name;
    } catch (CharacterCodingException e) {
      throw new EpmdProtocolException("a name is no UTF-8");
    }
  }

  static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }
}
