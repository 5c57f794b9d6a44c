package io.nessiecluster.connector;

import static io.nessiecluster.distribution.etf.Term.atom;
import static io.nessiecluster.distribution.etf.Term.integer;
import static io.nessiecluster.distribution.etf.Term.list;
import static io.nessiecluster.distribution.etf.Term.tuple;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.ImproperList;
import io.nessiecluster.distribution.etf.ListTerm;
import io.nessiecluster.distribution.etf.MapTerm;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.Tuple;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.MeshCallException.Reason;
import io.nessiecluster.mesh.Sighting;
import io.nessiecluster.mesh.View;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a member says of its connections, a view is bounded and of names of nodes. */
class ViewQuestionTest {

  private final ViewQuestion question = new ViewQuestion();
  private final PlayedMember member = new PlayedMember();

  private static Term node(String name, Term connection, String type) {
    Map<Term, Term> info = Map.of(atom("connection_id"), connection, atom("node_type"), atom(type));
    return tuple(atom(name), new MapTerm(info));
  }

  private static Term node(String name) {
    return node(name, integer(7), "visible");
  }

  private View view(Term answer) throws Exception {
    member.returns(RemoteFunction.NODES_WITH_IDS, answer);
    return question.withConnections(member).orElseThrow();
  }

  @Test
  void aMemberIsAskedForAllConnectionsWithTheirNumbers() throws Exception {
    View view =
        view(list(node("a@h", integer(5), "visible"), node("b@h", integer(1L << 40), "hidden")));

    assertThat(view.sightings())
        .containsExactly(
            new Sighting(new NodeName("a@h"), false, 5),
            new Sighting(new NodeName("b@h"), true, 1L << 40));
    assertThat(member.asked().getFirst())
        .matches(
            "erlang:nodes\\(\\[visible,hidden], #\\{(connection_id => true,node_type => true"
                + "|node_type => true,connection_id => true)}\\)");
  }

  @Test
  void anOlderMemberIsAskedForVisibleAndHiddenNodes() throws Exception {
    assertThat(question.withConnections(member)).isEmpty();
    member.answers(
        RemoteFunction.NODES,
        type -> type.getFirst().equals(atom("hidden")) ? list(atom("h@h")) : list(atom("v@h")));

    assertThat(question.plainly(member).sightings())
        .containsExactly(
            new Sighting(new NodeName("v@h"), false, 0),
            new Sighting(new NodeName("h@h"), true, 0));
  }

  @Test
  void aNameIsKeptAsItIs() throws Exception {
    String html = "<script>alert(\"&\")</script>@h";
    String longest = "é".repeat(253) + "@h";

    assertThat(view(list(node(html), node(longest))).sightings())
        .extracting(sighting -> sighting.node().text())
        .containsExactly(html, longest);
  }

  @Test
  void aMemberThatContradictsItselfIsTakenAtItsWords() throws Exception {
    assertThat(view(list(node("a@h"), node("a@h", integer(8), "hidden"), node("a@h"))).sightings())
        .hasSize(3);
  }

  @Test
  void theSameNameIsTheSameObjectInAllViews() throws Exception {
    NodeName first = view(list(node("a@h"))).sightings().getFirst().node();

    assertThat(view(list(node("a@h"))).sightings().getFirst().node()).isSameAs(first);
  }

  @Test
  void asManySightingsAsHaveRoomAreReadAndNoMore() throws Exception {
    Term one = node("a@h");
    assertThat(view(new ListTerm(Collections.nCopies(20_000, one))).sightings()).hasSize(20_000);
    assertThatThrownBy(() -> view(new ListTerm(Collections.nCopies(20_001, one))))
        .hasMessage("erlang:nodes/2: a list of more than 20000");
  }

  static Stream<Term> answersThatNoFunctionGives() {
    return Stream.of(
        atom("ok"),
        integer(3),
        tuple(),
        list(integer(1)),
        list(atom("a@h")),
        list(tuple(atom("a@h"))),
        list(tuple(atom("a@h"), new MapTerm(Map.of()))),
        list(node("nohost")),
        list(node("@h")),
        list(node("a@")),
        list(node("")),
        list(node("a\n@h")),
        list(node("a\u202e@h")),
        list(tuple(integer(1), ((Tuple) node("a@h")).get(1))),
        list(node("a@h", integer(-1), "visible")),
        list(node("a@h", Term.integer(BigInteger.ONE.shiftLeft(64)), "visible")),
        list(node("a@h", atom("one"), "visible")),
        list(node("a@h", integer(1), "<b>\n")),
        new ImproperList(List.of(node("a@h")), new Atom("b")));
  }

  @ParameterizedTest
  @MethodSource
  void answersThatNoFunctionGives(Term answer) {
    assertThatThrownBy(() -> view(answer))
        .isInstanceOfSatisfying(
            MeshCallException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.BAD_ANSWER);
              assertThat(e.detail()).startsWith("erlang:nodes/2: no ").hasLineCount(1);
              assertThat(e.detail().length()).isLessThan(200);
            });
  }
}
