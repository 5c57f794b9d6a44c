package io.nessiecluster.page;

import io.nessiecluster.base.Printable;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines of at most {@value #COLUMNS} columns; what does not fit goes on in the next one, indented.
 * What does not show is escaped, and no line ends in a blank.
 */
final class Wrapped {

  /** What a line has at most. */
  static final int COLUMNS = 100;

  private static final String GAP = "   ";

  private final List<String> lines = new ArrayList<>();
  private final String hanging;
  private String line;
  private boolean begun;

  private Wrapped(int indent, int hanging) {
    this.hanging = " ".repeat(hanging);
    this.line = " ".repeat(indent);
  }

  /** Parts in their order, three blanks between those of one line; none is parted if it fits. */
  static List<String> parts(List<String> parts) {
    Wrapped wrapped = new Wrapped(0, 2);
    for (String part : parts) {
      String shown = Printable.text(part);
      if (Width.of(shown) > COLUMNS - wrapped.hanging.length()) {
        wrapped.words(GAP, shown);
      } else {
        wrapped.put(GAP, shown);
      }
    }
    return wrapped.done();
  }

  /**
   * Words in their order.
   *
   * @param indent of the first line
   * @param hanging of those that follow
   */
  static List<String> text(String text, int indent, int hanging) {
    Wrapped wrapped = new Wrapped(indent, hanging);
    wrapped.words(" ", Printable.text(text));
    return wrapped.done();
  }

  private void words(String gap, String text) {
    String before = gap;
    for (String word : text.strip().split(" +", -1)) {
      put(before, word);
      before = " ";
    }
  }

  private void put(String gap, String word) {
    if (begun && Width.of(line) + gap.length() + Width.of(word) > COLUMNS) {
      next();
    }
    line += begun ? gap : "";
    begun = true;
    String rest = word;
    while (Width.of(line) + Width.of(rest) > COLUMNS) { // it is longer than a line
      String head = Width.head(rest, COLUMNS - Width.of(line));
      line += head;
      rest = rest.substring(head.length());
      next();
      begun = true;
    }
    line += rest;
  }

  private void next() {
    lines.add(line.stripTrailing());
    line = hanging;
    begun = false;
  }

  private List<String> done() {
    lines.add(line.stripTrailing());
    return List.copyOf(lines);
  }
}
