package io.nessiecluster.dns;

import io.nessiecluster.cluster.LookupOutcome.Reason;
import java.util.Optional;

/** What asking a server one question came to. */
sealed interface Reply {

  /**
   * The server knows: the code is NOERROR or NXDOMAIN.
   *
   * @param response its message
   * @param server who said it
   * @param missing why the message is only a part of what there is; then nothing that it does not
   *     hold is known not to be
   */
  record Knowledge(Response response, DnsServer server, Optional<Failure> missing)
      implements Reply {}

  /**
   * Nothing was learnt about the name.
   *
   * @param reason a failure
   * @param seen what was seen, and from which server
   */
  record Failure(Reason reason, String seen) implements Reply {

    /** Whether a server answered: to ask it again would change nothing. */
    boolean isAnswer() {
      return switch (reason) {
        case SERVFAIL, REFUSED, TRUNCATED -> true;
        case NO_DATA, NXDOMAIN, TIMEOUT, NETWORK_ERROR -> false;
      };
    }
  }
}
