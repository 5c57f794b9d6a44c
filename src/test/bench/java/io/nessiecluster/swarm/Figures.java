package io.nessiecluster.swarm;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Figures for people. */
final class Figures {

  private Figures() {}

  /** The one in the middle, the upper one of two. */
  static Duration median(Collection<Duration> figures) {
    List<Duration> sorted = figures.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  /** Milliseconds: whole ones from 100 on, else with a digit or two behind the point. */
  static String ms(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    int digits = millis >= 100 ? 0 : millis >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + digits + "f", millis);
  }

  /** How often the one is the other, such as {@code 2.1}. */
  static String ratio(Duration one, Duration other) {
    return String.format(Locale.ROOT, "%.1f", (double) one.toNanos() / other.toNanos());
  }

  /** How often the one is the other, such as {@code 1.04}. */
  static String exactRatio(Duration one, Duration other) {
    return String.format(Locale.ROOT, "%.2f", (double) one.toNanos() / other.toNanos());
  }

  /** A row of a Markdown table. */
  static void row(Object... cells) {
    StringBuilder line = new StringBuilder("|");
    for (Object cell : cells) {
      line.append(' ').append(cell).append(" |");
    }
    System.out.println(line);
  }

  /** A title, and the head of a table. */
  static void head(String title, String... columns) {
    System.out.println();
    System.out.println(title);
    System.out.println();
    row((Object[]) columns);
    System.out.println("|" + "---|".repeat(columns.length));
  }
}
