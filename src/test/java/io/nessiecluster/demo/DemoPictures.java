package io.nessiecluster.demo;

import io.nessiecluster.page.Browser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** The pictures of README and docs, of the demo: {@code docs/pictures/*.png}. */
record DemoPictures(Browser browser, URI address) {

  private static final Path FOLDER = Path.of("docs/pictures");

  /** A terminal is shown as a page, too. */
  private static final String TERMINAL =
      """
      <!doctype html><meta charset="utf-8"><style>
      body { margin: 0; padding: 16px; background: #0d1117; color: #e6edf3; display: inline-block; }
      pre { margin: 0; font: 14px/1.35 monospace; } b { color: #56d364; }
      </style><body id="terminal"><pre><b>$</b> curl localhost:8080
      %s</pre></body>
      """;

  /** Takes them of what the browser shows: all that the demo has to tell. */
  void take(Path scratch) throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    browser.resize(1200, 1030);
    save("overview-light.png", browser.picture());
    browser.colours("dark");
    save("overview-dark.png", browser.picture());
    browser.colours("light");
    browser.run("document.querySelector('.matrix td.blocked').focus()"); // its cause is told
    save("split.png", browser.picture("mesh"));

    String text = text().replace("&", "&amp;").replace("<", "&lt;").stripTrailing();
    Path terminal = Files.writeString(scratch.resolve("terminal.html"), TERMINAL.formatted(text));
    browser.open(terminal.toUri());
    save("terminal.png", browser.picture("terminal"));
  }

  private String text() throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(address).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private static void save(String name, byte[] picture) throws IOException {
    Files.write(FOLDER.resolve(name), picture);
  }
}
