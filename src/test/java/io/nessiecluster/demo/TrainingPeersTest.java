package io.nessiecluster.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.Cookie;
import io.nessiecluster.distribution.EpmdMode;
import io.nessiecluster.distribution.ErlangNode;
import io.nessiecluster.distribution.Link;
import io.nessiecluster.distribution.LinkEnd;
import io.nessiecluster.distribution.LinkListener;
import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.NodeSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TrainingPeersTest {

  private static final Duration BOUND = Duration.ofSeconds(20);

  private final BlockingQueue<String> lost = new LinkedBlockingQueue<>();
  private final LinkListener listener =
      new LinkListener() {
        @Override
        public void linkUp(Link link) {
          // it is lost soon
        }

        @Override
        public void linkLost(Link link, LinkEnd cause, String detail) {
          lost.add(link.peer());
        }
      };

  /** A port that is free at the addresses of the peers: that of an EPMD must be one for all. */
  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.1.1"), 0));
      return socket.getLocalPort();
    }
  }

  @Test
  void eachPeerIsLinkedWhenItIsDialledAndDropsTheLinkSoonSoThatItCanBeDialledAnew()
      throws Exception {
    int epmd = freePort();
    InetAddress own = InetAddress.ofLiteral("127.0.0.1");
    NodeSettings settings =
        NodeSettings.of("nessie@127.0.0.1", Cookie.of(TrainingPeers.COOKIE), own)
            .withPort(0)
            .withEpmd(EpmdMode.NONE, epmd);
    try (NodeRuntime runtime = NodeRuntime.system();
        TrainingPeers _ = TrainingPeers.start(runtime, 2, epmd, Duration.ofMillis(50));
        ErlangNode node = ErlangNode.start(settings, runtime, listener)) {
      for (String peer : new String[] {"app@127.0.1.1", "app@127.0.1.2", "app@127.0.1.1"}) {
        assertThat(node.connect(peer, BOUND).peer()).isEqualTo(peer);
        assertThat(lost.poll(BOUND.toSeconds(), TimeUnit.SECONDS)).isEqualTo(peer);
      }
    }
  }
}
