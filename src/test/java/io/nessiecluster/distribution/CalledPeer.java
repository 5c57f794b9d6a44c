package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.distribution.control.ControlHandler;
import io.nessiecluster.distribution.control.ControlMessage;
import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Reference;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.TermDecoder;
import io.nessiecluster.distribution.etf.Tuple;
import io.nessiecluster.distribution.handshake.Handshake;
import io.nessiecluster.distribution.handshake.HandshakeStep;
import io.nessiecluster.distribution.handshake.LocalNode;
import io.nessiecluster.distribution.handshake.Secret;
import io.nessiecluster.distribution.transport.ByteStream;
import io.nessiecluster.distribution.transport.HandshakeSocket;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The other end of a link, by whose wire a test reads what is asked and answers as it likes. */
public final class CalledPeer implements AutoCloseable {

  private final String name = TestNodes.name("called");
  private final Socket socket;
  private final DataInputStream in;

  /** A frame that is no tick. */
  public record Frame(Term control, @Nullable Term message) {

    public Tuple fields() {
      return (Tuple) control;
    }

    /** Which call it begins: the tag of {@code rex}'s, or the id of the spawn request. */
    public Reference id() {
      return fields().get(1) instanceof Reference id
          ? id
          : (Reference) ((Tuple) ((Tuple) message).get(1)).get(1);
    }

    public Term caller() {
      return fields().get(0).equals(Term.integer(ControlMessage.SPAWN_REQUEST))
          ? fields().get(2)
          : fields().get(1);
    }
  }

  public CalledPeer(TestNodes nodes, ErlangNode node, long flags) throws IOException {
    socket = nodes.closeLater(new Socket(TestNodes.LOOPBACK, node.port()));
    LocalNode local = new LocalNode(name, flags, 17, Secret.of(TestNodes.COOKIE));
    assertThat(
            new HandshakeSocket(
                    ByteStream.plain(socket), Deadline.in(TestNodes.TIMEOUT, System::nanoTime))
                .initiate(Handshake.initiate(local, node.name(), 1, () -> false)))
        .isInstanceOf(HandshakeStep.Done.class);
    socket.setSoTimeout((int) TestNodes.TIMEOUT.toMillis());
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  public String name() {
    return name;
  }

  /** The next frame that is no tick. */
  public Frame next() throws Exception {
    int length = in.readInt();
    while (length == 0) {
      length = in.readInt();
    }
    ByteBuffer frame = ByteBuffer.wrap(in.readNBytes(length));
    assertThat(frame.get()).as("PASS_THROUGH").isEqualTo((byte) 112);
    Term control = TermDecoder.decode(frame);
    Term message = frame.hasRemaining() ? TermDecoder.decode(frame) : null;
    assertThat(frame.remaining()).isZero();
    return new Frame(control, message);
  }

  /** Answers as {@code rex} does. */
  public void reply(Frame call, Term result) throws IOException {
    send(new ControlMessage.Send(call.caller()), Term.tuple(call.id(), result));
  }

  /** Its process that a call by {@code erpc} begins. */
  Pid process() {
    return new Pid(Term.atom(name), 1234, 0, 17);
  }

  /** Answers as a process of {@code erpc} does. */
  void exit(Frame call, Term result) throws IOException {
    Pid caller = (Pid) call.caller();
    send(new ControlMessage.SpawnReply(call.id(), caller, process()));
    Term reason = Term.tuple(call.id(), Term.atom("return"), result);
    send(new ControlMessage.MonitorPExit(process(), caller, call.id(), reason));
  }

  public void send(ControlMessage control, Term... message) throws IOException {
    ByteBuffer frame = ControlHandler.frame(control, message);
    socket.getOutputStream().write(frame.array(), frame.arrayOffset(), frame.remaining());
  }

  /** Whether the node has sent nothing that was not read. */
  boolean hasReadAll() throws IOException {
    return in.available() == 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
