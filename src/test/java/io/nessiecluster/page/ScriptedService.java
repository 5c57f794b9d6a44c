package io.nessiecluster.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The files of the page with answers of the API as a test has them: what no real peer can do. */
final class ScriptedService implements AutoCloseable {

  /** How a request for events is answered. */
  enum Events {
    LIVE,
    /** By a status, as a proxy does. */
    UNAVAILABLE,
    /** By a stream that ends at once, as a service does that has no place. */
    FULL
  }

  private static final Path FILES = Path.of("src/main/resources/META-INF/resources");
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html", "js", "text/javascript", "css", "text/css", "svg", "image/svg+xml");
  private static final String END = "";

  private final ObjectMapper json = new ObjectMapper();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<BlockingQueue<String>> readers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger told = new AtomicInteger();
  private final ScriptedCluster cluster;
  private final HttpServer server;
  private volatile Events events = Events.LIVE;

  ScriptedService(ScriptedCluster cluster) throws IOException {
    this.cluster = cluster;
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI address(String rest) {
    return URI.create("http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), rest));
  }

  int readers() {
    return readers.size();
  }

  /** Answers so from now on, and ends the streams that are open. */
  void events(Events now) {
    events = now;
    readers.forEach(reader -> reader.add(END));
  }

  /** Tells all readers. */
  void tell(Map<String, Object> event) throws IOException {
    String message =
        "id: 1-%d\nevent: %s\ndata: %s\n\n"
            .formatted(told.incrementAndGet(), event.get("type"), json.writeValueAsString(event));
    readers.forEach(reader -> reader.add(message));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Path file = FILES.resolve(path.equals("/") ? "index.html" : path.substring(1));
      if (path.equals("/cluster/events")) {
        stream(exchange);
      } else if (Files.isRegularFile(file)) {
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        String name = file.getFileName().toString();
        send(
            exchange,
            200,
            TYPES.get(name.substring(name.indexOf('.') + 1)),
            Files.readAllBytes(file));
      } else {
        Object body = cluster.answer(path);
        byte[] bytes = json.writeValueAsBytes(body);
        send(exchange, body.equals(Map.of()) ? 404 : 200, "application/json", bytes);
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().put("Content-Type", List.of(type + "; charset=utf-8"));
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private void stream(HttpExchange exchange) throws IOException {
    Events how = events;
    if (how == Events.UNAVAILABLE) {
      send(exchange, 503, "text/plain", new byte[] {'-'});
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    if (how == Events.FULL) {
      write(out, ": no place\nretry: 500\n\n");
      return;
    }
    BlockingQueue<String> mine = new LinkedBlockingQueue<>();
    readers.add(mine);
    try {
      write(out, ": connected\nretry: 500\nid: 1-0\n\n");
      for (String next = take(mine); !next.equals(END); next = take(mine)) {
        write(out, next);
      }
    } finally {
      readers.remove(mine);
    }
  }

  /** The next message, or a heartbeat, by which a reader that has gone is seen. */
  private static String take(BlockingQueue<String> mine) throws IOException {
    try {
      String next = mine.poll(1, TimeUnit.SECONDS);
      return next == null ? ": heartbeat\n\n" : next;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    readers.forEach(reader -> reader.add(END));
    server.stop(0);
    threads.shutdownNow();
    threads.close();
  }
}
