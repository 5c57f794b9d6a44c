package io.nessiecluster.examples;

import static io.nessiecluster.rest.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.distribution.BeamNode;
import io.nessiecluster.distribution.ErlangNode;
import io.nessiecluster.distribution.Link;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.distribution.RequiresErlang;
import io.nessiecluster.distribution.TestNodes;
import io.nessiecluster.dns.DnsSettings;
import io.nessiecluster.dns.TestDnsServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the documentation shows, run against a real BEAM. */
@RequiresErlang
@Timeout(60)
class ExamplesIT {

  private TestNodes nodes;
  private BeamNode beam;

  @BeforeEach
  void startABeam() throws Exception {
    nodes = new TestNodes();
    beam = nodes.beam(TestNodes.name("app"));
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  private NodeSettings us() {
    return nodes.settings(TestNodes.name("us"));
  }

  @Test
  void aFunctionIsCalled() throws Exception {
    assertThat(CallAFunction.call(us(), beam.name())).hasToString("[1,2,3]");
  }

  @Test
  void aCallIsAnswered() throws Exception {
    ErlangNode us = nodes.closeLater(AnswerCalls.answering(us(), nodes.runtime));
    Link _ = us.connect(beam.name(), TestNodes.TIMEOUT);

    assertThat(beam.eval("rpc:call('%s', weather, today, [])".formatted(us.name())))
        .isEqualTo("fine");
  }

  @Test
  void aClusterIsWatchedFromTheFirstConnectionToTheLoss() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (TestDnsServer dns = TestDnsServer.start()) {
      dns.addresses("app.svc.", "127.0.0.1");
      CountDownLatch end = new CountDownLatch(1);
      String basename = new NodeName(beam.name()).basename().orElseThrow();
      FutureTask<Void> watching =
          new FutureTask<>(
              () -> {
                WatchACluster.watch(
                    us(),
                    DnsQuery.parse(basename + "=app.svc."),
                    DnsSettings.defaults().withServers(List.of(dns.address())),
                    end);
                return null;
              });
      Thread.ofVirtual().start(watching);

      eventually("it is connected", () -> says(printed, "NodeConnected", beam.name()));
      beam.kill();
      eventually("its loss is told", () -> says(printed, "NodeLost", beam.name()));
      end.countDown();

      watching.get(20, TimeUnit.SECONDS);
    } finally {
      System.setOut(before);
    }
    System.out.print(printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aNodeIsMetUnderTheNameThatItTells() throws Exception {
    String name = "rabbit@rabbit-0.nodes.prod.svc.cluster.local";
    nodes.closeLater(
        BeamNode.startAt(TestNodes.LOOPBACK, name, TestNodes.COOKIE, nodes.epmd.port()));
    try (TestDnsServer dns = TestDnsServer.start()) {
      dns.addresses("nodes.svc.", "127.0.0.1");

      assertThat(
              MeetByName.meet(
                  us(),
                  DnsQuery.parse("rabbit=nodes.svc."),
                  DnsSettings.defaults().withServers(List.of(dns.address()))))
          .contains(new NodeName(name));
    }
  }

  private static boolean says(ByteArrayOutputStream printed, String event, String node) {
    return printed
        .toString(StandardCharsets.UTF_8)
        .lines()
        .anyMatch(line -> line.startsWith(event) && line.contains(node));
  }
}
