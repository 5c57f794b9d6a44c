package io.nessiecluster.page;

import io.nessiecluster.base.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table, each column as wide as its widest cell, and no line wider than {@value Wrapped#COLUMNS}
 * columns: the first column gets what the others leave. What does not show is escaped.
 */
final class Columns {

  private static final int GAP = 2;

  private final List<Integer> widest;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * A table without rows.
   *
   * @param titles of the columns
   * @param widest how wide each column but the first may be
   */
  Columns(List<String> titles, List<Integer> widest) {
    this.widest = List.copyOf(widest);
    add(titles);
  }

  void add(List<String> row) {
    rows.add(row.stream().map(Printable::text).toList());
  }

  List<String> lines() {
    int[] widths = new int[rows.getFirst().size()];
    for (int i = 1; i < widths.length; i++) {
      widths[i] = Math.min(widest.get(i - 1), widestCell(i));
    }
    int left = Wrapped.COLUMNS - Arrays.stream(widths).sum() - GAP * (widths.length - 1);
    widths[0] = Math.min(left, widestCell(0));
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private int widestCell(int column) {
    return rows.stream().mapToInt(row -> Width.of(row.get(column))).max().orElse(0);
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = Width.cut(row.get(i), widths[i]);
      line.append(cell).append(" ".repeat(Math.max(0, widths[i] - Width.of(cell)) + GAP));
    }
    return line.toString().stripTrailing();
  }
}
