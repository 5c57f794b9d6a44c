package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ManualTime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The log says once who dials in vain, and again when that changes or has lasted long. */
class RefusalLogTest {

  private static final String WRONG = "the initiator's proof of the cookie is wrong";
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final ManualTime time = new ManualTime();
  private final List<String> lines = new ArrayList<>();
  private final List<ConnectFailure> heard = new ArrayList<>();
  private final RefusalLog log =
      RefusalLog.before(
          new LinkListener() {
            @Override
            public void linkUp(Link link) {
              lines.add("up " + link.peer());
            }

            @Override
            public void linkLost(Link link, LinkEnd cause, String detail) {
              lines.add("lost " + link.peer());
            }

            @Override
            public void handshakeRefused(InetSocketAddress from, ConnectFailure why, String text) {
              heard.add(why);
            }

            @Override
            public void logRefused(RefusedDial dial) {
              lines.add(dial.line());
            }
          },
          time);

  private int port = 40_000;

  /** From another port each time, as the system gives them. */
  private InetSocketAddress from(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port++);
  }

  private void refused(String address, ConnectFailure failure, String detail) {
    log.handshakeRefused(from(address), failure, detail);
  }

  private void refusedAgain(int times) {
    for (int i = 0; i < times; i++) {
      time.advance(INTERVAL);
      refused("10.0.0.2", ConnectFailure.COOKIE_MISMATCH, WRONG);
    }
  }

  private Link link(String address) {
    return new PlayedLink(
        "app@" + address,
        Link.Direction.ACCEPTED,
        false,
        false,
        0,
        1,
        time.instant(),
        from(address),
        Optional.empty(),
        new LinkStatistics(
            new Traffic(0, 0, 0), new Traffic(0, 0, 0), new CallStatistics(0, 0, Map.of(), 0)));
  }

  private record PlayedLink(
      String peer,
      Direction direction,
      boolean displaces,
      boolean hidden,
      long flags,
      int creation,
      Instant since,
      InetSocketAddress remote,
      Optional<String> certifiedFor,
      LinkStatistics statistics)
      implements Link {}

  @Test
  void aNodeThatKeepsDiallingWithAWrongCookieIsToldOnceAndHeardEachTime() {
    refusedAgain(100);

    assertThat(lines)
        .containsExactly("refused a dial from 10.0.0.2:40000: cookie_mismatch (" + WRONG + ")");
    assertThat(heard).hasSize(100).containsOnly(ConnectFailure.COOKIE_MISMATCH);
  }

  @Test
  void itIsToldAgainAfterALongWhileWithTheCountOfThoseBetween() {
    refusedAgain(1);
    time.advance(RefusalLog.REPEAT_AFTER.minus(INTERVAL.multipliedBy(4)));
    refusedAgain(3);
    assertThat(lines).hasSize(1);

    refusedAgain(2);

    assertThat(lines)
        .hasSize(2)
        .last()
        .asString()
        .contains("cookie_mismatch")
        .endsWith("), and 3 times like it since that was told");
  }

  @Test
  void anotherCauseOrDetailOrAddressIsToldAtOnce() {
    refusedAgain(2);
    refused("10.0.0.2", ConnectFailure.NOT_ALLOWED, "this node takes no link of app@b");
    refused("10.0.0.2", ConnectFailure.NOT_ALLOWED, "this node takes no link of app@c");
    refused("10.0.0.3", ConnectFailure.COOKIE_MISMATCH, WRONG);

    assertThat(lines).hasSize(4);
  }

  /** As of two nodes that share an address. */
  @Test
  void twoCausesThatTakeTurnsAreToldOnceEach() {
    for (int i = 0; i < 20; i++) {
      refusedAgain(1);
      refused("10.0.0.2", ConnectFailure.NAME_MISMATCH, "it calls itself otherwise");
    }

    assertThat(lines).hasSize(2);
  }

  @Test
  void whoWasConnectedMeanwhileIsToldAnewAndNobodyElse() {
    refusedAgain(2);
    refused("10.0.0.3", ConnectFailure.COOKIE_MISMATCH, WRONG);
    log.linkUp(link("10.0.0.2"));
    refused("10.0.0.3", ConnectFailure.COOKIE_MISMATCH, WRONG);
    refusedAgain(1);

    assertThat(lines)
        .hasSize(4)
        .satisfies(all -> assertThat(all.get(2)).isEqualTo("up app@10.0.0.2"))
        .last()
        .asString()
        .contains("10.0.0.2")
        .endsWith(", and 1 more before");
  }

  @Test
  void thoseInASecondAreBoundedAndTheRestIsCountedAndToldWhenItComesAgain() {
    for (int i = 1; i <= 20; i++) {
      refused("10.0.1." + i, ConnectFailure.COOKIE_MISMATCH, WRONG);
    }
    assertThat(lines).hasSize(RefusalLog.LINES_PER_SECOND);

    time.advance(Duration.ofSeconds(1));
    refused("10.0.1.20", ConnectFailure.COOKIE_MISMATCH, WRONG);

    assertThat(lines)
        .hasSize(RefusalLog.LINES_PER_SECOND + 1)
        .last()
        .asString()
        .contains("10.0.1.20")
        .endsWith(", and 15 more before");
  }

  @Test
  void ofVeryManyWhoDialTheOldestAreForgottenAndToldAnewWithNoneOfThemUncounted() {
    refusedAgain(4);
    for (int i = 0; i < RefusalLog.MOST_KNOWN; i++) {
      time.advance(Duration.ofSeconds(1));
      refused("10.1.%d.%d".formatted(i / 200, i % 200), ConnectFailure.COOKIE_MISMATCH, WRONG);
    }
    assertThat(lines).hasSize(1 + RefusalLog.MOST_KNOWN);
    assertThat(lines.getLast()).endsWith(", and 3 more before");

    refusedAgain(1);

    assertThat(lines).hasSize(2 + RefusalLog.MOST_KNOWN);
  }
}
