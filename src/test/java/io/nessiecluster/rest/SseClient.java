package io.nessiecluster.rest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reader of server-sent events over a plain socket, as slow as its user. */
final class SseClient implements AutoCloseable {

  /** The fields of one message, comments as field "". */
  record Message(List<String> lines) {
    String field(String name) {
      return lines.stream()
          .filter(line -> line.startsWith(name + ": "))
          .map(line -> line.substring(name.length() + 2))
          .findFirst()
          .orElse("");
    }
  }

  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket;
  private final BufferedReader reader;
  private final List<String> head = new ArrayList<>();

  SseClient(URI base, @Nullable String lastEventId) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new java.net.InetSocketAddress(base.getHost(), base.getPort()), TIMEOUT_MILLIS);
    String request =
        "GET /cluster/events HTTP/1.0\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
            + (lastEventId == null ? "" : "Last-Event-ID: " + lastEventId + "\r\n")
            + "\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    reader =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 256);
  }

  /** Status line and headers. */
  List<String> head() throws IOException {
    if (head.isEmpty()) {
      head.addAll(block());
    }
    return head;
  }

  /** The next message, within 20 s. */
  Message next() throws IOException {
    head();
    return new Message(block());
  }

  /** The next message of this event type, others skipped. */
  Message next(String event) throws IOException {
    Message message = next();
    while (!message.field("event").equals(event)) {
      message = next();
    }
    return message;
  }

  /** Reads to the end of the stream, or to its reset. */
  void drain() {
    try {
      while (reader.readLine() != null) {
        // nothing to keep
      }
    } catch (IOException e) {
      // reset: the end too
    }
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

  private List<String> block() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = reader.readLine(); ; line = reader.readLine()) {
      if (line == null) {
        throw new IOException("the stream has ended");
      }
      if (line.isEmpty()) {
        return lines;
      }
      lines.add(line);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
