package io.nessiecluster.distribution.transport;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.distribution.handshake.HandshakeException;
import io.nessiecluster.distribution.handshake.HandshakeFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS over TCP, by JSSE. A read is bounded in time by the socket; a peer that dribbles is cut off
 * by the {@link Watchdog} of the whole handshake.
 */
public final class TlsCarrier implements Carrier {

  private static final int TLS_HANDSHAKE = 0x16; // content type of a TLS record (RFC 8446, 5.1)

  private static final String HOST_MUST_FIT = "HTTPS"; // how JSSE compares host and certificate

  private static final byte UNEXPECTED_MESSAGE = 10; // alerts (RFC 8446, 6)
  private static final byte INTERNAL_ERROR = 80;

  /** Less than the 7 s after which a plain BEAM hangs up on a hello (its net_setuptime). */
  private static final int PATIENCE_MILLIS = 5000;

  private static final Duration FAREWELL = Duration.ofMillis(500);
  private static final int MAX_FAREWELL_READS = 64; // who talks on at will would keep the carrier

  /** Where keys and authorities come from, asked anew for each connection. */
  @FunctionalInterface
  public interface Contexts {
    SSLContext current() throws GeneralSecurityException;
  }

  private final Contexts contexts;
  private final boolean mutual;
  private final List<String> protocols;
  private final List<String> cipherSuites;

  /**
   * A carrier with the TLS that the public settings of the node describe.
   *
   * @param mutual whether one who dials must show a certificate that is trusted
   * @param protocols by their JSSE names, at least one
   * @param cipherSuites by their JSSE names; none = those of the JDK
   */
  public TlsCarrier(
      Contexts contexts, boolean mutual, List<String> protocols, List<String> cipherSuites) {
    this.contexts = contexts;
    this.mutual = mutual;
    this.protocols = protocols;
    this.cipherSuites = cipherSuites;
  }

  @Override
  public ByteStream initiate(Socket socket, String host, Deadline deadline)
      throws IOException, HandshakeException {
    return initiate(socket, host, HOST_MUST_FIT, deadline);
  }

  @Override
  public ByteStream meet(Socket socket, String address, Deadline deadline)
      throws IOException, HandshakeException {
    return initiate(socket, address, null, deadline);
  }

  private ByteStream initiate(
      Socket socket, String host, @Nullable String identification, Deadline deadline)
      throws IOException, HandshakeException {
    SSLSocket session = (SSLSocket) factory().createSocket(socket, host, socket.getPort(), false);
    session.setUseClientMode(true);
    SSLParameters parameters = parameters(session);
    parameters.setEndpointIdentificationAlgorithm(identification);
    apply(session, parameters);
    int patience = Math.clamp(deadline.millisLeft() * 3L / 4, 1, PATIENCE_MILLIS);
    try {
      return agree(socket, session, patience, deadline);
    } catch (SocketTimeoutException e) {
      if (!deadline.passed() && hangsUp(socket, deadline)) {
        throw failed("the peer let the TLS hello lie, as a node does that speaks no TLS");
      }
      throw e;
    }
  }

  @Override
  public @Nullable ByteStream accept(Socket socket, Deadline deadline)
      throws IOException, HandshakeException {
    int first = first(socket, deadline);
    if (first < 0) {
      return null;
    }
    if (first != TLS_HANDSHAKE) {
      alert(socket, UNEXPECTED_MESSAGE, deadline);
      throw failed("the peer speaks no TLS, but this node does");
    }
    ByteArrayInputStream consumed = new ByteArrayInputStream(new byte[] {(byte) first});
    SSLSocket session = (SSLSocket) factory(socket, deadline).createSocket(socket, consumed, false);
    SSLParameters parameters = parameters(session);
    parameters.setNeedClientAuth(mutual);
    apply(session, parameters);
    return agree(socket, session, millis(deadline), deadline);
  }

  private static int first(Socket socket, Deadline deadline) throws IOException {
    try {
      socket.setSoTimeout(millis(deadline));
      return socket.getInputStream().read();
    } catch (SocketException e) {
      throw cutOff(deadline, e);
    }
  }

