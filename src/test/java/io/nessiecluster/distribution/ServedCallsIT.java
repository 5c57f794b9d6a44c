package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.etf.Term;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls of a real BEAM at a node of ours. */
@RequiresErlang
class ServedCallsIT {

  private final String us = TestNodes.name("us");
  private final RecordedLinks links = new RecordedLinks();
  private TestNodes nodes;
  private BeamNode beam;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
    beam = nodes.beam(TestNodes.name("beam"));
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  private void withHandler() throws Exception {
    ErlangNode node =
        nodes.start(us, links, settings -> settings.withCallHandler(ServedCallsIT::answer));
    Link _ = node.connect(beam.name(), TestNodes.TIMEOUT);
  }

  private static Optional<Term> answer(String module, String function, List<Term> args) {
    return switch (module + ":" + function + "/" + args.size()) {
      case "erlang:nodes/2" ->
          Optional.of(Term.list(Term.tuple(Term.atom("app@10.0.0.1"), args.getFirst())));
      case "bad:throws/0" -> throw new IllegalStateException("not for peers");
      default -> Optional.empty();
    };
  }

  private String eval(String expression) {
    return beam.eval(expression.replace("US", "'" + us + "'"));
  }

  /** {@code rpc:call} asks erpc, and so does it; the older ways ask rex. */
  @Test
  void everyWayOfCallingGetsTheAnswer() throws Exception {
    withHandler();
    String answer = "[{'app@10.0.0.1',[visible]}]";

    assertThat(eval("rpc:call(US, erlang, nodes, [[visible], #{}])")).isEqualTo(answer);
    assertThat(eval("rpc:call(US, erlang, nodes, [[visible], #{}], 5000)")).isEqualTo(answer);
    assertThat(eval("erpc:call(US, erlang, nodes, [[visible], #{}])")).isEqualTo(answer);
    assertThat(eval("erpc:call(US, erlang, nodes, [[visible], #{}], 5000)")).isEqualTo(answer);
    assertThat(eval("erpc:multicall([US], erlang, nodes, [[visible], #{}])"))
        .isEqualTo("[{ok," + answer + "}]");
    assertThat(eval("rpc:multicall([US], erlang, nodes, [[visible], #{}])"))
        .isEqualTo("{[" + answer + "],[]}");
    assertThat(
            eval(
                "gen_server:call({rex, US},"
                    + " {call, erlang, nodes, [[visible], #{}], group_leader()})"))
        .isEqualTo(answer);
    assertThat(links.all()).hasSize(1);
  }

  @Test
  void anotherFunctionIsUndef() throws Exception {
    withHandler();

    assertThat(eval("rpc:call(US, os, cmd, [\"id\"])"))
        .startsWith("{badrpc,{'EXIT',{undef,[{os,cmd,1,[]}");
    assertThat(eval("try erpc:call(US, os, cmd, [x]) catch C:R -> {C, R} end"))
        .isEqualTo("{error,{exception,undef,[{os,cmd,1,[]}]}}");
    assertThat(eval("gen_server:call({rex, US}, {call, os, cmd, [x], group_leader()})"))
        .isEqualTo("{badrpc,{'EXIT',{undef,[{os,cmd,1,[]}]}}}");
  }

  @Test
  void aHandlerThatThrowsIsABadRpcAndTheLinkStays() throws Exception {
    withHandler();

    assertThat(eval("rpc:call(US, bad, throws, [])"))
        .startsWith("{badrpc,{'EXIT',{call_handler_failed,");
    assertThat(eval("nodes(hidden)")).isEqualTo("['" + us + "']");
    assertThat(links.all()).hasSize(1);
  }

  @Test
  void nothingIsSpawnedOrCast() throws Exception {
    withHandler();

    assertThat(
            eval(
                "R = erlang:spawn_request(US, erlang, nodes, [], [monitor]),"
                    + " receive {spawn_reply, R, error, Why} -> Why end"))
        .isEqualTo("notsup");
    assertThat(eval("erpc:cast(US, erlang, nodes, []), net_adm:ping(US)")).isEqualTo("pong");
  }

  @Test
  void aCallOfTooMuchIsRefusedAndTheLinkStays() throws Exception {
    withHandler();

    assertThat(
            eval(
                "try erpc:call(US, erlang, nodes, [binary:copy(<<1>>, 70000)]) catch C:R -> {C, R}"
                    + " end"))
        .isEqualTo("{error,{erpc,system_limit}}");
    assertThat(
            eval(
                "gen_server:call({rex, US},"
                    + " {call, erlang, nodes, [binary:copy(<<1>>, 70000)], group_leader()})"))
        .isEqualTo("{badrpc,{'EXIT',{system_limit,[]}}}");
    assertThat(links.all()).hasSize(1);
  }

  @Test
  void aNodeWithoutAHandlerRefusesAsEver() throws Exception {
    ErlangNode node = nodes.start(us, links);
    Link _ = node.connect(beam.name(), TestNodes.TIMEOUT);

    assertThat(eval("try erpc:call(US, erlang, node, []) catch C:R -> {C, R} end"))
        .isEqualTo("{error,{erpc,notsup}}");
    assertThat(eval("rpc:call(US, erlang, node, [], 1000)")).startsWith("{badrpc,");
    assertThat(eval("try gen_server:call({rex, US}, x) catch exit:{R, _} -> R end"))
        .isEqualTo("noproc");
    assertThat(links.all()).hasSize(1);
  }
}
