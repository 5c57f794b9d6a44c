package io.nessiecluster.distribution.epmd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class EpmdMessageTest {

  /** Any way to read a message. */
  private interface Decoder {
    Object decode(ByteBuffer message) throws EpmdProtocolException;
  }

  @Property(tries = 500)
  void aRequestIsReadAsItWasWritten(@ForAll("requests") EpmdRequest request)
      throws EpmdProtocolException {
    ByteBuffer message = request.encode();
    int length = Short.toUnsignedInt(message.getShort());

    assertThat(length).isEqualTo(message.remaining()).isLessThanOrEqualTo(EpmdRequest.MAX_BYTES);
    assertThat(EpmdRequest.decode(message)).isEqualTo(request);
  }

  @Property(tries = 500)
  void aPort2ResponseIsReadAsItWasWrittenAndTheBytesBehindItAreLeft(
      @ForAll("port2Responses") Port2Response response, @ForAll @Size(max = 9) byte[] trailer)
      throws EpmdProtocolException {
    ByteBuffer message = followed(response.encode(), trailer);
    assertThat(Port2Response.decode(message)).isEqualTo(response);
    assertThat(message).isEqualTo(ByteBuffer.wrap(trailer));
  }

  @Property(tries = 500)
  void anAlive2ResponseIsReadAsItWasWrittenAndTheBytesBehindItAreLeft(
      @ForAll("alive2Responses") Alive2Response response, @ForAll @Size(max = 9) byte[] trailer)
      throws EpmdProtocolException {
    ByteBuffer message = followed(response.encode(), trailer);
    assertThat(Alive2Response.decode(message)).isEqualTo(response);
    assertThat(message).isEqualTo(ByteBuffer.wrap(trailer));
  }

  @Property(tries = 300)
  void aNamesResponseIsReadAsItWasWritten(@ForAll("namesResponses") NamesResponse response)
      throws EpmdProtocolException {
    assertThat(NamesResponse.decode(response.encode())).isEqualTo(response);
  }

  @Property(tries = 200)
  void aTruncatedMessageFailsWithATypedError(
      @ForAll("nodes") NodeEntry node, @ForAll("alive2Responses") Alive2Response alive2) {
    assertPrefixesAreTruncated(
        new Alive2Request(node).encode().position(2).slice(), EpmdRequest::decode);
    assertPrefixesAreTruncated(new Port2Response.Registered(node).encode(), Port2Response::decode);
    assertPrefixesAreTruncated(alive2.encode(), Alive2Response::decode);
  }

  @Property(tries = 1000)
  void arbitraryBytesAreAMessageOrATypedError(
      @ForAll("tags") byte tag, @ForAll @Size(max = 60) byte[] rest) {
    ByteBuffer message =
        ByteBuffer.allocate(1 + rest.length).put(tag).put(rest).flip().asReadOnlyBuffer();
    assertIsAMessageOrATypedError(message, EpmdRequest::decode);
    assertIsAMessageOrATypedError(message, Port2Response::decode);
    assertIsAMessageOrATypedError(message, Alive2Response::decode);
    assertIsAMessageOrATypedError(message, NamesResponse::decode);
  }

  @Example
  void theMessagesAreThoseOfTheProtocol() {
    NodeEntry node = NodeEntry.of("ab", 0x1234, NodeType.HIDDEN);

    assertThat(hex(new Alive2Request(node).encode()))
        .isEqualTo("000f" + "78" + "1234" + "48" + "00" + "0006" + "0006" + "00026162" + "0000");
    assertThat(hex(new PortPlease2Request("ab").encode())).isEqualTo("00037a6162");
    assertThat(hex(new NamesRequest().encode())).isEqualTo("00016e");
    assertThat(hex(new Port2Response.NotRegistered(1).encode())).isEqualTo("7701");
    assertThat(hex(new Alive2Response(0, 0x01020304, true).encode())).isEqualTo("760001020304");
    assertThat(hex(new Alive2Response(0, 3, false).encode())).isEqualTo("79000003");
  }

  @Example
  void aNamesResponseIsLinesBehindAPort() throws EpmdProtocolException {
    byte[] lines =
        "name a at port 1 at port 22\nname é at port 65535\n".getBytes(StandardCharsets.UTF_8);
    ByteBuffer message = ByteBuffer.allocate(4 + lines.length).putInt(4369).put(lines).flip();

    NamesResponse response = NamesResponse.decode(message);

    assertThat(response.epmdPort()).isEqualTo(4369);
    assertThat(response.nodes())
        .containsExactly(
            new NamesResponse.NamedPort("a at port 1", 22),
            new NamesResponse.NamedPort("é", 65535));
  }

  @Example
  void extraBytesOfANodeAreSkipped() throws EpmdProtocolException {
    ByteBuffer message =
        bytes("7700" + "1234" + "4d" + "00" + "0006" + "0005" + "000161" + "0002ffff");
    assertThat(Port2Response.decode(message))
        .isEqualTo(
            new Port2Response.Registered(new NodeEntry(0x1234, NodeType.NORMAL, 0, 6, 5, "a")));
    assertThat(message.hasRemaining()).isFalse();
  }

  @Example
  void whatIsNoMessageFailsWithATypedError() {
    assertIsNone(EpmdRequest::decode, "79"); // an answer
    assertIsNone(EpmdRequest::decode, "7a"); // no name
    assertIsNone(EpmdRequest::decode, "6e00"); // more than a request
    assertIsNone(EpmdRequest::decode, "7a610a62"); // a line feed would forge a line of names
    assertIsNone(EpmdRequest::decode, "7a" + "ff"); // no UTF-8
    assertIsNone(EpmdRequest::decode, "7a" + "61".repeat(256)); // longer than an atom
    assertIsNone(EpmdRequest::decode, "7a" + "f09f9880".repeat(256)); // and in bytes
    assertIsNone(Port2Response::decode, "7600");
    assertIsNone(Port2Response::decode, "7700" + "0000" + "4d0000060005" + "000161" + "0000");
    assertIsNone(Port2Response::decode, "7700" + "1234" + "000000060005" + "000161" + "0000");
    assertIsNone(Port2Response::decode, "7700" + "1234" + "4d0000060005" + "ffff61" + "0000");
    assertIsNone(Port2Response::decode, "7700" + "1234" + "4d0000060005" + "000161" + "ffff");
    assertIsNone(Alive2Response::decode, "7700");
    assertIsNone(NamesResponse::decode, "00000000");
    assertIsNone(NamesResponse::decode, "00001111" + "61620a");
    assertIsNone(NamesResponse::decode, "00001111" + hex("name a at port 99999\n"));
  }

  @Example
  void aNameThatEpmdCannotCarryIsRefused() {
    for (String name : new String[] {"", "a\nb", "a\0", "x".repeat(256), "\ud83d"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new PortPlease2Request(name));
      assertThatIllegalArgumentException().isThrownBy(() -> NodeEntry.of(name, 1, NodeType.NORMAL));
    }
  }

  @Provide
  Arbitrary<NodeEntry> nodes() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 65535),
            Arbitraries.of(NodeType.class),
            Arbitraries.integers().between(0, 255),
            Arbitraries.integers().between(0, 65535),
            Arbitraries.integers().between(0, 65535),
            names())
        .as(NodeEntry::new);
  }

  @Provide
  Arbitrary<EpmdRequest> requests() {
    return Arbitraries.oneOf(
        nodes().map(Alive2Request::new),
        names().map(PortPlease2Request::new),
        Arbitraries.just(new NamesRequest()));
  }

  @Provide
  Arbitrary<Port2Response> port2Responses() {
    return Arbitraries.oneOf(
        nodes().map(Port2Response.Registered::new),
        Arbitraries.integers().between(1, 255).map(Port2Response.NotRegistered::new));
  }

  @Provide
  Arbitrary<Alive2Response> alive2Responses() {
    Arbitrary<Integer> results = Arbitraries.integers().between(0, 255);
    return Arbitraries.oneOf(
        Combinators.combine(results, Arbitraries.integers())
            .as((result, creation) -> new Alive2Response(result, creation, true)),
        Combinators.combine(results, Arbitraries.integers().between(0, 0xffff))
            .as((result, creation) -> new Alive2Response(result, creation, false)));
  }

  @Provide
  Arbitrary<NamesResponse> namesResponses() {
    Arbitrary<Integer> ports = Arbitraries.integers().between(1, 65535);
    return Combinators.combine(
            ports,
            Combinators.combine(names(), ports)
                .as(NamesResponse.NamedPort::new)
                .list()
                .ofMaxSize(9))
        .as(NamesResponse::new);
  }

  @Provide
  Arbitrary<Byte> tags() {
    return Arbitraries.oneOf(
        Arbitraries.of(110, 118, 119, 120, 121, 122, 0).map(Integer::byteValue),
        Arbitraries.bytes());
  }

  private static Arbitrary<String> names() {
    return Arbitraries.oneOf(
        Arbitraries.strings().alpha().numeric().withChars('_', '-').ofMinLength(1).ofMaxLength(255),
        Arbitraries.strings()
            .withChars('a', ' ', 'é', 'λ', '’', '漢')
            .ofMinLength(1)
            .ofMaxLength(255));
  }

  private static void assertPrefixesAreTruncated(ByteBuffer message, Decoder decoder) {
    for (int length = 0; length < message.limit(); length++) {
      ByteBuffer prefix = message.slice(0, length);
      assertThatExceptionOfType(EpmdProtocolException.Truncated.class)
          .isThrownBy(() -> decoder.decode(prefix));
      assertThat(prefix.position()).isZero();
    }
  }

  private static void assertIsAMessageOrATypedError(ByteBuffer message, Decoder decoder) {
    try {
      assertThat(decoder.decode(message.duplicate())).isNotNull();
    } catch (EpmdProtocolException e) {
      assertThat(e).hasMessageMatching(".+");
    }
  }

  private static void assertIsNone(Decoder decoder, String hex) {
    assertThatExceptionOfType(EpmdProtocolException.class)
        .as(hex)
        .isThrownBy(() -> decoder.decode(bytes(hex)));
  }

  private static ByteBuffer followed(ByteBuffer message, byte[] trailer) {
    return ByteBuffer.allocate(message.remaining() + trailer.length)
        .put(message)
        .put(trailer)
        .flip();
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(ByteBuffer message) {
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
