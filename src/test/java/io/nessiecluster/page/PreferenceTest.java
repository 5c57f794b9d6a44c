package io.nessiecluster.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferenceTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "text/html",
        " TEXT/HTML ; charset=utf-8",
        "text/html, */*",
        "text/html;q=0.2, text/plain;q=0.1",
        "text/html;Q=1.000, text/plain;q=0.999",
        "text/html, text/plain;q=much"
      })
  void whoNamesHtmlAndLikesItMoreIsForThePage(String accept) {
    assertThat(Preference.isForPage(List.of(accept))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "text/*",
        "text/plain",
        "text/html;q=0",
        "text/html; q=0.000",
        "text/html, text/plain",
        "text/html;q=much",
        "text/html;q=2",
        "text/html;q=-1",
        "text/htmlx",
        "nonsense",
        ";,;;q=,",
        ""
      })
  void allOthersAreNot(String accept) {
    assertThat(Preference.isForPage(List.of(accept))).isFalse();
  }

  @Test
  void aHeaderMayBeAbsentOrComeInManyLines() {
    assertThat(Preference.isForPage(List.of())).isFalse();
    assertThat(Preference.isForPage(List.of("image/png", "text/html"))).isTrue();
    assertThat(Preference.isForPage(List.of("text/html", "text/plain"))).isFalse();
  }
}
