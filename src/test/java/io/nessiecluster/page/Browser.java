package io.nessiecluster.page;

import static io.nessiecluster.rest.Eventually.eventually;

import io.nessiecluster.rest.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Chromium without a window: with a profile of its own, and no way to any address but loopback. It
 * takes down what the page must not do, lines in the console, what its policy forbids and long
 * tasks, and when it shows what.
 */
public final class Browser implements AutoCloseable {

  private static final Duration BOUND = Duration.ofSeconds(60);

  /** Runs in each page before its own scripts. */
  private static final String WATCH =
      """
      window.seen = { forbidden: [], longTasks: [], shown: [], rowsAt: 0 };
      addEventListener('securitypolicyviolation',
          (e) => seen.forbidden.push(e.violatedDirective + ' ' + e.blockedURI));
      new PerformanceObserver((list) => list.getEntries().forEach((e) => seen.longTasks.push(e.duration)))
          .observe({ type: 'longtask', buffered: true });
      new MutationObserver(() => {
        if (document.getElementById('node-rows')?.rows.length >= 100) seen.rowsAt ||= performance.now();
      }).observe(document, { childList: true, subtree: true });
      seen.watchEvents = () => new MutationObserver(() => requestAnimationFrame(() => {
        const first = document.querySelector('#event-list time');
        if (first && first !== seen.first) {
          seen.first = first;
          seen.shown.push(Date.now() - Date.parse(first.dateTime));
        }
      })).observe(document.getElementById('event-list'), { childList: true });
      """;

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Starts it, 1280 pixels wide.
   *
   * @param directory for its profile, which it leaves there
   */
  public static Browser start(Path directory) {
    LoggingPreferences console = new LoggingPreferences();
    console.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program("chromium").toFile());
    options.setCapability("goog:loggingPrefs", console);
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // or root may not start it
        "--user-data-dir=" + directory.resolve("profile"),
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--hide-scrollbars",
        "--no-first-run",
        "--lang=en");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(program("chromedriver").toFile())
            .usingAnyFreePort()
            .build();
    Browser browser = new Browser(new ChromeDriver(service, options));
    browser.driver.manage().timeouts().pageLoadTimeout(BOUND).scriptTimeout(BOUND);
    browser.command("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH));
    browser.resize(1280, 900);
    return browser;
  }

  private static Path program(String name) {
    return RequiresChromium.Condition.onPath(name)
        .orElseThrow(() -> new AssertionError("no " + name + " on PATH"));
  }

  /** Opens an address; what the page shows comes later, and the one before has no say any more. */
  public void open(URI address) {
    driver.get("about:blank");
    var _ = console();
    driver.get(address.toString());
  }

  /** So many CSS pixels. */
  public void resize(int width, int height) {
    command(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** What the reader likes: {@code light} or {@code dark}. */
  public void colours(String scheme) {
    command(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  private void command(String name, Map<String, Object> parameters) {
    driver.executeCdpCommand(name, parameters);
  }

  /** Runs the body of a function, with arguments. */
  public Object run(String script, Object... arguments) {
    return Objects.requireNonNullElse(driver.executeScript(script, arguments), "");
  }

  /** What an expression is, as text. */
  public String value(String expression) {
    return run("return String(" + expression + ")").toString();
  }

  /** The text of the first element of a selector. */
  public String text(String selector) {
    return run("return document.querySelector(arguments[0])?.innerText ?? ''", selector).toString();
  }

  /** A picture of what is in the window, as PNG. */
  public byte[] picture() {
    return driver.getScreenshotAs(OutputType.BYTES);
  }

  /** The same of one element alone, which is found by its id. */
  public byte[] picture(String id) {
    return driver.findElement(By.id(id)).getScreenshotAs(OutputType.BYTES);
  }

  /** Waits for an expression to hold, 20 s at most. */
  public void await(String expression) {
    await(expression, Eventually.BOUND);
  }

  /** The same, of what takes longer by itself. */
  public void await(String expression, Duration bound) {
    try {
      eventually(
          expression, bound, () -> Boolean.TRUE.equals(run("return Boolean(" + expression + ")")));
    } catch (AssertionError e) {
      throw new AssertionError(
          e.getMessage() + "; the page: " + text("body") + "; the console: " + console(), e);
    }
  }

  /** Does something again and again until an expression holds, a hundred times at most. */
  public void until(String expression, Runnable step) {
    for (int i = 0; i < 100; i++) {
      if (Boolean.TRUE.equals(run("return Boolean(" + expression + ")"))) {
        return;
      }
      step.run();
    }
    throw new AssertionError("not after a hundred steps: " + expression);
  }

  /** Waits for a text in the first element of a selector. */
  public void awaitText(String selector, String part) {
    await(
        "document.querySelector('%s')?.innerText.includes('%s')"
            .formatted(selector, part.replace("'", "\\'")));
  }

  /** Types into an input that is found by its id. */
  public void type(String id, CharSequence text) {
    driver.findElement(By.id(id)).sendKeys(text);
  }

  /** Chooses an option of a list that is found by its id. */
  public void choose(String id, String option) {
    driver.findElement(By.id(id)).findElement(By.xpath("option[.='" + option + "']")).click();
  }

  /** Presses keys wherever the focus is. */
  public void press(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /**
   * What the console has got since the page was opened or the last call, and what the policy has
   * forbidden in this page.
   */
  public List<String> complaints() {
    List<String> all = new ArrayList<>(console());
    if (run("return window.seen?.forbidden ?? []") instanceof List<?> forbidden) {
      forbidden.forEach(each -> all.add("forbidden: " + each));
    }
    return all;
  }

  private List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> !entry.getMessage().startsWith("chrome://")) // of the browser's own pages
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  /** The rules of accessibility that the page breaks, by axe-core, with where it does. */
  public List<String> inaccessible() throws IOException {
    driver.executeScript(axe());
    Object broken =
        driver.executeAsyncScript(
            """
            const done = arguments[0];
            axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => done(
                violations.map(({ id, nodes }) => id + ': '
                    + nodes.map(({ target, failureSummary }) => target + ' ' + failureSummary).join('; '))));
            """);
    return broken instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  private static String axe() throws IOException {
    try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
