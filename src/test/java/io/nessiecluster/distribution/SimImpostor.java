package io.nessiecluster.distribution;

import io.nessiecluster.distribution.handshake.Digest;
import io.nessiecluster.distribution.handshake.DistributionFlag;
import io.nessiecluster.distribution.handshake.HandshakeCodec;
import io.nessiecluster.distribution.handshake.HandshakeMessage;
import io.nessiecluster.distribution.handshake.HandshakeMessage.Challenge;
import io.nessiecluster.distribution.handshake.HandshakeMessage.ChallengeAck;
import io.nessiecluster.distribution.handshake.HandshakeMessage.ChallengeReply;
import io.nessiecluster.distribution.handshake.HandshakeMessage.SendName;
import io.nessiecluster.distribution.handshake.HandshakeMessage.Status;
import io.nessiecluster.distribution.handshake.HandshakeMessage.Word;
import io.nessiecluster.distribution.handshake.Secret;
import java.util.List;

/** One without the cookie, who claims the names of nodes that have it. */
record SimImpostor(SimLoop loop, SimNetwork network) {

  private static final long FLAGS = DistributionFlag.HIDDEN_NODE;
  private static final int HOLD_MILLIS = 8000;

  /** Dials a node by the name of another, and goes on as chance has it. */
  void dial(String node, String claimed) {
    SimSocket socket = network.socket("impostor", node);
    socket.markHostile();
    loop.trace(() -> socket + " claims to be " + claimed);
    boolean hangs = loop.chance(40);
    network.connect(
        socket,
        listens -> {
          if (!listens) {
            socket.close();
            return;
          }
          socket.onRead(packet -> answer(socket, packet, hangs), socket::close);
          send(socket, new SendName(FLAGS, 9, claimed));
          loop.in(loop.upTo(hangs ? HOLD_MILLIS : 20), socket::close);
        });
  }

  private void answer(SimSocket socket, byte[] packet, boolean hangs) {
    if (hangs) {
      return;
    }
    byte tag = packet[Short.BYTES];
    if (tag == 'N') {
      send(socket, new ChallengeReply(1, guess()));
    } else if (packet.length == Short.BYTES + 1 + Word.ALIVE.text().length()) {
      send(socket, new Status(loop.chance(70) ? Word.TRUE : Word.FALSE));
    }
  }

  /** Listens where a node is that is down. */
  void listen(String name) {
    loop.trace(() -> "an impostor listens as " + name);
    network.listen(
        name,
        socket -> {
          socket.markHostile();
          socket.onRead(packet -> serve(socket, packet, name), socket::close);
          loop.in(loop.upTo(HOLD_MILLIS), socket::close);
        });
  }

  private void serve(SimSocket socket, byte[] packet, String name) {
    if (packet[Short.BYTES] == 'N') {
      List<Word> words = List.of(Word.OK, Word.OK_SIMULTANEOUS, Word.NOK, Word.ALIVE);
      Word word = words.get(loop.random.nextInt(words.size()));
      send(socket, new Status(word));
      if (word != Word.NOK) {
        send(socket, new Challenge(FLAGS, 7, 9, name));
      }
    } else if (packet[Short.BYTES] == 'r') {
      send(socket, new ChallengeAck(guess()));
    }
  }

  private static Digest guess() {
    return Secret.of("a guess").answer(7);
  }

  private static void send(SimSocket socket, HandshakeMessage message) {
    socket.send(HandshakeCodec.packet(message));
  }
}
