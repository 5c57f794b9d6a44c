package io.nessiecluster.connector;

import static io.nessiecluster.distribution.etf.Term.atom;
import static io.nessiecluster.distribution.etf.Term.integer;
import static io.nessiecluster.distribution.etf.Term.tuple;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.distribution.Cookie;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.distribution.TestNodes;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.Reach;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way to another node: what a member is asked to try, and what is told of it. */
class ReachQuestionTest {

  private static final NodeName TO = new NodeName("app@10.0.0.3");
  private static final Term CONNECTED = tuple(atom("ok"), tuple(atom("$inet"), atom("socket")));
  private static final Term PORT = tuple(atom("port"), integer(4370), integer(6));
  private static final NodeSettings SETTINGS =
      NodeSettings.of("us@127.0.0.1", Cookie.of("secret"), TestNodes.LOOPBACK);

  private final PlayedMember member =
      new PlayedMember()
          .returns(RemoteFunction.CONNECT, CONNECTED)
          .returns(RemoteFunction.PORT_PLEASE, PORT);

  private Reach reach(NodeName to, NodeSettings settings) throws Exception {
    return ReachQuestion.ask(member, to, settings, Duration.ofSeconds(1));
  }

  private static Term error(String reason) {
    return tuple(atom("error"), atom(reason));
  }

  private static Term failing(List<Term> arguments, int port, String reason) {
    return arguments.get(1).equals(integer(port)) ? error(reason) : CONNECTED;
  }

  @Test
  void theWayIsByEpmdToThePortThatItTells() throws Exception {
    assertThat(reach(TO, SETTINGS))
        .isEqualTo(new Reach(LinkCause.REACHABLE, "10.0.0.3:4370 accepts connections"));
    assertThat(member.asked())
        .containsExactly(
            "erl_epmd:port_please(\"app\", {10,0,0,3}, 1000)",
            "gen_tcp:connect({10,0,0,3}, 4370, [binary,{active,false}], 1000)");
  }

  @Test
  void whereAllListenAtOnePortThatIsTheOnlyStep() throws Exception {
    assertThat(reach(TO, SETTINGS.withPeerPort(9100)).cause()).isEqualTo(LinkCause.REACHABLE);
    assertThat(member.asked())
        .containsExactly("gen_tcp:connect({10,0,0,3}, 9100, [binary,{active,false}], 1000)");
  }

  @Test
  void anAddressOfIpv6IsDialledAsOne() throws Exception {
    assertThat(reach(new NodeName("app@fd00::a:1"), SETTINGS).detail())
        .isEqualTo("[fd00::a:1]:4370 accepts connections");
    assertThat(member.asked())
        .containsExactly(
            "erl_epmd:port_please(\"app\", {64768,0,0,0,0,0,10,1}, 1000)",
            "gen_tcp:connect({64768,0,0,0,0,0,10,1}, 4370, [binary,{active,false},inet6], 1000)");
  }

  @Test
  void aHostNameIsLeftToTheMembersResolver() throws Exception {
    assertThat(reach(new NodeName("app@db-0.db.svc@x"), SETTINGS).detail())
        .isEqualTo("db-0.db.svc@x:4370 accepts connections");
    assertThat(member.asked())
        .containsExactly(
            "erl_epmd:port_please(\"app\", \"db-0.db.svc@x\", 1000)",
            "gen_tcp:connect(\"db-0.db.svc@x\", 4370, [binary,{active,false}], 1000)");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          4369, timeout,       EPMD_TIMEOUT,       no answer from 10.0.0.3:4369 in 1 s
          4369, etimedout,     EPMD_TIMEOUT,       no answer from 10.0.0.3:4369 in 1 s
          4369, econnrefused,  EPMD_UNREACHABLE,   10.0.0.3:4369 refuses the connection
          4369, ehostunreach,  EPMD_UNREACHABLE,   no way to 10.0.0.3:4369: ehostunreach
          4369, nxdomain,      EPMD_UNREACHABLE,   the host 10.0.0.3 is not known to the member
          4369, emfile,        UNKNOWN,            the member has no socket to try with: emfile
          4370, timeout,       CONNECT_TIMEOUT,    no answer from 10.0.0.3:4370 in 1 s
          4370, econnrefused,  CONNECTION_REFUSED, 10.0.0.3:4370 refuses the connection
          4370, enetunreach,   CONNECT_TIMEOUT,    no way to 10.0.0.3:4370: enetunreach
          4370, system_limit,  UNKNOWN,            the member has no socket to try with: system_limit
          """)
  void aStepThatFailsIsTheCause(int port, String reason, LinkCause cause, String detail)
      throws Exception {
    boolean isEpmd = port == SETTINGS.epmdPort();
    member.returns(RemoteFunction.PORT_PLEASE, isEpmd ? atom("noport") : PORT);
    member.answers(RemoteFunction.CONNECT, arguments -> failing(arguments, port, reason));

    assertThat(reach(TO, SETTINGS)).isEqualTo(new Reach(cause, detail));
  }

  @ParameterizedTest
  @CsvSource({"noport", "closed", "error"})
  void whatEpmdDoesNotTellIsNotRegistered(String answer) throws Exception {
    member.returns(
        RemoteFunction.PORT_PLEASE, answer.equals("error") ? error("garbage") : atom(answer));

    assertThat(reach(TO, SETTINGS))
        .isEqualTo(
            new Reach(
                LinkCause.NAME_NOT_REGISTERED, "the EPMD at 10.0.0.3:4369 does not know app"));
  }

  @Test
  void answersThatNoFunctionGivesAreBad() {
    member.returns(RemoteFunction.PORT_PLEASE, tuple(atom("port"), integer(65536), integer(6)));
    assertThatThrownBy(() -> reach(TO, SETTINGS))
        .isInstanceOf(MeshCallException.class)
        .hasMessage("erl_epmd:port_please/3: no port but {port,65536,6}");
    member.returns(RemoteFunction.PORT_PLEASE, PORT).returns(RemoteFunction.CONNECT, atom("ok"));
    assertThatThrownBy(() -> reach(TO, SETTINGS))
        .isInstanceOf(MeshCallException.class)
        .hasMessage("gen_tcp:connect/4: no outcome but ok");
  }

  @Test
  void theDetailShowsWhatTheNameHides() throws Exception {
    assertThat(reach(new NodeName("app\n"), SETTINGS))
        .isEqualTo(new Reach(LinkCause.UNKNOWN, "app\\u{A} is no name of a node"));
    member.returns(RemoteFunction.CONNECT, error("odd\n"));
    assertThat(reach(TO, SETTINGS).detail()).isEqualTo("no way to 10.0.0.3:4370: 'odd\\n'");
  }
}