  private SSLSocketFactory factory() throws HandshakeException {
    try {
      return contexts.current().getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw failed("this node has no TLS keys to use: " + TlsDetail.line(e));
    }
  }

  private SSLSocketFactory factory(Socket socket, Deadline deadline)
      throws IOException, HandshakeException {
    try {
      return factory();
    } catch (HandshakeException e) {
      alert(socket, INTERNAL_ERROR, deadline);
      throw e;
    }
  }

  private SSLParameters parameters(SSLSocket session) {
    SSLParameters parameters = session.getSSLParameters();
    parameters.setProtocols(protocols.toArray(String[]::new));
    if (!cipherSuites.isEmpty()) {
      parameters.setCipherSuites(cipherSuites.toArray(String[]::new));
    }
    return parameters;
  }

  private static void apply(SSLSocket session, SSLParameters parameters) throws HandshakeException {
    try {
      session.setSSLParameters(parameters);
    } catch (IllegalArgumentException e) { // a cipher suite that this JDK does not know
      throw failed("this node's TLS settings cannot be used: " + TlsDetail.line(e));
    }
  }

  private static ByteStream agree(Socket socket, SSLSocket session, int millis, Deadline deadline)
      throws IOException, HandshakeException {
    try {
      socket.setSoTimeout(millis);
      session.startHandshake();
      return ByteStream.tls(socket, session);
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      if (deadline.passed()) {
        throw cutOff(deadline, e);
      }
      letTheAlertArrive(socket, deadline);
      if (session.getUseClientMode()
          && session.getHandshakeSession() == null
          && TlsDetail.isEnd(e)) { // a node without TLS would wait, or say something
        throw new HandshakeException(
            HandshakeFailure.CLOSED_IN_HANDSHAKE, "the peer closed on the TLS hello");
      }
      throw failed(TlsDetail.of(e));
    }
  }

  /**
   * Tells a node without TLS from one that is frozen, for either lets the hello lie: a BEAM takes
   * the hello for the start of a long packet and waits for the rest. At the end of the stream that
   * one hangs up; a frozen one does nothing.
   */
  private static boolean hangsUp(Socket socket, Deadline deadline) {
    try {
      socket.shutdownOutput();
      socket.setSoTimeout(millis(deadline));
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return !deadline.passed(); // a reset hangs up too
    }
  }

  /** A fatal alert where there is no session yet: by it a peer learns that TLS is spoken here. */
  private static void alert(Socket socket, byte description, Deadline deadline) throws IOException {
    socket.getOutputStream().write(new byte[] {0x15, 3, 3, 0, 2, 2, description});
    letTheAlertArrive(socket, deadline);
  }

  /**
   * Ends the stream and waits, for a moment, until the peer does so too: to close at once, with
   * bytes of the peer unread, would reset the connection and could take the alert along.
   */
  private static void letTheAlertArrive(Socket socket, Deadline deadline) {
    Deadline end = deadline.orIn(FAREWELL);
    byte[] ignored = new byte[1024];
    int reads = 0;
    try {
      socket.shutdownOutput();
      do {
        socket.setSoTimeout(millis(end));
      } while (socket.getInputStream().read(ignored) >= 0
          && ++reads < MAX_FAREWELL_READS
          && !end.passed());
    } catch (IOException _) {
      return; // the peer is gone, or takes too long
    }
  }

  /** What ended by the watchdog ended for want of time. */
  private static IOException cutOff(Deadline deadline, IOException e) {
    return deadline.passed()
        ? new SocketTimeoutException("the TLS handshake did not end in time")
        : e;
  }

  /** What is left, as a time-out of a socket, for which 0 would be for ever. */
  private static int millis(Deadline deadline) {
    return Math.max(1, deadline.millisLeft());
  }

  private static HandshakeException failed(String detail) {
    return new HandshakeException(HandshakeFailure.TLS_FAILURE, detail);
  }
}
