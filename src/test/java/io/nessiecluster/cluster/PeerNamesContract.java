package io.nessiecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What whoever meets nodes by targets keeps to: the fake of the tests as the real connector. */
public abstract class PeerNamesContract {

  protected static final String FIRST_NAME = "rabbit@rabbit-0.nodes.prod.svc.cluster.local";
  protected static final String SECOND_NAME = "rabbit@rabbit-1";
  private static final Duration BOUND = Duration.ofSeconds(10);

  /** That which is held to the contract; it asks EPMD. */
  protected abstract PeerNames names();

  /** The own node's name. */
  protected abstract NodeName self();

  /** An address at which nodes can be started; another one for each number from 0 to 2. */
  protected abstract String address(int number);

  /** Starts a node of this name at the address, where EPMD lists its basename. */
  protected abstract void start(String name, String address) throws Exception;

  /** Ends the node, and forgets its link. */
  protected abstract void stop(String name, String address) throws Exception;

  @Test
  void whoIsMetIsCalledAsItCallsItself() throws Exception {
    start(FIRST_NAME, address(0));
    start(SECOND_NAME, address(1));

    assertThat(connect("rabbit", address(0))).isEqualTo(new NodeName(FIRST_NAME));
    assertThat(connect("rabbit", address(1))).isEqualTo(new NodeName(SECOND_NAME));
  }

  @Test
  void aNodeUnderItsAddressIsCalledThat() throws Exception {
    start("app@" + address(0), address(0));

    assertThat(connect("app", address(0))).isEqualTo(NodeName.of("app", address(0)));
  }

  @Test
  void toBeConnectedAlreadyIsSuccess() throws Exception {
    start(FIRST_NAME, address(0));
    connect("rabbit", address(0));

    assertThat(connect("rabbit", address(0))).isEqualTo(new NodeName(FIRST_NAME));
  }

  @Test
  void anotherNodeOfAConnectedNameIsADuplicate() throws Exception {
    start(FIRST_NAME, address(0));
    start(FIRST_NAME, address(1));
    connect("rabbit", address(0));

    assertFails("rabbit", address(1), ConnectCause.DUPLICATE_NAME);
    assertThat(connect("rabbit", address(0))).isEqualTo(new NodeName(FIRST_NAME));
  }

  @Test
  void aNodeTakesItsNameElsewhereOnceTheOneThatHadItIsGone() throws Exception {
    start(FIRST_NAME, address(0));
    start(FIRST_NAME, address(1));
    connect("rabbit", address(0));
    stop(FIRST_NAME, address(0));

    assertThat(connect("rabbit", address(1))).isEqualTo(new NodeName(FIRST_NAME));
  }

  @Test
  void anotherNameAtTheSameAddressIsAnotherNode() throws Exception {
    start(FIRST_NAME, address(0));
    connect("rabbit", address(0));
    stop(FIRST_NAME, address(0));
    start(SECOND_NAME, address(0));

    assertThat(connect("rabbit", address(0))).isEqualTo(new NodeName(SECOND_NAME));
  }

  @Test
  void theOwnNameIsForeign() throws Exception {
    start(self().text(), address(2));

    assertFails(self().basename().orElseThrow(), address(2), ConnectCause.FOREIGN_NAME);
  }

  @Test
  void whomEpmdDoesNotListIsNotRegistered() throws Exception {
    start(FIRST_NAME, address(0));

    assertFails("app", address(0), ConnectCause.NAME_NOT_REGISTERED);
  }

  @Test
  void basenamesAreListedByTheEpmdAtTheAddress() throws Exception {
    start(FIRST_NAME, address(0));
    start("worker@rabbit-0", address(0));
    start("app@app-0", address(1));

    assertThat(names().asksEpmd()).isTrue();
    assertThat(names().list(address(0), Set.of(), BOUND))
        .containsExactlyInAnyOrder("rabbit", "worker");
    assertThat(names().list(address(0), Set.of("rabbit"), BOUND))
        .as("known ones are listed, without a question")
        .containsExactlyInAnyOrder("rabbit", "worker");
    assertThat(names().list(address(1), Set.of(), BOUND)).containsExactly("app");
  }

  private NodeName connect(String basename, String address) throws Exception {
    return names().connect(NodeName.of(basename, address), BOUND);
  }

  private void assertFails(String basename, String address, ConnectCause cause) {
    assertThatExceptionOfType(NodeConnectException.class)
        .isThrownBy(() -> connect(basename, address))
        .extracting(NodeConnectException::connectCause)
        .isEqualTo(cause);
  }
}
