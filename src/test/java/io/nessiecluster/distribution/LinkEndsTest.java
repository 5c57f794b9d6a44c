package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a link ends or is replaced, and that it is heard. */
class LinkEndsTest {

  private final RecordedLinks heard = new RecordedLinks();
  private TestNodes nodes;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  @Test
  void aPeerThatDialsAnewReplacesItsLinkInOrder() throws Exception {
    ErlangNode node = nodes.start(TestNodes.name("a"), heard);
    Socket old = RawPeer.link(nodes, node, "b@127.0.0.1", TestNodes.COOKIE);
    Link first = node.links().getFirst();

    RawPeer.link(nodes, node, "b@127.0.0.1", TestNodes.COOKIE);

    heard.await("three events", events -> events.size() >= 3);
    assertThat(heard.all())
        .containsExactly(
            "up b@127.0.0.1 ACCEPTED", "lost b@127.0.0.1 REPLACED", "up b@127.0.0.1 ACCEPTED");
    assertThat(old.getInputStream().read()).isEqualTo(-1);
    assertThat(node.links()).hasSize(1).doesNotContain(first);
  }

  @Test
  void anOldLinkStaysUntilTheCookieIsProven() throws Exception {
    ErlangNode node = nodes.start(TestNodes.name("a"), heard);
    RawPeer.link(nodes, node, "b@127.0.0.1", TestNodes.COOKIE);
    Link first = node.links().getFirst();

    assertThatThrownBy(() -> RawPeer.link(nodes, node, "b@127.0.0.1", "guess"))
        .hasMessageContaining("COOKIE_MISMATCH");

    heard.await("refused COOKIE_MISMATCH");
    assertThat(node.links()).containsExactly(first);
    assertThat(heard.all()).containsExactly("up b@127.0.0.1 ACCEPTED", "refused COOKIE_MISMATCH");
  }

  @Test
  void disconnectingIsHeardOnBothSides() throws Exception {
    RecordedLinks heardThere = new RecordedLinks();
    ErlangNode there = nodes.start(TestNodes.name("b"), heardThere);
    ErlangNode node = nodes.start(TestNodes.name("a"), heard);
    node.connect(there.name(), TestNodes.TIMEOUT);

    assertThat(node.disconnect(there.name())).isTrue();
    assertThat(node.disconnect(there.name())).isFalse();

    heard.await("lost " + there.name() + " DISCONNECTED");
    heardThere.await("lost " + node.name() + " CLOSED_BY_PEER");
    assertThat(node.connect(there.name(), TestNodes.TIMEOUT).peer()).isEqualTo(there.name());
  }

  @Test
  void closingANodeClosesItsLinksAndItsPort() throws Exception {
    RecordedLinks heardThere = new RecordedLinks();
    ErlangNode there = nodes.start(TestNodes.name("b"), heardThere);
    ErlangNode node = nodes.start(TestNodes.name("a"), heard);
    node.connect(there.name(), TestNodes.TIMEOUT);

    node.close();
    node.close();

    heard.await("lost " + there.name() + " NODE_STOPPED");
    heardThere.await("lost " + node.name() + " CLOSED_BY_PEER");
    assertThat(node.links()).isEmpty();
    // The JDK closes the port a moment after close(): when the virtual thread in accept() has left.
    TestNodes.await("its port is closed", () -> isRefused(node));
    TestNodes.await("unregistered", () -> nodes.epmd.registered().size() == 1);
  }

  private boolean isRefused(ErlangNode node) {
    try {
      nodes.closeLater(new Socket(TestNodes.LOOPBACK, node.port()));
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void aPeerThatFallsSilentIsLost() throws Exception {
    ErlangNode node =
        nodes.start(TestNodes.name("a"), heard, s -> s.withNetTickTime(Duration.ofMillis(200)));
    RawPeer.link(nodes, node, "b@127.0.0.1", TestNodes.COOKIE);
    heard.await("lost b@127.0.0.1 TICK_TIMEOUT");
  }

  @Test
  void aListenerThatHangsOrFailsHoldsUpNobody() throws Exception {
    CountDownLatch hang = new CountDownLatch(1);
    LinkListener faulty =
        new LinkListener() {
          @Override
          public void linkUp(Link link) {
            try {
              hang.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("a faulty listener, as the test wants it");
          }

          @Override
          public void linkLost(Link link, LinkEnd cause, String detail) {
            heard.linkLost(link, cause, detail);
          }
        };
    ErlangNode node = nodes.start(TestNodes.name("a"), faulty);
    ErlangNode there = nodes.start(TestNodes.name("b"), new RecordedLinks());
    node.connect(there.name(), TestNodes.TIMEOUT);
    assertThat(node.disconnect(there.name())).isTrue();
    assertThat(node.connect(there.name(), TestNodes.TIMEOUT).peer()).isEqualTo(there.name());
    assertThat(heard.all()).isEmpty();

    hang.countDown();

    heard.await("lost " + there.name() + " DISCONNECTED");
  }
}
