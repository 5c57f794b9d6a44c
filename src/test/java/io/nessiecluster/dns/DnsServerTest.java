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
    "[::1]:5353, [::1]:5353",
    "fe80::1%lo, [fe80::1%lo]:53",
    "[fe80::1%lo]:5353, [fe80::1%lo]:5353",
    "fe80::1%1, [fe80::1%lo]:53"
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
        ":53",
        "fe80::1%",
        "fe80::1%eth77",
        "fe80::1%99999",
        "10.0.0.1%lo"
      })
  void anythingElseIsRefusedWithWhatIsAllowed(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DnsServer.parse(text))
        .withMessageContaining("'" + text + "' is not a DNS server")
        .withMessageContaining("[fd00::10]:5353");
  }

  @Test
  void theSameAddressOfAnotherInterfaceIsAnotherServer() {
    assertThat(DnsServer.parse("fe80::1%lo")).isEqualTo(DnsServer.parse("[fe80::1%lo]:53"));
    assertThat(DnsServer.parse("fe80::1%lo")).isNotEqualTo(DnsServer.parse("fe80::1"));
    assertThat(DnsServer.parse("fe80::1%lo")).hasSameHashCodeAs(DnsServer.parse("fe80::1%lo"));
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
