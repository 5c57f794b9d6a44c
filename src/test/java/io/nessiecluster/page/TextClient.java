package io.nessiecluster.page;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A terminal that follows {@code /?watch}, over a plain socket, as slow as its user. */
final class TextClient implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket = new Socket();
  private final BufferedReader reader;

  TextClient(URI base) throws IOException {
    socket.setReceiveBufferSize(4096);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), TIMEOUT_MILLIS);
    socket
        .getOutputStream()
        .write(
            "GET /?watch HTTP/1.0\r\nHost: localhost\r\nAccept: */*\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    reader =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 256);
  }

  /** All lines to the first that is such a one, it included; each within 20 s. */
  List<String> linesTo(Predicate<String> last) throws IOException {
    List<String> lines = new ArrayList<>();
    do {
      String line = reader.readLine();
      if (line == null) {
        throw new IOException("the text has ended: " + lines);
      }
      lines.add(line);
    } while (!last.test(lines.getLast()));
    return lines;
  }

  /** All lines to the end of the text. */
  List<String> rest() {
    return reader.lines().toList();
  }

  /** Whether the other side has thrown the connection away; reads nothing. */
  boolean isReset() {
    try {
      socket.getOutputStream().write('\n');
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
