package io.nessiecluster.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** Whoever comes gets in, and for it the oldest goes. */
class UnprovenTest {

  private static InetAddress at(String address) {
    return InetAddress.ofLiteral(address);
  }

  @Test
  void theOldestOfASourceGoesWhenThatHasItsNumber() {
    Unproven<String> present = new Unproven<>(100, 2);
    assertThat(present.enter("other", at("10.0.0.2"))).isEmpty();
    assertThat(present.enter("a", at("10.0.0.1"))).isEmpty();
    assertThat(present.enter("b", at("10.0.0.1"))).isEmpty();
    assertThat(present.enter("c", at("10.0.0.1"))).contains("a");
    assertThat(present.all()).containsExactly("other", "b", "c");
  }

  @Test
  void ofManySourcesTheOldestGoesWhenAllAreTooMany() {
    Unproven<Integer> present = new Unproven<>(32, 8);
    for (int i = 0; i < 32; i++) {
      assertThat(present.enter(i, at("10.0.0." + i))).isEmpty();
    }
    assertThat(present.enter(32, at("10.0.1.1"))).contains(0);
    assertThat(present.enter(33, at("10.0.1.2"))).contains(1);
  }

  @Test
  void theSourceThatHasMostMakesWayForTheOthers() {
    Unproven<String> present = new Unproven<>(4, 3);
    present.enter("honest", at("10.0.0.9"));
    present.enter("a", at("10.0.0.1"));
    present.enter("b", at("10.0.0.1"));
    present.enter("c", at("10.0.0.1"));
    assertThat(present.enter("late", at("10.0.0.8"))).contains("a");
    assertThat(present.all()).contains("honest", "late");
  }

  @Test
  void aHostHasAllAddressesOfItsSlash64AndIsOneSource() {
    Unproven<String> present = new Unproven<>(100, 1);
    assertThat(present.enter("a", at("2001:db8:0:1::1"))).isEmpty();
    assertThat(present.enter("b", at("2001:db8:0:1:ffff::2"))).contains("a");
    assertThat(present.enter("c", at("2001:db8:0:2::1"))).isEmpty();
    assertThat(present.enter("d", at("10.0.0.1"))).isEmpty();
    assertThat(present.enter("e", at("10.0.0.2"))).isEmpty();
  }

  @Test
  void whoHasLeftMakesNoWayAndLeavesAPlace() {
    Unproven<String> present = new Unproven<>(100, 1);
    present.enter("a", at("10.0.0.1"));
    assertThat(present.leave("a")).isTrue();
    assertThat(present.leave("a")).isFalse();
    assertThat(present.enter("b", at("10.0.0.1"))).isEmpty();
    assertThat(present.enter("c", at("10.0.0.1"))).contains("b");
    assertThat(present.leave("b")).as("it was out before").isFalse();
  }
}
