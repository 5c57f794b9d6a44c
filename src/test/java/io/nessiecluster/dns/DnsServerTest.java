package io.nessiecluster.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsServerTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.10, 10.0.0.10:53",
    "10.0.0.10:5353, 10.0.0.10:5353",
    "' 10.0.0.10 ', 10.0.0.10:53",
    "::1, [::1]:53",
    "[::1], [::1]:53",
    "[::1]:5353, [::1]:5353"
  })
  void anAddressIsReadWithOrWithoutPort(String text, String shown) {
    assertThat(DnsServer.parse(text)).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "dns.example",
        "localhost:53",
        "10.0.0",
        "10.0.0.256",
        "167772161",
        "10.0.0.1:",
        "10.0.0.1:x",
        "10.0.0.1:0",
        "10.0.0.1:65536",
        "10.0.0.1:+53",
        "[::1",
        "[]",
        "[10.0.0.1]:53",
        "[::1]53",
        "[::1]:",
        ":::",
        ":53"
      })
  void anythingElseIsRefusedWithWhatIsAllowed(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DnsServer.parse(text))
        .withMessageContaining("'" + text + "' is not a DNS server")
        .withMessageContaining("[fd00::10]:5353");
  }

  @Test
  void aTimeoutOutOfBoundsIsRefused() {
    DnsSettings settings = DnsSettings.defaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.withTimeout(Duration.ZERO))
        .withMessage("a DNS timeout is 1 ms to 1 min, not PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.withTimeout(Duration.ofMinutes(2)));
  }
}
