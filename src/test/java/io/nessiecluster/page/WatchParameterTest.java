package io.nessiecluster.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WatchParameterTest {

  @Test
  void itIsFollowedWhenAskedFor() {
    assertThat(Watch.of(List.of(""))).isEqualTo(Watch.YES);
    assertThat(Watch.of(List.of("true"))).isEqualTo(Watch.YES);
    assertThat(Watch.of(List.of("false"))).isEqualTo(Watch.NO);
    assertThat(Watch.of(List.of())).isEqualTo(Watch.NO);
  }

  @Test
  void whatSaysNeitherIsUnclear() {
    assertThat(Watch.of(List.of("maybe"))).isEqualTo(Watch.UNCLEAR);
    assertThat(Watch.of(List.of("", ""))).isEqualTo(Watch.UNCLEAR);
  }
}
