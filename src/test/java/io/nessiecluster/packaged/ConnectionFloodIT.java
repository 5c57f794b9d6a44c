package io.nessiecluster.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.PackagedService;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections without a request, to the packaged application. */
@Timeout(120)
class ConnectionFloodIT {

  private static final int MOST = 20;
  private static final int BOUND_MILLIS = 30_000;

  @TempDir Path directory;

  private final List<Socket> connections = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket connection : connections) {
      connection.close();
    }
  }

  @Test
  void silentConnectionsAreBoundedAndTheProbesAnswerBesideThem() throws Exception {
    try (PackagedService service = start("10m")) {
      for (int i = 0; i <= MOST; i++) {
        connect(service.api("/"), "");
      }

      // Which one it is, is a race of the threads that accept them.
      service.await("one too many is closed", () -> !open().equals(connections));
      for (String probe : List.of("live", "started")) {
        service.await("the probe answers", () -> service.probe(probe).status() == 200);
      }
      open().getFirst().close();
      service.await("one makes room", () -> service.get("/cluster/has-ran").status() == 200);
    }
  }

  @Test
  void aConnectionThatIsSilentForLongIsClosedWhateverItSaidBefore() throws Exception {
    try (PackagedService service = start("1s")) {
      Socket silent = connect(service.api("/"), "");
      Socket half = connect(service.api("/"), "GET /cluster/has-ran HT");
      Socket kept = connect(service.api("/"), "GET /cluster/has-ran HTTP/1.1\r\nHost: x\r\n\r\n");
      Socket probe = connect(service.management("/"), "GET /q/health/live HT");

      for (Socket connection : List.of(silent, half, kept, probe)) {
        assertThat(isClosed(connection)).isTrue();
      }
    }
  }

  @Test
  void aRequestThatIsSentByteByByteIsNotWaitedForForLong() throws Exception {
    try (PackagedService service = start("2s")) {
      Socket slow = connect(service.api("/"), "GET /cluster/has-ran?");

      service.await("its connection is closed", () -> !isOpenAfter(slow, 'x'));
    }
  }

  private List<Socket> open() {
    return connections.stream().filter(ConnectionFloodIT::isOpen).toList();
  }

  private static boolean isOpen(Socket silent) {
    try {
      silent.setSoTimeout(1);
      return silent.getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) { // nothing to read, and no end
      return true;
    } catch (IOException e) { // reset
      return false;
    }
  }

  private static boolean isOpenAfter(Socket connection, char sent) {
    try {
      connection.getOutputStream().write(sent);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private PackagedService start(String idleTimeout) throws IOException {
    return PackagedService.start(
            directory,
            Map.of(
                "QUARKUS_HTTP_LIMITS_MAX_CONNECTIONS",
                String.valueOf(MOST),
                "QUARKUS_HTTP_IDLE_TIMEOUT",
                idleTimeout,
                "QUARKUS_MANAGEMENT_IDLE_TIMEOUT",
                idleTimeout))
        .awaitStart();
  }

  private Socket connect(URI to, String request) throws IOException {
    Socket connection = new Socket();
    connections.add(connection);
    connection.setSoTimeout(BOUND_MILLIS);
    connection.connect(new InetSocketAddress(to.getHost(), to.getPort()), BOUND_MILLIS);
    connection.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return connection;
  }

  /** Reads to the end, which comes within the bound. */
  private static boolean isClosed(Socket connection) throws IOException {
    try {
      connection.getInputStream().readAllBytes();
      return true;
    } catch (SocketException e) { // reset: closed too
      return true;
    }
  }
}
