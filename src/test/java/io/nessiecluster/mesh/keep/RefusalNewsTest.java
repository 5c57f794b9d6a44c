package io.nessiecluster.mesh.keep;

import static io.nessiecluster.mesh.plan.Scene.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.mesh.plan.Join;
import io.nessiecluster.mesh.plan.Refusal;
import io.nessiecluster.mesh.plan.Rule;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which refusals are told, and how much is remembered of that. */
class RefusalNewsTest {

  private static final Duration WHILE = Duration.ofSeconds(20);
  private static final int ALL = Integer.MAX_VALUE;

  private final RefusalNews news = new RefusalNews(WHILE);
  private long now = Long.MAX_VALUE - 5; // the nano source may wrap

  private static Refusal refusal(String from, Rule rule) {
    return new Refusal(node(from), node("a"), Join.Kind.ISLAND, rule, "it is so");
  }

  private static List<Refusal> blocked(int count) {
    return IntStream.range(0, count).mapToObj(i -> refusal("n" + i, Rule.WAY_BLOCKED)).toList();
  }

  private List<Refusal> dueAfter(Duration time, List<Refusal> refusals) {
    now += time.toNanos();
    return news.due(refusals, ALL, now);
  }

  @Test
  void aRuleIsDueWhenItHasLastedAndNeverAgain() {
    List<Refusal> one = blocked(1);

    assertThat(dueAfter(Duration.ZERO, one)).isEmpty();
    assertThat(dueAfter(WHILE.minusNanos(1), one)).isEmpty();
    assertThat(dueAfter(Duration.ofNanos(1), one)).isEqualTo(one);
    assertThat(dueAfter(Duration.ofDays(1), one)).isEmpty();
  }

  @Test
  void aRuleThatComesLaterHasToLastItself() {
    List<Refusal> other = List.of(refusal("n0", Rule.SUSPENDED));
    assertThat(dueAfter(Duration.ZERO, blocked(1))).isEmpty();
    assertThat(dueAfter(WHILE, blocked(1))).hasSize(1);

    assertThat(dueAfter(Duration.ofSeconds(1), other)).isEmpty();
    assertThat(dueAfter(WHILE, other)).isEqualTo(other);
  }

  @Test
  void whatIsTooMuchForOnePlanIsDueInTheNext() {
    assertThat(news.due(blocked(5), 3, now)).isEmpty();
    now += WHILE.toNanos();

    assertThat(news.due(blocked(5), 3, now)).isEqualTo(blocked(3));
    assertThat(news.due(blocked(5), 3, now)).isEqualTo(blocked(5).subList(3, 5));
    assertThat(news.due(blocked(5), 3, now)).isEmpty();
  }

  @Test
  void ofThoseWhoAreNotRefusedNowNoMoreAreRememberedThanMayBe() {
    int more = 100;
    List<Refusal> all = blocked(RefusalNews.MOST + more);
    assertThat(dueAfter(Duration.ZERO, all)).isEmpty();
    assertThat(dueAfter(WHILE, all)).isEqualTo(all);

    assertThat(dueAfter(Duration.ofSeconds(1), List.of())).isEmpty();
    assertThat(dueAfter(Duration.ofSeconds(1), all)).isEmpty();

    assertThat(dueAfter(WHILE, all)).as("those that were forgotten").hasSize(more);
  }
}
