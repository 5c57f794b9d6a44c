package io.nessiecluster.distribution;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.distribution.epmd.NamesResponse.NamedPort;
import io.nessiecluster.distribution.handshake.Handshake;
import io.nessiecluster.distribution.handshake.HandshakeException;
import io.nessiecluster.distribution.handshake.HandshakeFailure;
import io.nessiecluster.distribution.handshake.HandshakeStep;
import io.nessiecluster.distribution.handshake.InitiatorState;
import io.nessiecluster.distribution.handshake.LocalNode;
import io.nessiecluster.distribution.handshake.OwnChallenges;
import io.nessiecluster.distribution.handshake.PeerCheck;
import io.nessiecluster.distribution.handshake.PeerNode;
import io.nessiecluster.distribution.transport.ByteStream;
import io.nessiecluster.distribution.transport.Carrier;
import io.nessiecluster.distribution.transport.HandshakeSocket;
import io.nessiecluster.distribution.transport.Watchdog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node that EPMD lists is hidden. EPMD cannot tell: a BEAM registers as a visible one
 * with {@code -hidden}, too ({@code erl_epmd} of OTP). So the handshake is begun, and left before
 * any proof when the node has told its flags. What was seen is remembered for as long as the name
 * keeps its port.
 */
final class HiddenCheck {

  /** A node that says nothing for so long is for the dial to judge. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final int MOST_REMEMBERED = 1 << 14;

  /** A registration, as far as EPMD tells one from another. */
  private record Registered(InetAddress address, NamedPort node) {}

  private final Identity identity;
  private final Carrier carrier;
  private final NodeRuntime runtime;
  private final Map<Registered, Boolean> seen =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Registered, Boolean> eldest) {
              return size() > MOST_REMEMBERED;
            }
          });

  HiddenCheck(Identity identity, Carrier carrier, NodeRuntime runtime) {
    this.identity = identity;
    this.carrier = carrier;
    this.runtime = runtime;
  }

  /** Whether the node is known to be hidden; one that does not say so in time is not. */
  boolean isHidden(InetAddress address, NamedPort node, Deadline deadline)
      throws InterruptedException {
    Registered entry = new Registered(address, node);
    Boolean known = seen.get(entry);
    if (known != null) {
      return known;
    }
    PeerNode told = introduction(entry, deadline.orIn(PATIENCE));
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (told != null) {
      seen.put(entry, told.hidden());
    }
    return told != null && told.hidden();
  }

  private @Nullable PeerNode introduction(Registered entry, Deadline deadline) {
    LocalNode local = identity.now();
    AtomicReference<@Nullable PeerNode> told = new AtomicReference<>();
    PeerCheck look =
        peer -> {
          told.set(peer);
          return Optional.of(new PeerCheck.Refusal(HandshakeFailure.NOT_ALLOWED, "only looked at"));
        };
    try (Socket socket = new Socket();
        Watchdog watchdog = Watchdog.start(socket, deadline, runtime::start);
        OwnChallenges.Issued challenge = local.challenges().issue(runtime.random())) {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(entry.address(), entry.node().port()),
          Math.max(1, deadline.millisLeft()));
      ByteStream stream = carrier.meet(socket, entry.address().getHostAddress(), deadline);
      HandshakeStep<InitiatorState> _ =
          new HandshakeSocket(stream, deadline)
              .initiate(Handshake.initiate(local, look, challenge.value(), () -> false));
      watchdog.callOff();
    } catch (IOException | HandshakeException _) {
      return told.get(); // the dial will tell why
    }
    return told.get();
  }
}
