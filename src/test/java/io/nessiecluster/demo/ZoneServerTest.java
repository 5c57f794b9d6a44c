package io.nessiecluster.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.dns.DnsServer;
import io.nessiecluster.dns.DnsSettings;
import io.nessiecluster.dns.DnsjavaLookup;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo's DNS server, asked by the service's own lookup. */
@Timeout(60)
class ZoneServerTest {

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final String NAME = "app.demo.";

  private ZoneServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        ZoneServer.start(
            LOOPBACK,
            NAME,
            List.of(InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.3")),
            Thread.ofVirtual().factory());
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void itAnswersWithTheAddressesOfItsName() throws Exception {
    assertThat(lookup(NAME, RecordType.A).addresses()).containsExactly("127.0.0.2", "127.0.0.3");
  }

  @Test
  void otherTypesHaveNoData() throws Exception {
    assertThat(lookup(NAME, RecordType.AAAA).code()).isEqualTo("no_data");
    assertThat(lookup(NAME, RecordType.SRV).code()).isEqualTo("no_data");
  }

  @Test
  void otherNamesDoNotExist() throws Exception {
    assertThat(lookup("other.demo.", RecordType.A).code()).isEqualTo("nxdomain");
  }

  @Test
  void bytesThatAreNoQueryDoNotEndIt() throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
      for (int length : new int[] {0, 1, 11, 12, 13, 600}) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0xff);
        socket.send(new DatagramPacket(bytes, length, LOOPBACK, server.port()));
      }
    }

    assertThat(lookup(NAME, RecordType.A).code()).isEqualTo("answer");
  }

  private LookupOutcome lookup(String name, RecordType type) throws InterruptedException {
    DnsSettings settings =
        DnsSettings.defaults()
            .withServers(List.of(new DnsServer(LOOPBACK, server.port())))
            .withTimeout(Duration.ofSeconds(5));
    return new DnsjavaLookup(settings, System::nanoTime).lookup(name, type);
  }
}
