package io.nessiecluster.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests a page of another origin has sent. */
class RequestOriginTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, http://localhost:8080/",
        "http://localhost:8080, same-origin, http://localhost:8080/",
        "http://LOCALHOST:8080, -, http://localhost:8080/",
        "http://[::1]:8080, -, http://[::1]:8080/",
        "https://nessie.example, -, http://nessie.example/",
        "https://nessie.example, -, http://nessie.example:443/",
        "http://nessie.example, -, http://nessie.example:80/",
        "-, same-origin, http://localhost:8080/",
        "-, same-site, http://localhost:8080/",
        "-, none, http://localhost:8080/"
      })
  void programsAndTheOwnPagesAreNotForeign(String origin, String site, URI own) {
    assertThat(new RequestOrigin(origin, site).isForeignTo(own)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, cross-site, http://localhost:8080/",
        "-, Cross-Site, http://localhost:8080/",
        "http://localhost:8080, cross-site, http://localhost:8080/",
        "http://evil.example, -, http://localhost:8080/",
        "http://localhost:3000, same-site, http://localhost:8080/",
        "http://localhost, -, http://localhost:8080/",
        "http://localhost:8080.evil.example, -, http://localhost:8080/",
        "http://evil.example, -, http:///",
        "null, -, http://localhost:8080/",
        "'', -, http://localhost:8080/",
        "'http://a b', -, http://localhost:8080/",
        "file://, -, http://localhost:8080/"
      })
  void thePagesOfOthersAre(String origin, String site, URI own) {
    assertThat(new RequestOrigin(origin, site).isForeignTo(own)).isTrue();
  }
}
