package io.nessiecluster.docs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a page lists, entry by entry: the rows of a table, or the items of a list, whose first cell
 * ends at a colon and whose further cells are the items below it, each behind its title.
 */
public final class PageEntries {

  private static final String ITEM = "- ";
  private static final String CELL = "  - ";
  private static final String SAME_CELL = "  ";

  private final List<List<StringBuilder>> entries = new ArrayList<>();
  private boolean isInList;
  private int rowsOfTable;

  private PageEntries() {}

  /**
   * The entries below a heading, up to the next one.
   *
   * @param heading the whole line, such as {@code ## Checks}
   */
  public static List<List<String>> under(String page, String heading) {
    List<String> lines =
        page.lines()
            .dropWhile(line -> !line.equals(heading))
            .skip(1)
            .takeWhile(line -> !line.startsWith("#"))
            .toList();
    if (lines.isEmpty()) {
      throw new AssertionError("nothing below " + heading);
    }
    PageEntries read = new PageEntries();
    lines.forEach(read::line);
    return read.entries.stream()
        .map(cells -> cells.stream().map(cell -> cell.toString().strip()).toList())
        .toList();
  }

  private void line(String line) {
    rowsOfTable = line.startsWith("|") ? rowsOfTable + 1 : 0;
    if (rowsOfTable > 2) {
      entries.add(
          Arrays.stream(line.split("(?<!\\\\)\\|")).skip(1).map(StringBuilder::new).toList());
    } else if (line.startsWith(ITEM)) {
      isInList = true;
      entries.add(new ArrayList<>(List.of(new StringBuilder(line.substring(ITEM.length())))));
    } else if (isInList && line.startsWith(CELL)) {
      splitTheFirst();
      entries
          .getLast()
          .add(new StringBuilder(line.substring(line.indexOf(": ") + 2))); // behind its title
    } else if (isInList && line.startsWith(SAME_CELL)) {
      entries.getLast().getLast().append(' ').append(line.strip());
    } else {
      isInList = false;
    }
  }

  /** At the first colon that stands in no code: an entry's name, and what is said of it first. */
  private void splitTheFirst() {
    List<StringBuilder> cells = entries.getLast();
    if (cells.size() > 1) {
      return;
    }
    String first = cells.getFirst().toString();
    boolean isCode = false;
    for (int i = 0; i < first.length(); i++) {
      isCode ^= first.charAt(i) == '`';
      if (!isCode && first.startsWith(": ", i)) {
        cells.set(0, new StringBuilder(first.substring(0, i)));
        cells.add(new StringBuilder(first.substring(i + 2)));
        return;
      }
    }
  }
}
