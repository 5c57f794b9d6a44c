package io.nessiecluster.distribution.epmd;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NAMES_RESP: all registered nodes. Its end is the end of the connection.
 *
 * @param epmdPort where EPMD listens, 1 to 65535
 * @param nodes the nodes in the order of the answer
 */
public record NamesResponse(int epmdPort, List<NamedPort> nodes) {

  /** Most bytes of the message that are read. */
  public static final int MAX_BYTES = 1 << 18;

  private static final int MAX_PORT = 0xffff;
  private static final Pattern LINE =
      Pattern.compile("name (.+) at port ([0-9]{1,5})", Pattern.DOTALL);

  /** A node and where it listens, 1 to 65535. */
  public record NamedPort(String name, int port) {
    /**
     * Checks both.
     *
     * @throws IllegalArgumentException for what is no name or no port
     */
    public NamedPort {
      EpmdName.check(name);
      checkPort(port);
    }
  }

  /**
   * Checks the port.
   *
   * @throws IllegalArgumentException when it is none
   */
  public NamesResponse {
    checkPort(epmdPort);
    nodes = List.copyOf(nodes);
  }

  /** The whole message. */
  public ByteBuffer encode() {
    StringBuilder text = new StringBuilder();
    nodes.forEach(node -> text.append("name " + node.name() + " at port " + node.port() + "\n"));
    byte[] lines = text.toString().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + lines.length).putInt(epmdPort).put(lines).flip();
  }

  /**
   * Reads the message.
   *
   * @param message all of it
   * @throws EpmdProtocolException.Truncated when it ends before the port or within a line
   * @throws EpmdProtocolException when it is no such message
   */
  public static NamesResponse decode(ByteBuffer message) throws EpmdProtocolException {
    ByteBuffer in = message.slice();
    try {
      int epmdPort = in.getInt();
      byte[] bytes = new byte[in.remaining()];
      in.get(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (!text.isEmpty() && !text.endsWith("\n")) {
        throw new EpmdProtocolException.Truncated();
      }
      return new NamesResponse(epmdPort, text.lines().map(NamesResponse::node).toList());
    } catch (BufferUnderflowException e) {
      throw new EpmdProtocolException.Truncated();
    } catch (IllegalArgumentException e) {
      throw new EpmdProtocolException("a NAMES_RESP holds what is no name or no port");
    }
  }

  private static NamedPort node(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no line of a NAMES_RESP");
    }
    return new NamedPort(matcher.group(1), Integer.parseInt(matcher.group(2)));
  }

  private static void checkPort(int port) {
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("no port: " + port);
    }
  }
}
