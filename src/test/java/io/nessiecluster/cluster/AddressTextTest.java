package io.nessiecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTextTest {

  private static final Pattern LONGER_ZERO_RUN = Pattern.compile("(^|:)0:0(:|$)");

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "10.0.0.1", "192.168.1.254", "255.255.255.255"})
  void ipv4IsDottedDecimal(String text) {
    assertThat(AddressText.of(InetAddress.ofLiteral(text).getAddress())).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "2001:0db8:0000:0000:0001:0000:0000:0001, 2001:db8::1:0:0:1", // 4.2.3: the first longest run
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1", // 4.2.2: one group of zeros is written
    "2001:db8:0:0:0:0:2:1, 2001:db8::2:1", // 4.2.1: shortened as much as possible
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1", // 4.2.3: the longest run
    "2001:DB8:AAAA:BBBB:CCCC:DDDD:EEEE:000F, 2001:db8:aaaa:bbbb:cccc:dddd:eeee:f", // 4.1, 4.3
    "0:0:0:0:0:0:0:0, ::",
    "0:0:0:0:0:0:0:1, ::1",
    "fe80:0:0:0:0:0:0:0, fe80::",
    "0:1:0:0:0:0:0:0, 0:1::",
    "0:0:0:0:1:0:0:0, ::1:0:0:0",
    "1:0:2:0:3:0:4:0, 1:0:2:0:3:0:4:0",
    "0:0:0:0:ffff:0:1:1, ::ffff:0:1:1",
    "64:ff9b:0:0:0:0:102:304, 64:ff9b::102:304"
  })
  void ipv6IsAsRfc5952HasIt(String written, String canonical) {
    assertThat(AddressText.of(InetAddress.ofLiteral(written).getAddress())).isEqualTo(canonical);
  }

  @Test
  void anIpv4MappedAddressIsDottedBehindItsPrefix() {
    assertThat(AddressText.of(embedded(0xff, 10, 0, 0, 1))).isEqualTo("::ffff:10.0.0.1");
  }

  /** Seen with inet:ntoa/1 of Erlang, which takes all of ::/96 but :: and ::1 for such. */
  @Test
  void anIpv4CompatibleAddressIsDottedAsErlangWritesIt() {
    assertThat(AddressText.of(embedded(0, 1, 2, 3, 4))).isEqualTo("::1.2.3.4");
    assertThat(AddressText.of(embedded(0, 0, 1, 0, 0))).isEqualTo("::0.1.0.0");
    assertThat(AddressText.of(embedded(0, 0, 0, 0, 2))).isEqualTo("::0.0.0.2");
    assertThat(AddressText.of(embedded(0, 0, 0, 0, 0x80))).isEqualTo("::0.0.0.128");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 5, 15, 17})
  void anotherLengthIsNoAddress(int length) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AddressText.of(new byte[length]))
        .withMessage("an address has 4 or 16 bytes, not " + length);
  }

  @Property
  void theTextOfAnIpv4AddressReadsBackAsTheAddress(@ForAll @Size(4) byte[] address) {
    assertThat(InetAddress.ofLiteral(AddressText.of(address)).getAddress()).isEqualTo(address);
  }

  @Property
  void theTextOfAnIpv6AddressReadsBackAsTheAddress(@ForAll("ipv6") byte[] address)
      throws UnknownHostException {
    String text = AddressText.of(address);
    // both sides through InetAddress, which makes an IPv4 address of a mapped one
    assertThat(InetAddress.ofLiteral(text)).isEqualTo(InetAddress.getByAddress(address));
  }

  @Property
  void theTextOfAnIpv6AddressHasNoShorterForm(@ForAll("ipv6") byte[] address) {
    String text = AddressText.of(address);
    assertThat(text).isLowerCase().matches("[0-9a-f:.]+").doesNotContainPattern("(^|:)0[0-9a-f]");
    if (!text.contains("::")) {
      assertThat(text).doesNotContainPattern(LONGER_ZERO_RUN);
    }
  }

  /** Groups of few values, so that runs of zeros and prefixes turn up. */
  @Provide
  Arbitrary<byte[]> ipv6() {
    Arbitrary<Integer> group = Arbitraries.of(0, 0, 0, 1, 0xff, 0xabc, 0xffff, 0x1000);
    return group
        .array(int[].class)
        .ofSize(8)
        .map(
            groups -> {
              byte[] address = new byte[16];
              for (int i = 0; i < 8; i++) {
                address[2 * i] = (byte) (groups[i] >> 8);
                address[2 * i + 1] = (byte) groups[i];
              }
              return address;
            });
  }

  private static byte[] embedded(int prefix, int... ipv4) {
    byte[] address = new byte[16];
    address[10] = (byte) prefix;
    address[11] = (byte) prefix;
    for (int i = 0; i < 4; i++) {
      address[12 + i] = (byte) ipv4[i];
    }
    return address;
  }
}
