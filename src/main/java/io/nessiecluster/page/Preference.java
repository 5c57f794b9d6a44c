package io.nessiecluster.page;

import java.util.Arrays;
import java.util.List;

/** Which of the two faces is asked for, by the header {@code Accept} (RFC 9110, section 12.5.1). */
final class Preference {

  private Preference() {}

  /**
   * Whether it is the page. HTML must be named, as browsers do: a program accepts anything, and
   * means text. Who likes the text as much, such as the browsers of terminals, gets the text.
   *
   * @param accept the values of the header, each a list by commas
   */
  static boolean isForPage(List<String> accept) {
    double html = weight("text/html", accept);
    return html > 0 && html > weight("text/plain", accept);
  }

  private static double weight(String type, List<String> accept) {
    return accept.stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(range -> range.split(";", -1))
        .filter(range -> range[0].strip().equalsIgnoreCase(type))
        .mapToDouble(Preference::weight)
        .max()
        .orElse(0);
  }

  /** Its parameter {@code q}; a weight that is none counts for nothing. */
  private static double weight(String[] range) {
    for (int i = 1; i < range.length; i++) {
      String parameter = range[i].strip();
      if (parameter.regionMatches(true, 0, "q=", 0, 2)) {
        String weight = parameter.substring(2);
        return weight.matches("[01](\\.[0-9]{0,3})?") ? Double.parseDouble(weight) : 0;
      }
    }
    return 1;
  }
}
