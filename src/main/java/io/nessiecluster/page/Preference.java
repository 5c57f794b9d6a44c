package io.nessiecluster.page;

import io.vertx.ext.web.MIMEHeader;
import java.util.List;

/** Which of the two faces is asked for, by the header {@code Accept} (RFC 9110, section 12.5.1). */
final class Preference {

  private Preference() {}

  /**
   * Whether it is the page. HTML must be named, as browsers do: a program accepts anything, and
   * means text. Who likes the text as much, such as the browsers of terminals, gets the text.
   */
  static boolean isForPage(List<MIMEHeader> accepted) {
    double html = weight("html", accepted);
    return html > 0 && html > weight("plain", accepted);
  }

  private static double weight(String subtype, List<MIMEHeader> accepted) {
    return accepted.stream()
        .filter(type -> type.component().equalsIgnoreCase("text"))
        .filter(type -> type.subComponent().equalsIgnoreCase(subtype))
        .mapToDouble(MIMEHeader::weight)
        .max()
        .orElse(0);
  }
}
