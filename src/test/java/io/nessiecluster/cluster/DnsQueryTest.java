package io.nessiecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnsQueryTest {

  private static final String LABEL_63 = "a".repeat(63);
  private static final String NAME_253 =
      LABEL_63 + "." + LABEL_63 + "." + LABEL_63 + "." + "a".repeat(61);

  @ParameterizedTest
  @ValueSource(strings = {"ignore", "Ignore", "IGNORE"})
  void ignoreTurnsDiscoveryOff(String text) {
    assertThat(DnsQuery.parse(text)).isEqualTo(new DnsQuery.Ignore());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app",
        "app.prod.svc.cluster.local.",
        "_epmd._tcp.app.svc",
        "10-0-0-1.app",
        "ignore.",
        "xn--bcher-kva.example"
      })
  void aNameIsAQueryOfTheOwnBasename(String text) {
    assertThat(DnsQuery.parse(text)).isEqualTo(new DnsQuery.Name(text, Optional.empty()));
  }

  @Test
  void basenameAndNameAreJoinedByAnEqualsSign() {
    assertThat(DnsQuery.parse("my_worker-1=worker.svc"))
        .isEqualTo(new DnsQuery.Name("worker.svc", Optional.of("my_worker-1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "a..b",
        ".a",
        "a b",
        " a",
        "a\n",
        "-a",
        "a.-b",
        "ä",
        "a/b",
        "a:53",
        "a=b=c",
        "worker=",
        "http://a",
        "*.svc"
      })
  void whatIsNoNameIsRefusedWithWhatIsAllowed(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DnsQuery.parse(text))
        .withMessageContaining("is not a DNS name")
        .withMessageContaining("letters, digits, '-' and '_'")
        .withMessageContaining("63")
        .withMessageContaining("253");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=a", "a@b=c", "a b=c", "a.b=c", "ä=c"})
  void whatIsNoBasenameIsRefusedWithWhatIsAllowed(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DnsQuery.parse(text))
        .withMessageContaining("is not a basename")
        .withMessageContaining("letters, digits, '-' and '_'");
  }

  @Test
  void namesAndLabelsEndAtTheirBounds() {
    assertThat(DnsQuery.parse(NAME_253)).isNotNull();
    assertThat(DnsQuery.parse(NAME_253 + ".")).isNotNull();
    for (String tooLong : new String[] {NAME_253 + "a", NAME_253 + "a.", LABEL_63 + "a"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> DnsQuery.parse(tooLong));
    }
    assertThat(DnsQuery.parse("a".repeat(200) + "=b")).isNotNull();
    assertThatIllegalArgumentException().isThrownBy(() -> DnsQuery.parse("a".repeat(201) + "=b"));
  }
}
