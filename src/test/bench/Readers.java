import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * So many readers of /cluster/events, until killed. Arguments: port, number. Prints "ready" when all are
 * connected. Run by events.sh.
 */
final class Readers {
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    int number = Integer.parseInt(args[1]);
    AtomicInteger connected = new AtomicInteger();
    AtomicLong bytes = new AtomicLong();
    for (int i = 0; i < number; i++) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (Socket socket = new Socket()) {
                  socket.connect(new InetSocketAddress("127.0.0.1", port));
                  socket
                      .getOutputStream()
                      .write(
                          "GET /cluster/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                              .getBytes(StandardCharsets.US_ASCII));
                  InputStream in = socket.getInputStream();
                  byte[] buffer = new byte[8192];
                  boolean first = true;
                  for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                    bytes.addAndGet(n);
                    if (first) {
                      first = false;
                      if (connected.incrementAndGet() == number) {
                        System.out.println("ready");
                      }
                    }
                  }
                } catch (java.io.IOException e) {
                  System.err.println("a reader broke off: " + e);
                }
              });
    }
    Thread.sleep(java.time.Duration.ofMinutes(10));
  }
}
