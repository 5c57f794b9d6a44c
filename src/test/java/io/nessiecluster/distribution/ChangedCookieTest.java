package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node whose cookie changes while it has links. */
class ChangedCookieTest {

  private static final Duration LONG = Duration.ofHours(1);
  private static final String NEW_COOKIE = "anothercookie";

  private final RecordedLinks heard = new RecordedLinks();
  private TestNodes nodes;
  private ErlangNode us;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
    us = nodes.start(TestNodes.name("us"), heard);
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  /** A node with the cookie of before. */
  private ErlangNode old(String basename) throws Exception {
    return nodes.start(TestNodes.name(basename), LinkListener.none());
  }

  /** A node with the new cookie. */
  private ErlangNode renewed(String basename) throws Exception {
    ErlangNode node = old(basename);
    assertThat(node.changeCookie(Cookie.of(NEW_COOKIE), Duration.ZERO)).isTrue();
    return node;
  }

  private static void assertMismatch(ErlangNode from, ErlangNode to) {
    assertThatThrownBy(() -> from.connect(to.name(), TestNodes.TIMEOUT))
        .isInstanceOfSatisfying(
            ConnectFailedException.class,
            e -> assertThat(e.failure()).isEqualTo(ConnectFailure.COOKIE_MISMATCH));
  }

  @Test
  void linksStayAndDialsAreByTheNewOne() throws Exception {
    ErlangNode old = old("old");
    Link link = us.connect(old.name(), TestNodes.TIMEOUT);

    assertThat(us.changeCookie(Cookie.of(NEW_COOKIE), Duration.ZERO)).isTrue();

    assertThat(us.connect(renewed("new").name(), TestNodes.TIMEOUT).peer()).startsWith("new");
    assertThat(us.link(old.name())).containsSame(link);
    assertThat(us.links()).hasSize(2);
    assertMismatch(us, old("late"));
  }

  @Test
  void whoDialsMayProveEitherDuringTheOverlap() throws Exception {
    us.changeCookie(Cookie.of(NEW_COOKIE), LONG);

    assertThat(old("old").connect(us.name(), TestNodes.TIMEOUT).peer()).isEqualTo(us.name());
    assertThat(renewed("new").connect(us.name(), TestNodes.TIMEOUT).peer()).isEqualTo(us.name());
  }

  @Test
  void withoutAnOverlapWhoProvesTheFormerOneIsRefused() throws Exception {
    us.changeCookie(Cookie.of(NEW_COOKIE), Duration.ZERO);

    assertMismatch(old("old"), us);
    assertThat(heard.firstRefusal())
        .isEqualTo("COOKIE_MISMATCH: the initiator's proof of the cookie is wrong");
  }

  @Test
  void aThirdCookieIsNoneDuringTheOverlapEither() throws Exception {
    us.changeCookie(Cookie.of(NEW_COOKIE), LONG);

    assertThatThrownBy(() -> RawPeer.link(nodes, us, TestNodes.name("raw"), "yetanother"))
        .isInstanceOf(IOException.class);
    heard.await("refused COOKIE_MISMATCH");
  }
}
