package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.epmd.EpmdClient;
import io.nessiecluster.distribution.epmd.EpmdException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes that register with a real EPMD, at a port other than 4369, which dies and comes back. */
@RequiresErlang
class EpmdRestartIT {

  private final RecordedLinks links = new RecordedLinks();
  private final int port = FreePort.find();
  private final EpmdClient client = new EpmdClient(port, System::nanoTime);
  private TestNodes nodes;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  private Process startEpmd() throws IOException {
    Process epmd =
        new ProcessBuilder("epmd", "-port", Integer.toString(port), "-address", "127.0.0.1")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    nodes.closeLater(() -> kill(epmd));
    return epmd;
  }

  private Process serveEpmd() throws Exception {
    Process epmd = startEpmd();
    TestNodes.await("epmd answers", () -> epmd.isAlive() && answers());
    return epmd;
  }

  private static void kill(Process epmd) throws InterruptedException {
    epmd.destroyForcibly();
    assertThat(epmd.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  private boolean answers() {
    try {
      client.names(TestNodes.LOOPBACK, Duration.ofSeconds(2));
      return true;
    } catch (EpmdException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private boolean isKnown(ErlangNode node) {
    try {
      String basename = node.name().substring(0, node.name().indexOf('@'));
      return client.lookup(TestNodes.LOOPBACK, basename, Duration.ofSeconds(2)).port()
          == node.port();
    } catch (EpmdException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private ErlangNode start(EpmdMode mode) throws Exception {
    return nodes.start(TestNodes.name("us"), links, s -> s.withEpmd(mode, port));
  }

  @Test
  void aNodeIsKnownAgainToTheEpmdThatComesBack() throws Exception {
    Process epmd = serveEpmd();
    ErlangNode node = start(EpmdMode.EXTERNAL);
    assertThat(isKnown(node)).isTrue();
    int creation = node.creation();

    kill(epmd);
    TestNodes.await("the loss is seen", () -> !node.isRegistered());
    serveEpmd();

    TestNodes.await("registered again", () -> node.isRegistered() && isKnown(node));
    assertThat(node.creation()).as("it is the same incarnation").isEqualTo(creation);
    BeamNode beam = nodes.closeLater(BeamNode.start(TestNodes.name("b"), TestNodes.COOKIE, port));
    assertThat(beam.eval("net_adm:ping('" + node.name() + "')")).isEqualTo("pong");
  }

  @Test
  void aLinkOutlivesTheEpmd() throws Exception {
    Process epmd = serveEpmd();
    ErlangNode node = start(EpmdMode.EXTERNAL);
    BeamNode beam = nodes.closeLater(BeamNode.start(TestNodes.name("b"), TestNodes.COOKIE, port));
    Link link = node.connect(beam.name(), TestNodes.TIMEOUT);

    kill(epmd);
    TestNodes.await("the loss is seen", () -> !node.isRegistered());

    assertThat(node.links()).containsExactly(link);
    assertThat(beam.eval("net_adm:ping('" + node.name() + "')")).isEqualTo("pong");
  }

  @Test
  void inAutoModeTheNodeServesWhenTheEpmdDiesAndOneThatComesBackFindsItsPlaceTaken()
      throws Exception {
    Process epmd = serveEpmd();
    ErlangNode node = start(EpmdMode.AUTO);
    assertThat(isKnown(node)).isTrue();

    kill(epmd);
    TestNodes.await("the node serves EPMD itself", () -> isKnown(node));
    Process back = startEpmd();

    assertThat(back.waitFor(20, TimeUnit.SECONDS)).as("epmd ends by itself").isTrue();
    assertThat(node.isRegistered() && isKnown(node)).isTrue();
    BeamNode beam = nodes.closeLater(BeamNode.start(TestNodes.name("b"), TestNodes.COOKIE, port));
    assertThat(node.connect(beam.name(), TestNodes.TIMEOUT).peer()).isEqualTo(beam.name());
  }

  @Test
  void whenTheNodeThatServesEndsTheOthersRegisterWithTheRealEpmdThatFollows() throws Exception {
    ErlangNode serving = start(EpmdMode.AUTO);
    ErlangNode other = start(EpmdMode.EXTERNAL);
    assertThat(isKnown(other)).isTrue();

    serving.close();
    serveEpmd();

    TestNodes.await("registered again", () -> other.isRegistered() && isKnown(other));
    assertThat(isKnown(serving)).isFalse();
  }
}
