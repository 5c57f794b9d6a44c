package io.nessiecluster.page;

import java.util.List;

/** Whether the text is to be followed: {@code ?watch}. */
enum Watch {
  NO,
  YES,
  UNCLEAR;

  /** What is said by the values of the parameter. */
  static Watch of(List<String> values) {
    if (values.isEmpty()) {
      return NO;
    }
    return values.size() > 1
        ? UNCLEAR
        : switch (values.getFirst()) {
          case "", "true" -> YES;
          case "false" -> NO;
          default -> UNCLEAR;
        };
  }
}
