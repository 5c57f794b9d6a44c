package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.base.NodeNames;
import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.distribution.epmd.EpmdProtocolException;
import io.nessiecluster.distribution.epmd.EpmdRequest;
import io.nessiecluster.distribution.epmd.NamesResponse;
import io.nessiecluster.distribution.epmd.PortPlease2Request;
import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.handshake.HandshakeCodec;
import io.nessiecluster.distribution.handshake.HandshakeException;
import io.nessiecluster.distribution.handshake.HandshakeMessage.SendName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Any text is judged alike at every door by which a node name comes in. */
class NodeNameDoorsTest {

  @Property
  void aNodeNameIsOneEverywhere(@ForAll("names") String text) {
    boolean valid = NodeNames.isNodeName(text);

    assertThat(PeerName.parse(text).isPresent()).isEqualTo(valid);
    assertThat(passes(() -> NodeSettings.of(text, Cookie.of("c"), TestNodes.LOOPBACK)))
        .isEqualTo(valid);
    if (!text.isEmpty()) {
      assertThat(new NodeName(text).basename().isPresent()).isEqualTo(valid);
      assertThat(new NodeName(text).host().isPresent()).isEqualTo(valid);
    }
    if (valid) {
      NodeName domain = new NodeName(text);
      assertThat(PeerName.parse(text))
          .contains(
              new PeerName(text, domain.basename().orElseThrow(), domain.host().orElseThrow()));
    }
  }

  @Property
  void whatIsPlainPassesEpmdAndTheHandshake(@ForAll("names") String text) {
    boolean plain = NodeNames.isPlain(text);

    assertThat(passes(() -> new PortPlease2Request(text))).isEqualTo(plain);
    assertThat(passes(() -> HandshakeCodec.encode(new SendName(0, 1, text)))).isEqualTo(plain);
    if (text.equals(new String(utf8(text), StandardCharsets.UTF_8))) {
      assertThat(isHeard(utf8(text))).isEqualTo(plain);
    }
    assertThat(passes(() -> new Atom(text))).isEqualTo(NodeNames.isAtom(text));
  }

  @Property
  void whatIsPlainIsHeardOfAPeerAndOfItsEpmd(@ForAll("names") String text) {
    if (!text.equals(new String(utf8(text), StandardCharsets.UTF_8))) {
      return; // half a pair cannot be sent
    }
    boolean plain = NodeNames.isPlain(text);

    assertThat(isChallenged(utf8(text))).isEqualTo(plain);
    assertThat(isRegistered(utf8(text))).isEqualTo(plain);
    assertThat(passes(() -> new NamesResponse.NamedPort(text, 1))).isEqualTo(plain);
    assertThat(isListed(text)).isEqualTo(plain);
  }

  @Property
  void whatAnyDoorLetsInShows(@ForAll("names") String text) {
    assertThat(NodeNames.isPlain(text))
        .isEqualTo(
            !text.isEmpty()
                && Printable.shows(text)
                && text.codePointCount(0, text.length()) <= NodeNames.MAX_CHARACTERS);
    if (NodeNames.isBasename(text) || NodeNames.isHost(text)) {
      assertThat(NodeNames.isPlain(text)).isTrue();
    }
  }

  @Property
  void aBasenameIsOneInAQuery(@ForAll("names") String text) {
    assertThat(passes(() -> new DnsQuery.Name("app.svc", Optional.of(text))))
        .isEqualTo(NodeNames.isBasename(text));
  }

  private static boolean isHeard(byte[] name) {
    ByteBuffer sent = ByteBuffer.allocate(15 + name.length);
    sent.put((byte) 'N').putLong(0).putInt(1).putShort((short) name.length).put(name).flip();
    try {
      HandshakeCodec.decodeFromInitiator(sent);
      return true;
    } catch (HandshakeException e) {
      return false;
    }
  }

  private static boolean isChallenged(byte[] name) {
    ByteBuffer sent = ByteBuffer.allocate(19 + name.length);
    sent.put((byte) 'N').putLong(0).putInt(1).putInt(1);
    sent.putShort((short) name.length).put(name).flip();
    try {
      HandshakeCodec.decodeFromAcceptor(sent);
      return true;
    } catch (HandshakeException e) {
      return false;
    }
  }

  /** Whether an EPMD that is served here takes the name of one who registers. */
  private static boolean isRegistered(byte[] name) {
    ByteBuffer sent = ByteBuffer.allocate(13 + name.length);
    sent.put((byte) 120).putShort((short) 4370).put((byte) 72).put((byte) 0).putShort((short) 6);
    sent.putShort((short) 6).putShort((short) name.length).put(name).putShort((short) 0).flip();
    try {
      EpmdRequest.decode(sent);
      return true;
    } catch (EpmdProtocolException e) {
      return false;
    }
  }

  /** Whether the name is taken from an EPMD's list as it is. */
  private static boolean isListed(String name) {
    byte[] lines = utf8("name " + name + " at port 4370\n");
    ByteBuffer sent = ByteBuffer.allocate(4 + lines.length).putInt(4369).put(lines).flip();
    try {
      return NamesResponse.decode(sent).nodes().getFirst().name().equals(name);
    } catch (EpmdProtocolException e) {
      return false;
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean passes(ThrowingCallable door) {
    try {
      door.call();
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Provide
  Arbitrary<String> names() {
    Arbitrary<String> characters =
        Arbitraries.of(
            "a", "Z", "9", "-", "_", "@", ".", ":", "[", " ", "é", "λ", "😀", "\n", "\u0085",
            "\ud83d", "\ude00", "\u202e", "\u200b", "\u2028", "\ufeff", "\u00a0", "\u00ad",
            "\ufe0f", "\ue000", "\u0378");
    Arbitrary<String> few = characters.list().ofMaxSize(6).map(list -> String.join("", list));
    return Arbitraries.oneOf(
        few,
        Arbitraries.strings().ofMaxLength(600),
        few.flatMap(
            start ->
                Arbitraries.of("x", "é", "😀")
                    .flatMap(
                        c ->
                            Arbitraries.integers()
                                .between(195, 260)
                                .map(count -> start + c.repeat(count)))));
  }
}
