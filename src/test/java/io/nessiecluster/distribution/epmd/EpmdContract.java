package io.nessiecluster.distribution.epmd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every EPMD does, the embedded and the real one. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
abstract class EpmdContract {

  static final InetAddress HOST = InetAddress.getLoopbackAddress();
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Where the EPMD under test listens on {@link #HOST}. */
  abstract int port();

  EpmdClient client() {
    return new EpmdClient(port(), System::nanoTime);
  }

  EpmdRegistration register(String name, int port) throws Exception {
    return client().register(HOST, request(name, port), TIMEOUT);
  }

  static Alive2Request request(String name, int port) {
    return new Alive2Request(NodeEntry.of(name, port, NodeType.HIDDEN));
  }

  @Test
  void aRegisteredNodeIsFound() throws Exception {
    try (EpmdRegistration registration = register("found", 1234)) {
      assertThat(client().lookup(HOST, "found", TIMEOUT).node())
          .isEqualTo(NodeEntry.of("found", 1234, NodeType.HIDDEN));
      assertThat(client().names(HOST, TIMEOUT))
          .contains(new NamesResponse.NamedPort("found", 1234));
      assertThat(registration.creation()).isNotZero();
    }
  }

  @Test
  void aNameOutsideAsciiIsFound() throws Exception {
    try (EpmdRegistration registration = register("héλ", 1235)) {
      assertThat(client().lookup(HOST, "héλ", TIMEOUT).port()).isEqualTo(1235);
      assertThat(client().names(HOST, TIMEOUT)).contains(new NamesResponse.NamedPort("héλ", 1235));
    }
  }

  @Test
  void anUnknownNodeIsNotRegistered() {
    assertFails(
        () -> client().lookup(HOST, "unknown", TIMEOUT), EpmdException.Reason.NAME_NOT_REGISTERED);
  }

  @Test
  void aNameIsRegisteredOnce() throws Exception {
    try (EpmdRegistration first = register("once", 1)) {
      assertFails(() -> register("once", 2), EpmdException.Reason.NAME_TAKEN);
      assertThat(client().lookup(HOST, "once", TIMEOUT).port()).isEqualTo(1);
    }
  }

  @Test
  void aNameIsFreeAgainWhenItsConnectionIsClosed() throws Exception {
    int creation;
    try (EpmdRegistration first = register("again", 1)) {
      creation = first.creation();
    }
    awaitGone("again");
    try (EpmdRegistration second = register("again", 2)) {
      assertThat(client().lookup(HOST, "again", TIMEOUT).port()).isEqualTo(2);
      assertThat(second.creation()).isNotEqualTo(creation);
    }
  }

  @Test
  void closingARegistrationEndsItsWatcher() throws Exception {
    try (EpmdRegistration registration = register("watched", 1)) {
      Thread watcher = watch(registration);
      registration.close();
      assertThat(watcher.join(TIMEOUT)).isTrue();
    }
  }

  @Test
  void whatIsNoRequestEndsTheConnectionAndNothingElse() throws Exception {
    for (String garbage : List.of("0000", "000179", "0001ff", "ffff78", "00037a0a0a")) {
      try (Socket socket = new Socket(HOST, port())) {
        socket.setSoTimeout((int) TIMEOUT.toMillis());
        socket.getOutputStream().write(HexFormat.of().parseHex(garbage));
        socket.shutdownOutput();
        assertThat(answer(socket).length).as(garbage).isLessThanOrEqualTo(2); // "not registered"
      }
    }
    aRegisteredNodeIsFound();
  }

  private static byte[] answer(Socket socket) throws IOException {
    try {
      return socket.getInputStream().readAllBytes();
    } catch (SocketException e) { // a reset: closed without having read all of it
      return new byte[0];
    }
  }

  /** A lookup or a registration. */
  interface Call {
    Object run() throws Exception;
  }

  static void assertFails(Call call, EpmdException.Reason reason) {
    assertThatExceptionOfType(EpmdException.class)
        .isThrownBy(call::run)
        .satisfies(e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
  }

  static Thread watch(EpmdRegistration registration) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                registration.awaitLoss();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
  }

  /** EPMD learns of a closed connection a moment later. */
  void awaitGone(String name) throws Exception {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (client().names(HOST, TIMEOUT).stream().anyMatch(node -> node.name().equals(name))) {
      assertThat(System.nanoTime() - end).as(name + " is still registered").isNegative();
      Thread.onSpinWait();
    }
  }
}
