package io.nessiecluster.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WrappedTest {

  @Test
  void aLineThatGoesOnInTheNextOneDoesNotEndInTheBlankThatAPartEndsIn() {
    String last = "x".repeat(94);

    assertThat(Wrapped.parts(List.of("DNS", "app ", last)))
        .containsExactly("DNS   app", "  " + last);
  }

  @Test
  void theLastLineDoesNotEndInABlankEither() {
    assertThat(Wrapped.parts(List.of("DNS", "app "))).containsExactly("DNS   app");
    assertThat(Wrapped.text(" ", 2, 4)).containsExactly("");
  }
}
