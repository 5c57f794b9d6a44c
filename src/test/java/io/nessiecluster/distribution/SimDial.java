package io.nessiecluster.distribution;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.distribution.handshake.HandshakeCodec;
import io.nessiecluster.distribution.handshake.HandshakeException;
import io.nessiecluster.distribution.handshake.HandshakeFailure;
import io.nessiecluster.distribution.handshake.HandshakeMessage;
import io.nessiecluster.distribution.handshake.HandshakeStep;
import io.nessiecluster.distribution.handshake.InitiatorState;
import io.nessiecluster.distribution.handshake.PeerCheck;
import java.nio.ByteBuffer;

/** The steps of {@link Dialler}, where waiting is a timer instead of a thread that blocks. */
final class SimDial {

  private final SimNode node;
  private final Dial dial;
  private final DialHandshake handshake;
  private Deadline grace;
  private boolean holding;
  private boolean waking;
  private SimLoop.Timer timer;
  private SimSocket socket;
  private HandshakeStep<InitiatorState> step;

  SimDial(SimNode node, Dial dial) {
    this.node = node;
    this.dial = dial;
    this.handshake = new DialHandshake(node.table, node.local, dial);
    node.soon(this::hold);
  }

  private void hold() {
    dial.enter(Dial.Stage.YIELDED);
    grace = dial.deadline.orIn(Dialler.INBOUND_GRACE);
    holding = true;
    timer = node.in(grace.nanosLeft(), this::turn);
    turn();
  }

  /** Something has changed at the node: whoever waits there looks again. */
  void wake() {
    if (holding && !waking) {
      waking = true;
      node.quietly(
          () -> {
            waking = false;
            turn();
          });
    }
  }

  private void turn() {
    if (!holding) {
      return;
    }
    switch (node.table.turn(dial, grace.passed())) {
      case LinkTable.Turn.Wait _ -> {}
      case LinkTable.Turn.Up(DistributionConnection link) -> finish(new Dial.Outcome.Up(link));
      case LinkTable.Turn.Over _ -> finish(Dial.Outcome.stopped());
      case LinkTable.Turn.Attempt _ -> {
        stopWaiting();
        if (dial.deadline.passed()) {
          finish(dial.timedOut());
        } else {
          dial.enter(Dial.Stage.LOOKUP);
          timer = node.in(dial.deadline.nanosLeft(), () -> finish(dial.timedOut()));
          node.soon(this::connect);
        }
      }
    }
  }

  private void connect() {
    if (timer == null) {
      return;
    }
    dial.enter(Dial.Stage.CONNECT);
    socket = node.network.socket(node.name, dial.peer.text());
    SimSocket used = socket;
    used.owner = node;
    dial.use(used);
    node.network.connect(used, listens -> node.event(() -> connected(used, listens)));
    used.onRead(_ -> {}, () -> node.event(() -> broke(used)));
  }

  private void broke(SimSocket used) {
    if (socket == used) {
      onEnd(handshake.failed(HandshakeFailure.PROTOCOL_ERROR, "the connection broke"));
    }
  }

  private void connected(SimSocket used, boolean listens) {
    if (socket != used || used.isClosed()) {
      return;
    }
    if (!listens) {
      finish(dial.failed(ConnectFailure.CONNECTION_REFUSED, "nobody listens"));
      return;
    }
    dial.enter(Dial.Stage.HANDSHAKE);
    step = handshake.begin(node.challenge(), PeerCheck.any());
    if (step == null) {
      onEnd(new DialHandshake.End.MadeWay());
      return;
    }
    used.onRead(
        packet -> node.event(() -> receive(used, packet)),
        () -> node.event(() -> endOfStream(used)));
    goOn();
  }

  private void receive(SimSocket used, byte[] packet) {
    if (socket == used && step instanceof HandshakeStep.Next<InitiatorState> next) {
      try {
        ByteBuffer payload = ByteBuffer.wrap(packet, Short.BYTES, packet.length - Short.BYTES);
        step = next.state().receive(HandshakeCodec.decodeFromAcceptor(payload));
      } catch (HandshakeException e) {
        step = HandshakeStep.failed(e.reason(), e.detail());
      }
      goOn();
    }
  }

  private void endOfStream(SimSocket used) {
    if (socket == used && step instanceof HandshakeStep.Next<InitiatorState> next) {
      step = next.state().endOfStream();
      goOn();
    }
  }

  private void goOn() {
    for (HandshakeMessage message : step.send()) {
      socket.send(HandshakeCodec.packet(message));
    }
    if (!(step instanceof HandshakeStep.Next<InitiatorState>)) {
      onEnd(handshake.end(step, peer -> node.link(socket, peer, Link.Direction.INITIATED)));
    }
  }

  private void onEnd(DialHandshake.End end) {
    SimSocket used = socket;
    node.loop.trace(() -> node.name + " " + used + " " + end);
    stopWaiting();
    socket = null;
    dial.release();
    switch (end) {
      case DialHandshake.End.Up(DistributionConnection link) -> {
        node.soon(() -> node.startLink(link));
        finish(new Dial.Outcome.Up(link));
      }
      case DialHandshake.End.Met(DistributionConnection link) -> {
        used.close();
        finish(new Dial.Outcome.Up(link));
      }
      case DialHandshake.End.MadeWay _ -> {
        used.close();
        node.soon(
            () -> {
              node.table.makeWay(dial);
              hold();
            });
      }
      case DialHandshake.End.Failed(HandshakeFailure failure, String detail) -> {
        used.close();
        finish(dial.failed(LinkFactory.failure(failure), detail));
      }
    }
  }

  private void stopWaiting() {
    holding = false;
    if (timer != null) {
      timer.callOff();
      timer = null;
    }
  }

  private void finish(ConnectFailedException failure) {
    finish(new Dial.Outcome.Failed(failure.failure(), failure.detail()));
  }

  private void finish(Dial.Outcome outcome) {
    stopWaiting();
    if (socket != null) {
      socket.close();
      socket = null;
      dial.release();
    }
    node.table.finish(dial, outcome);
    node.ended(this);
  }
}
