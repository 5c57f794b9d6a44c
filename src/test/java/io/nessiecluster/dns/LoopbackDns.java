package io.nessiecluster.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.PartialAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.RecordType;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two loopback servers, a resolv.conf, and lookups that ask them. */
@Timeout(30)
abstract class LoopbackDns {

  static final String APP = "app.svc.";
  static final Duration PATIENT = Duration.ofSeconds(5);
  static final Duration SHORT = Duration.ofMillis(500);

  final TestDnsServer server = TestDnsServer.start();
  final TestDnsServer second = TestDnsServer.start();
  final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  @TempDir Path directory;

  @BeforeEach
  void searchNothing() throws IOException {
    resolvConf("options attempts:1");
  }

  @AfterEach
  void close() {
    server.close();
    second.close();
    executor.close();
  }

  void resolvConf(String text) throws IOException {
    Files.writeString(directory.resolve("resolv.conf"), text);
  }

  LookupOutcome lookup(String name, RecordType type) throws InterruptedException {
    return lookup(PATIENT, server).lookup(name, type);
  }

  DnsjavaLookup lookup(Duration timeout, TestDnsServer... servers) {
    return lookup(
        timeout, Arrays.stream(servers).map(TestDnsServer::address).toArray(DnsServer[]::new));
  }

  DnsjavaLookup lookup(Duration timeout, DnsServer... servers) {
    return lookup(timeout, System::nanoTime, servers);
  }

  DnsjavaLookup lookup(Duration timeout, LongSupplier nanoTime, DnsServer... servers) {
    return new DnsjavaLookup(settings(timeout, servers), nanoTime, executor);
  }

  DnsSettings settings(Duration timeout, DnsServer... servers) {
    return new DnsSettings(List.of(servers), timeout, directory.resolve("resolv.conf"));
  }

  static NoAnswer noAnswer(LookupOutcome outcome, Reason reason) {
    assertThat(outcome).isInstanceOf(NoAnswer.class);
    NoAnswer none = (NoAnswer) outcome;
    assertThat(none.reason()).as(none.detail()).isEqualTo(reason);
    return none;
  }

  static PartialAnswer part(LookupOutcome outcome, Reason reason) {
    assertThat(outcome).isInstanceOf(PartialAnswer.class);
    PartialAnswer part = (PartialAnswer) outcome;
    assertThat(part.missing().reason()).as(part.missing().detail()).isEqualTo(reason);
    return part;
  }

  static PartialAnswer part(LookupOutcome outcome) {
    assertThat(outcome).isInstanceOf(PartialAnswer.class);
    return (PartialAnswer) outcome;
  }

  /** An address where nothing listens: its port was free a moment ago. */
  static DnsServer nobody() throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    try (DatagramSocket socket = new DatagramSocket(0, loopback)) {
      return new DnsServer(loopback, socket.getLocalPort());
    }
  }
}
