package io.nessiecluster.distribution;

import static io.nessiecluster.distribution.FailedDial.assertTlsFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links over TLS that come about, and stay. */
class TlsTest {

  @TempDir private static Path folder;
  private static TestCertificates certificates;

  private final RecordedLinks heard = new RecordedLinks();
  private TestNodes nodes;

  @BeforeAll
  static void certify() throws Exception {
    certificates =
        new TestCertificates(folder)
            .authority("ca")
            .authority("other-ca")
            .issue("node", "ca", "ip:127.0.0.1")
            .issue("stranger", "other-ca", "ip:127.0.0.1");
  }

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  private static TlsSettings as(String certificate) throws Exception {
    SSLContext context = certificates.context(certificate, "ca");
    return TlsSettings.of(() -> context);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void twoNodesLinkUpOverTls(String protocol) throws Exception {
    TlsSettings tls = as("node").withProtocols(List.of(protocol));
    ErlangNode there = nodes.start(TestNodes.name("b"), heard, as("node"));
    RecordedLinks heardHere = new RecordedLinks();
    ErlangNode node = nodes.start(TestNodes.name("a"), heardHere, tls);

    Link link = node.connect(there.name(), TestNodes.TIMEOUT);

    assertThat(link.peer()).isEqualTo(there.name());
    assertThat(link.remote().getPort()).isEqualTo(there.port());
    assertThat(there.connect(node.name(), TestNodes.TIMEOUT).direction())
        .isEqualTo(Link.Direction.ACCEPTED);
    assertThat(there.disconnect(node.name())).isTrue();
    heardHere.await("lost " + there.name() + " CLOSED_BY_PEER");
    assertThat(heard.refusals()).isEmpty();
  }

  @Test
  void ticksKeepALinkOverTlsAlive() throws Exception {
    Duration tickTime = Duration.ofSeconds(2); // a starved machine still ticks in time
    ErlangNode there =
        nodes.start(TestNodes.name("b"), heard, as("node"), s -> s.withNetTickTime(tickTime));
    RecordedLinks heardHere = new RecordedLinks();
    ErlangNode node =
        nodes.start(TestNodes.name("a"), heardHere, as("node"), s -> s.withNetTickTime(tickTime));
    Link link = node.connect(there.name(), TestNodes.TIMEOUT);

    Instant twoTickTimes = link.since().plus(tickTime.multipliedBy(2));
    TestNodes.await("two tick times", () -> Instant.now().isAfter(twoTickTimes));

    assertThat(node.links()).containsExactly(link);
    assertThat(heardHere.all()).containsExactly("up " + there.name() + " INITIATED");
  }

  @Test
  void dialsThatCrossLeaveOneLink() throws Exception {
    ErlangNode a = nodes.start(TestNodes.name("a"), new RecordedLinks(), as("node"));
    ErlangNode b = nodes.start(TestNodes.name("b"), new RecordedLinks(), as("node"));
    for (int i = 0; i < 50; i++) {
      CompletableFuture<Link> theirs = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  theirs.complete(b.connect(a.name(), TestNodes.TIMEOUT));
                } catch (ConnectFailedException | InterruptedException e) {
                  theirs.completeExceptionally(e);
                }
              });
      Link ours = a.connect(b.name(), TestNodes.TIMEOUT);
      assertThat(theirs.get(20, TimeUnit.SECONDS).peer()).isEqualTo(a.name());
      assertThat(a.links()).as("after dial %s", i).containsExactly(ours);
      a.disconnect(b.name());
      TestNodes.await("both unlinked", () -> a.links().isEmpty() && b.links().isEmpty());
    }
  }

  @Test
  void oneWhoDialsNeedsNoCertificateUnlessItIsMutual() throws Exception {
    ErlangNode there = nodes.start(TestNodes.name("b"), heard, as("node").withMutual(false));
    ErlangNode node = nodes.start(TestNodes.name("a"), new RecordedLinks(), as(""));
    assertThat(node.connect(there.name(), TestNodes.TIMEOUT).peer()).isEqualTo(there.name());
  }

  @Test
  void rotatedCertificatesAreUsedForNewLinksWhileOldLinksStay() throws Exception {
    AtomicReference<SSLContext> contextThere =
        new AtomicReference<>(certificates.context("node", "ca"));
    AtomicReference<SSLContext> context = new AtomicReference<>(contextThere.get());
    ErlangNode there = nodes.start(TestNodes.name("b"), heard, TlsSettings.of(contextThere::get));
    ErlangNode node =
        nodes.start(TestNodes.name("a"), new RecordedLinks(), TlsSettings.of(context::get));
    Link old = node.connect(there.name(), TestNodes.TIMEOUT);

    contextThere.set(certificates.context("stranger", "other-ca"));

    ErlangNode late = nodes.start(TestNodes.name("c"), heard, TlsSettings.of(context::get));
    assertTlsFailure(late, there.name(), "not trusted");
    context.set(certificates.context("stranger", "other-ca"));
    assertThat(late.connect(there.name(), TestNodes.TIMEOUT).peer()).isEqualTo(there.name());
    assertThat(node.links()).containsExactly(old);
    assertThat(node.disconnect(there.name())).isTrue();
    TestNodes.await("unlinked", () -> there.links().size() == 1);
    assertThat(node.connect(there.name(), TestNodes.TIMEOUT)).isNotSameAs(old);
  }

  @Test
  void onlyProtocolsThatAreSafeCanBeSet() throws GeneralSecurityException {
    TlsSettings settings = TlsSettings.of(SSLContext::getDefault);
    for (List<String> protocols : List.of(List.<String>of(), List.of("TLSv1.3", "TLSv1.1"))) {
      assertThatThrownBy(() -> settings.withProtocols(protocols))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("TLSv1.3 and TLSv1.2");
    }
  }
}
