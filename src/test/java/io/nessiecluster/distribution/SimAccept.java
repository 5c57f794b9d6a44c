package io.nessiecluster.distribution;

import io.nessiecluster.distribution.handshake.AcceptorState;
import io.nessiecluster.distribution.handshake.Handshake;
import io.nessiecluster.distribution.handshake.HandshakeCodec;
import io.nessiecluster.distribution.handshake.HandshakeException;
import io.nessiecluster.distribution.handshake.HandshakeMessage;
import io.nessiecluster.distribution.handshake.HandshakeStep;
import io.nessiecluster.distribution.handshake.PeerNode;
import java.nio.ByteBuffer;
import java.util.List;

/** The steps of {@link Acceptor}, where waiting is a timer instead of a thread that blocks. */
final class SimAccept {

  private final SimNode node;
  private final SimSocket socket;
  private final Admission admission;
  private final SimLoop.Timer watchdog;
  private HandshakeStep<AcceptorState> step;
  private boolean over;

  SimAccept(SimNode node, SimSocket socket) {
    this.node = node;
    this.socket = socket;
    socket.owner = node;
    this.admission = new Admission(node.table, socket.getInetAddress());
    this.step = Handshake.accept(node.local, node.challenge(), admission);
    this.watchdog = node.in(NodeLimits.DEFAULT.handshakeTimeout().toNanos(), () -> end(false));
    socket.onRead(packet -> node.event(() -> receive(packet)), () -> node.event(this::endOfStream));
  }

  /** The node is closed. */
  void close() {
    socket.close();
  }

  private void receive(byte[] packet) {
    if (!over && step instanceof HandshakeStep.Next<AcceptorState> next) {
      try {
        ByteBuffer payload = ByteBuffer.wrap(packet, Short.BYTES, packet.length - Short.BYTES);
        step = next.state().receive(HandshakeCodec.decodeFromInitiator(payload));
      } catch (HandshakeException e) {
        step = HandshakeStep.failed(e.reason(), e.detail());
      }
      goOn();
    }
  }

  private void endOfStream() {
    if (!over && step instanceof HandshakeStep.Next<AcceptorState> next) {
      step = next.state().endOfStream();
      goOn();
    }
  }

  private void goOn() {
    node.loop.trace(
        () -> node.name + " " + socket + " " + step.getClass().getSimpleName() + step.send());
    switch (step) {
      case HandshakeStep.Done<AcceptorState>(List<HandshakeMessage> send, PeerNode peer) ->
          admit(peer, send);
      case HandshakeStep.Next<AcceptorState> next -> send(next.send());
      case HandshakeStep.Failed<AcceptorState> _, HandshakeStep.Yielded<AcceptorState> _ -> {
        send(step.send());
        end(false);
      }
    }
  }

  /** In place first and confirmed then, as the {@link Acceptor} does. */
  private void admit(PeerNode peer, List<HandshakeMessage> confirmation) {
    DistributionConnection link = node.link(socket, peer, Link.Direction.ACCEPTED);
    if (!(node.table.admit(link, null) instanceof Entry.InPlace)) {
      end(false);
      return;
    }
    node.soon(
        () -> {
          send(confirmation);
          node.startLink(link);
        });
    end(true);
  }

  private void send(List<HandshakeMessage> messages) {
    messages.forEach(message -> socket.send(HandshakeCodec.packet(message)));
  }

  private void end(boolean linked) {
    if (!over) {
      over = true;
      watchdog.callOff();
      if (!linked) {
        socket.close();
      }
      node.soon(
          () -> {
            admission.end();
            node.ended(this);
          });
    }
  }
}
