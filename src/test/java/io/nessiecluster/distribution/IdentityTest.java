package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.distribution.handshake.DistributionFlag;
import io.nessiecluster.distribution.handshake.LocalNode;
import io.nessiecluster.distribution.handshake.Secret;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which cookies a node has at what time. */
class IdentityTest {

  private static final Duration OVERLAP = Duration.ofMinutes(10);
  private static final Cookie FIRST = Cookie.of("first");
  private static final Cookie SECOND = Cookie.of("second");
  private static final Cookie THIRD = Cookie.of("third");

  private final ManualTime time = new ManualTime();
  private final LocalNode local =
      new LocalNode("a@h", DistributionFlag.HIDDEN_NODE, 5, FIRST.secret());
  private final Identity identity = new Identity(local, time);

  private void assertHas(Cookie current, Cookie former) {
    assertThat(identity.now().secret()).isSameAs(current.secret());
    assertThat(identity.now().former()).containsSame(former.secret());
  }

  private void assertHas(Cookie current) {
    assertThat(identity.now())
        .extracting(LocalNode::secret, LocalNode::former)
        .containsExactly(current.secret(), Optional.<Secret>empty());
  }

  @Test
  void theFormerCookieCountsForTheOverlapAndNoLonger() {
    assertThat(identity.change(SECOND, OVERLAP)).isTrue();
    time.advance(OVERLAP.minusNanos(1));
    assertHas(SECOND, FIRST);
    time.advance(Duration.ofNanos(1));
    assertHas(SECOND);
  }

  @Test
  void withoutAnOverlapItCountsNoMoreAtOnce() {
    assertThat(identity.change(SECOND, Duration.ZERO)).isTrue();
    assertHas(SECOND);
  }

  @Test
  void ofTwoChangesWithinOneOverlapTheLastOneCounts() {
    identity.change(SECOND, OVERLAP);
    time.advance(OVERLAP.dividedBy(2));
    identity.change(THIRD, OVERLAP);
    assertHas(THIRD, SECOND);
    time.advance(OVERLAP.minusNanos(1));
    assertHas(THIRD, SECOND);
    time.advance(Duration.ofNanos(1));
    assertHas(THIRD);
  }

  @Test
  void aChangeThatIsTakenBackLeavesTheOtherOneAsTheFormer() {
    identity.change(SECOND, OVERLAP);
    identity.change(FIRST, OVERLAP);
    assertHas(FIRST, SECOND);
  }

  @Test
  void theSameCookieIsNoChangeAndDoesNotMakeTheOverlapLonger() {
    identity.change(SECOND, OVERLAP);
    time.advance(OVERLAP.dividedBy(2));
    Cookie again = Cookie.of("second").withRemark("a line end was stripped");
    assertThat(identity.change(again, OVERLAP)).isFalse();
    assertHas(again, FIRST);
    time.advance(OVERLAP.dividedBy(2));
    assertHas(again);
  }

  @Test
  void aHandshakeThatHasBegunGoesOnWithTheCookieThatItBeganWith() {
    LocalNode begun = identity.now();
    identity.change(SECOND, OVERLAP);
    assertThat(begun).isEqualTo(local);
    assertThat(identity.now().challenges()).isSameAs(begun.challenges());
  }
}
