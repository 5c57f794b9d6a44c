package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.distribution.epmd.EpmdClient;
import io.nessiecluster.distribution.epmd.EpmdException;
import io.nessiecluster.distribution.epmd.EpmdServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a node is known to EPMD, and stays so. */
class EpmdPresenceTest {

  private final RecordedLinks links = new RecordedLinks();
  private TestNodes nodes;
  private int port;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
    port = FreePort.find();
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  private ErlangNode start(String name, EpmdMode mode) throws Exception {
    return nodes.start(name, links, settings -> settings.withEpmd(mode, port));
  }

  private boolean isKnown(ErlangNode node) {
    try {
      String basename = node.name().substring(0, node.name().indexOf('@'));
      return new EpmdClient(port, System::nanoTime)
              .lookup(TestNodes.LOOPBACK, basename, Duration.ofSeconds(2))
              .port()
          == node.port();
    } catch (EpmdException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private EpmdServer serve() throws IOException {
    return nodes.closeLater(
        EpmdServer.bind(
            TestNodes.LOOPBACK,
            port,
            nodes.runtime.threads(),
            nodes.timer,
            nodes.runtime.random(),
            EpmdServer.Limits.DEFAULT));
  }

  @Test
  void withoutAnEpmdANodeServesOneAndTheNextNodeUsesIt() throws Exception {
    ErlangNode first = start(TestNodes.name("a"), EpmdMode.AUTO);
    ErlangNode second = start(TestNodes.name("b"), EpmdMode.AUTO);

    assertThat(isKnown(first)).isTrue();
    assertThat(isKnown(second)).isTrue();
    assertThat(first.creation()).isNotEqualTo(second.creation());
  }

  @Test
  void whenTheNodeThatServesEpmdEndsTheNextOneServesIt() throws Exception {
    ErlangNode first = start(TestNodes.name("a"), EpmdMode.AUTO);
    ErlangNode second = start(TestNodes.name("b"), EpmdMode.AUTO);
    int creation = second.creation();

    first.close();

    TestNodes.await("registered again", () -> isKnown(second));
    assertThat(isKnown(first)).isFalse();
    assertThat(second.creation()).as("it is the same incarnation").isEqualTo(creation);
  }

  @Test
  void aNodeRegistersAgainWhenItsEpmdComesBack() throws Exception {
    EpmdServer epmd = serve();
    ErlangNode node = start(TestNodes.name("a"), EpmdMode.EXTERNAL);
    assertThat(isKnown(node)).isTrue();

    epmd.close();
    TestNodes.await("the loss is seen", () -> !node.isRegistered());
    serve();

    TestNodes.await("registered again", () -> node.isRegistered() && isKnown(node));
  }

  @Test
  void aNodeStartsWithoutItsEpmdAndRegistersOnceItIsThere() throws Exception {
    ErlangNode node = start(TestNodes.name("a"), EpmdMode.EXTERNAL);
    assertThat(node.isRegistered()).isFalse();
    assertThat(node.creation()).isGreaterThan(4);

    serve();

    TestNodes.await("registered", () -> isKnown(node));
  }

  @Test
  void aTakenNameStopsTheStart() throws Exception {
    String name = TestNodes.name("a");
    start(name, EpmdMode.EMBEDDED);
    assertThatThrownBy(() -> start(name, EpmdMode.EXTERNAL))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(name.substring(0, name.indexOf('@')));
  }

  @Test
  void aTakenPortStopsAnEmbeddedEpmd() throws Exception {
    serve();
    assertThatThrownBy(() -> start(TestNodes.name("a"), EpmdMode.EMBEDDED))
        .isInstanceOf(IOException.class);
  }

  @Test
  void withoutEpmdANodeIsUnknownButListens() throws Exception {
    serve();
    ErlangNode node = start(TestNodes.name("a"), EpmdMode.NONE);
    assertThat(node.isRegistered()).isFalse();
    assertThat(isKnown(node)).isFalse();
    assertThat(RawPeer.link(nodes, node, "b@127.0.0.1", TestNodes.COOKIE).isConnected()).isTrue();
  }

  @Test
  void aClosedNodeIsUnregistered() throws Exception {
    serve();
    ErlangNode node = start(TestNodes.name("a"), EpmdMode.EXTERNAL);
    assertThat(isKnown(node)).isTrue();
    node.close();
    TestNodes.await("unregistered", () -> !isKnown(node));
  }
}
