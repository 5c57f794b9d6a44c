package io.nessiecluster.distribution;

import static io.nessiecluster.distribution.etf.Term.atom;

import io.nessiecluster.distribution.epmd.Alive2Request;
import io.nessiecluster.distribution.epmd.Alive2Response;
import io.nessiecluster.distribution.epmd.NamesRequest;
import io.nessiecluster.distribution.epmd.NamesResponse;
import io.nessiecluster.distribution.epmd.NodeEntry;
import io.nessiecluster.distribution.epmd.NodeType;
import io.nessiecluster.distribution.epmd.Port2Response;
import io.nessiecluster.distribution.epmd.PortPlease2Request;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.TermEncoder;
import io.nessiecluster.distribution.handshake.Digest;
import io.nessiecluster.distribution.handshake.DistributionFlag;
import io.nessiecluster.distribution.handshake.HandshakeCodec;
import io.nessiecluster.distribution.handshake.HandshakeMessage;
import io.nessiecluster.distribution.handshake.Secret;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Inputs of which a fuzzer begins: whole messages, as nodes send them. */
final class FuzzSeeds {

  private static final NodeEntry NODE = NodeEntry.of("peer", 4370, NodeType.HIDDEN);
  private static final Digest DIGEST = Secret.of("another").answer(9);
  private static final HandshakeMessage NAME =
      new HandshakeMessage.SendName(DistributionFlag.VISIBLE_NODE, 5, FuzzOracles.PEER);
  private static final HandshakeMessage OK = status(HandshakeMessage.Word.OK);
  private static final HandshakeMessage CHALLENGE =
      new HandshakeMessage.Challenge(DistributionFlag.VISIBLE_NODE, 9, 5, FuzzOracles.PEER);
  private static final HandshakeMessage REPLY = new HandshakeMessage.ChallengeReply(9, DIGEST);
  private static final HandshakeMessage ACK = new HandshakeMessage.ChallengeAck(DIGEST);

  /** As a BEAM of OTP 27 sends them: a pid, a reference, a port, a fun, and all else. */
  private static final List<Term> TERMS =
      List.of(
          atom("undefined"),
          atom("é"),
          Term.tuple(atom("ok"), Term.integer(java.math.BigInteger.ONE.shiftLeft(100))),
          Term.tuple(Term.tuple(), Term.integer(java.math.BigInteger.valueOf(-5))));

  private static final List<String> FOREIGN_TERMS =
      List.of(
          "8358770d6e6f6e6f6465406e6f686f73740000005700000000 00000000",
          "835a000377 0d6e6f6e6f6465406e6f686f7374 00000000 00000001 00000002 00000003",
          "8378770d6e6f6e6f6465406e6f686f737400000000000000050 0000000",
          "83740000000161016102",
          "836c00000002610161026a",
          "836c0000000161016102",
          "836b0003010203",
          "836d0000000568656c6c6f",
          "834d0000000203fee0",
          "83463ff8000000000000",
          "8371770665726c616e6777036e6f776100",
          "836e0801ffffffffffffff7f");

  private FuzzSeeds() {}

  static List<byte[]> of(FuzzTarget target) {
    return switch (target) {
      case EPMD ->
          List.of(
              behind(0, request(new Alive2Request(NODE).encode())),
              behind(0, request(new PortPlease2Request("peer").encode())),
              behind(0, request(new NamesRequest().encode())),
              behind(1, bytes(new Port2Response.Registered(NODE).encode())),
              behind(1, bytes(new Port2Response.NotRegistered(1).encode())),
              behind(2, bytes(new Alive2Response(0, 7, true).encode())),
              behind(2, bytes(new Alive2Response(1, 7, false).encode())),
              behind(
                  3,
                  bytes(
                      new NamesResponse(4369, List.of(new NamesResponse.NamedPort("peer", 4370)))
                          .encode())));
      case HANDSHAKE_PACKETS ->
          Stream.concat(
                  Stream.of(NAME, status(HandshakeMessage.Word.TRUE), REPLY)
                      .map(message -> behind(0, HandshakeCodec.encode(message))),
                  Stream.of(OK, CHALLENGE, ACK, new HandshakeMessage.NamedStatus("a@b", 3))
                      .map(message -> behind(1, HandshakeCodec.encode(message))))
              .toList();
      case HANDSHAKE ->
          List.of(
              packets(0, NAME, REPLY),
              packets(12, NAME, status(HandshakeMessage.Word.TRUE), REPLY),
              packets(1, OK, CHALLENGE, ACK),
              packets(3, status(HandshakeMessage.Word.ALIVE), CHALLENGE, ACK),
              packets(1, status(HandshakeMessage.Word.NOK)));
      case FRAMES -> List.of(hex("00000000 00000003 010203 00000000"), hex("7fffffff00"));
      case TERMS ->
          Stream.concat(
                  TERMS.stream().map(term -> TermEncoder.encode(term)),
                  FOREIGN_TERMS.stream().map(FuzzSeeds::hex))
              .toList();
      case CONTROL -> controls();
    };
  }

  private static List<byte[]> controls() {
    String pid = "58770d6e6f6e6f6465406e6f686f7374000000570000000000000000";
    String ref = "5a0001770d6e6f6e6f6465406e6f686f73740000000000000001";
    String kernel = "770a6e65745f6b65726e656c";
    return Stream.of(
            "68036101" + pid + pid,
            "6804610661006100" + kernel,
            "6804611361006100" + ref,
            "68046113" + pid + kernel + ref,
            "68046123" + "6101" + pid + pid,
            "6806611d" + ref + pid + pid + "6803770177770177" + "6100" + "6a",
            "680461066100" + "7700" + kernel,
            "6804"
                + "6106"
                + pid
                + "7700"
                + kernel
                + "836803"
                + "7709"
                + "2467656e5f63616c6c"
                + "6802"
                + pid
                + ref
                + "6802"
                + "7707"
                + "69735f61757468"
                + "770161")
        .map(control -> hex("7083" + control))
        .toList();
  }

  private static HandshakeMessage status(HandshakeMessage.Word word) {
    return new HandshakeMessage.Status(word);
  }

  private static byte[] packets(int choice, HandshakeMessage... messages) {
    ByteBuffer all = ByteBuffer.allocate(1 << 12).put((byte) choice);
    for (HandshakeMessage message : messages) {
      all.put(HandshakeCodec.packet(message));
    }
    return bytes(all.flip());
  }

  private static byte[] behind(int choice, byte[] message) {
    return bytes(ByteBuffer.allocate(1 + message.length).put((byte) choice).put(message).flip());
  }

  private static byte[] request(ByteBuffer framed) {
    return bytes(framed.position(Short.BYTES));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
