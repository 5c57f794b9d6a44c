package io.nessiecluster.connector;

import java.util.Arrays;
import java.util.List;

/** What can ever be called at a member, for the page that tells of it. */
public final class ClosedList {

  private ClosedList() {}

  /** A row for each function, as it stands on the page: which, when, what for, at what cost. */
  public static List<List<String>> rows() {
    return Arrays.stream(RemoteFunction.values())
        .map(f -> List.of("`" + f + "`", f.when(), f.purpose(), f.cost()))
        .toList();
  }
}
