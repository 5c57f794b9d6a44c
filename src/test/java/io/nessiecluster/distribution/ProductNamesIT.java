package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.epmd.EpmdClient;
import io.nessiecluster.distribution.epmd.NodeType;
import io.nessiecluster.docs.PageEntries;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A BEAM under each name that docs/names.md tells of, in each way that it is to be reached. */
@RequiresErlang
@Timeout(120)
class ProductNamesIT {

  private static final String US = "us@us.example";
  private static final String ADDRESS = "127.77.1.5";
  private static final InetAddress THERE = InetAddress.ofLiteral(ADDRESS);

  private TestNodes nodes;

  /**
   * An entry of the page.
   *
   * @param name of a node, made of the pattern of the page
   * @param basename of the query
   */
  record Product(String title, String name, boolean hasEpmd, String mode, String basename) {

    static Product of(List<String> cells) {
      return new Product(
          cells.getFirst(),
          filled(quoted(cells.get(1))),
          !cells.get(2).contains("no EPMD"),
          quoted(cells.get(4)),
          filled(quoted(cells.get(5)).replaceFirst("=.*", "")));
    }

    private static String quoted(String cell) {
      return cell.replaceFirst("^[^`]*`([^`]+)`.*$", "$1");
    }

    private static String filled(String pattern) {
      return pattern
          .replace("POD_IP", ADDRESS)
          .replace("STATEFULSET", "ejabberd")
          .replaceAll("\\b(CLUSTER|RELEASE)\\b", "orders")
          .replaceAll("\\bNS\\b", "prod")
          .replaceAll("\\b(HASH|HEADLESS|POD|HOST)\\b", "some-0");
    }

    @Override
    public String toString() {
      return title + ": " + name;
    }
  }

  static Stream<Product> products() throws IOException {
    return PageEntries.under(Files.readString(Path.of("docs/names.md")), "## Which mode for whom")
        .stream()
        .map(Product::of);
  }

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  private ErlangNode start(Product product, int port) throws Exception {
    PeerNaming naming = product.mode.equals("peer") ? PeerNaming.BY_PEER : PeerNaming.BY_ADDRESS;
    if (!product.hasEpmd) {
      return nodes.start(US, new RecordedLinks(), s -> s.withNaming(naming).withPeerPort(port));
    }
    nodes.epmdAt(THERE);
    int told =
        new EpmdClient(nodes.epmd.port(), System::nanoTime)
            .lookup(TestNodes.LOOPBACK, product.basename, TestNodes.TIMEOUT)
            .port();
    nodes.register(THERE, product.basename, told, NodeType.NORMAL);
    return nodes.start(US, new RecordedLinks(), s -> s.withNaming(naming));
  }

  @ParameterizedTest
  @MethodSource("products")
  void isConnectedInTheModeThatThePageNames(Product product) throws Exception {
    int port = FreePort.find();
    String[] options =
        product.hasEpmd
            ? new String[0]
            : new String[] {"-erl_epmd_port", Integer.toString(port), "-start_epmd", "false"};
    BeamNode beam =
        nodes.closeLater(
            BeamNode.startAt(THERE, product.name, TestNodes.COOKIE, nodes.epmd.port(), options));
    ErlangNode node = start(product, port);
    String target = product.basename + "@" + ADDRESS;

    Link link =
        product.mode.equals("peer")
            ? node.connectAt(target, TestNodes.TIMEOUT)
            : node.connect(target, TestNodes.TIMEOUT);

    assertThat(link.peer()).isEqualTo(product.name);
    TestNodes.await("nodeup", () -> beam.eval("nodes(hidden)").equals("['" + US + "']"));
    assertThat(beam.eval("net_adm:ping('" + US + "')")).isEqualTo("pong");
  }

  /** What the page says of short names: over the link that it was given, and not without. */
  @ParameterizedTest
  @CsvSource({"rabbit@rabbit-0, pang", "rabbit@rabbit-0.nodes.prod, pong"})
  void aNodeOfAShortNameReachesALongOneOnlyOverALinkThatItWasGiven(String name, String alone)
      throws Exception {
    BeamNode beam =
        nodes.closeLater(
            BeamNode.startAt(TestNodes.LOOPBACK, name, TestNodes.COOKIE, nodes.epmd.port()));
    ErlangNode node = nodes.startByPeer("us@127.0.0.1", new RecordedLinks());
    assertThat(beam.eval("net_adm:ping('us@127.0.0.1')")).isEqualTo(alone);

    node.connectAt("rabbit@127.0.0.1", TestNodes.TIMEOUT);

    TestNodes.await("nodeup", () -> beam.eval("nodes(hidden)").equals("['us@127.0.0.1']"));
    assertThat(beam.eval("net_adm:ping('us@127.0.0.1')")).isEqualTo("pong");
  }
}
