package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real BEAM makes of a cookie that is given it on its command line. */
@RequiresErlang
class CookieIT {

  private TestNodes nodes;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  private BeamNode beam(String cookie) throws Exception {
    return nodes.closeLater(BeamNode.start(TestNodes.name("beam"), cookie, nodes.epmd.port()));
  }

  private ErlangNode node(Cookie cookie) throws Exception {
    return nodes.start(
        TestNodes.name("us"),
        new RecordedLinks(),
        s ->
            NodeSettings.of(s.name(), cookie, s.bind())
                .withPort(0)
                .withEpmd(s.epmd(), s.epmdPort()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc\n", "abc\r\n", " a b ", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"})
  void itKeepsTheWholeOfIt(String cookie) throws Exception {
    BeamNode beam = beam(cookie);
    assertThat(node(Cookie.of(cookie)).connect(beam.name(), TestNodes.TIMEOUT).peer())
        .isEqualTo(beam.name());
    assertThat(beam.eval("length(atom_to_list(erlang:get_cookie()))"))
        .isEqualTo(Integer.toString(cookie.length()));
  }

  @Test
  void aLineEndThatWasStrippedIsNamedWhereItDoesNotMatch() throws Exception {
    BeamNode beam = beam("abc\n");
    ErlangNode node = node(Cookie.of("abc").withRemark("a line end was stripped"));
    assertThatThrownBy(() -> node.connect(beam.name(), TestNodes.TIMEOUT))
        .isInstanceOfSatisfying(
            ConnectFailedException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(ConnectFailure.COOKIE_MISMATCH);
              assertThat(e.detail()).endsWith("; a line end was stripped");
            });
  }

  @Test
  void ofCharactersBeyondAsciiItMakesOtherBytesInEachLocale() throws Exception {
    BeamNode beam = beam("abc");
    assertThat(
            List.of(
                beam.eval("erlang:md5([233]) =:= erlang:md5([195, 169])"),
                beam.eval("try erlang:md5([955]) catch error:badarg -> badarg end")))
        .containsExactly("false", "badarg");
  }
}
