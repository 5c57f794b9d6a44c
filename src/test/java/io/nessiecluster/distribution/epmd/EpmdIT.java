package io.nessiecluster.distribution.epmd;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.FreePort;
import io.nessiecluster.distribution.RequiresErlang;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client against the real EPMD, and real nodes against the embedded one. */
@RequiresErlang
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EpmdIT {

  private static final InetAddress HOST = InetAddress.getLoopbackAddress();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** The real EPMD keeps the contract too. */
  @Nested
  class RealEpmd extends EpmdContract {

    private static Process epmd;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
      port = FreePort.find();
      epmd =
          new ProcessBuilder("epmd", "-port", String.valueOf(port), "-address", "127.0.0.1")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      awaitAnswer(new EpmdClient(port, System::nanoTime));
    }

    @AfterAll
    static void stop() throws Exception {
      epmd.destroy();
      assertThat(epmd.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    int port() {
      return port;
    }

    @Test
    void aRegistrationIsLostWhenItsEpmdDies() throws Exception {
      int other = FreePort.find();
      Process dying =
          new ProcessBuilder("epmd", "-port", String.valueOf(other), "-address", "127.0.0.1")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        EpmdClient client = new EpmdClient(other, System::nanoTime);
        awaitAnswer(client);
        try (EpmdRegistration registration = client.register(HOST, request("x", 1), TIMEOUT)) {
          Thread watcher = watch(registration);
          dying.destroy();
          assertThat(watcher.join(TIMEOUT)).isTrue();
        }
      } finally {
        dying.destroyForcibly();
      }
    }
  }

  @Test
  void realNodesRegisterWithTheEmbeddedServerAndFindEachOther() throws Exception {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (EpmdServer server =
        EpmdServer.bind(
            HOST,
            0,
            Thread.ofVirtual().factory(),
            timer,
            new Random(),
            EpmdServer.Limits.DEFAULT)) {
      EpmdClient client = new EpmdClient(server.port(), System::nanoTime);
      Process first = erl(server.port(), "first", "receive stop -> ok end");
      try {
        NodeEntry node = await(client, "first").node();
        assertThat(node.type()).isEqualTo(NodeType.NORMAL);
        assertThat(node.highestVersion()).isEqualTo(6);

        Process second =
            erl(
                server.port(),
                "second",
                "pong = net_adm:ping('first@127.0.0.1'),"
                    + "{ok, Names} = erl_epmd:names({127,0,0,1}),"
                    + "true = lists:keymember(\"first\", 1, Names),"
                    + "true = lists:keymember(\"second\", 1, Names),"
                    + "true = erlang:system_info(creation) > 4,"
                    + "halt(0)");
        try {
          assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
          assertThat(second.exitValue()).as("second finds first").isZero();
        } finally {
          second.destroyForcibly();
        }
      } finally {
        first.destroyForcibly();
      }
      assertThat(first.waitFor(10, TimeUnit.SECONDS)).isTrue();
      awaitGone(server);
    } finally {
      timer.shutdownNow();
    }
  }

  private static Process erl(int epmdPort, String name, String eval) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "erl",
                "-noinput",
                "-name",
                name + "@127.0.0.1",
                "-setcookie",
                "epmd-it",
                "-start_epmd",
                "false",
                "-kernel",
                "inet_dist_use_interface",
                "{127,0,0,1}",
                "-eval",
                eval)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("ERL_EPMD_PORT", String.valueOf(epmdPort));
    return builder.start();
  }

  private static Port2Response.Registered await(EpmdClient client, String name) throws Exception {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (true) {
      try {
        return client.lookup(HOST, name, TIMEOUT);
      } catch (EpmdException e) {
        assertThat(e.reason()).isEqualTo(EpmdException.Reason.NAME_NOT_REGISTERED);
        assertThat(System.nanoTime() - end).as(name + " registers").isNegative();
        Thread.sleep(20);
      }
    }
  }

  private static void awaitGone(EpmdServer server) throws InterruptedException {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (!server.registered().isEmpty()) {
      assertThat(System.nanoTime() - end).as("nodes unregister").isNegative();
      Thread.sleep(20);
    }
  }

  private static void awaitAnswer(EpmdClient client) throws Exception {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (true) {
      try {
        client.names(HOST, TIMEOUT);
        return;
      } catch (EpmdException e) {
        assertThat(System.nanoTime() - end).as("epmd answers").isNegative();
        Thread.sleep(20);
      }
    }
  }
}
