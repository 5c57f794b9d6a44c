package io.nessiecluster.mesh.check;

import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.NodeName;
import java.time.Duration;
import java.util.List;

/** Evidence on one line that people can read, whatever members have said. */
final class Brief {

  /** How many characters of what a member said are shown. */
  static final int CHARS = 80;

  /** How many of many things are named. */
  static final int FIRST = 5;

  private Brief() {}

  /** What a member said. */
  static String said(String text) {
    return Printable.text(cut(text, CHARS));
  }

  /** As many characters of a text, and a sign that there are more. */
  static String cut(String text, int chars) {
    if (text.length() <= chars) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars;
    return text.substring(0, end) + "…";
  }

  /** The first few lines, in their order, and how many more there are. */
  static String first(List<String> lines) {
    int more = lines.size() - FIRST;
    String named = String.join(", ", lines.subList(0, Math.min(FIRST, lines.size())));
    return more > 0 ? named + " and " + more + " more" : named;
  }

  /** The first few nodes, by name, and how many more there are. */
  static String names(List<NodeName> nodes) {
    return first(nodes.stream().sorted().map(node -> said(node.text())).toList());
  }

  /** So many of them, such as {@code 1 member} or {@code 3 members}. */
  static String count(long n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }

  /** A time, to the second below two minutes and to the minute above. */
  static String time(Duration time) {
    return time.toSeconds() < 120 ? time.toSeconds() + " s" : time.toMinutes() + " min";
  }
}
