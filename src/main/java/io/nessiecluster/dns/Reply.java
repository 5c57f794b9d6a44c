package io.nessiecluster.dns;

import io.nessiecluster.cluster.LookupOutcome.Reason;
import org.xbill.DNS.Message;

/** What asking a server one question came to. */
sealed interface Reply {

  /**
   * The server knows: the code is NOERROR or NXDOMAIN.
   *
   * @param message its message
   * @param server who said it
   */
  record Knowledge(Message message, DnsServer server) implements Reply {}

  /**
   * Nothing was learnt about the name.
   *
   * @param reason a failure
   * @param seen what was seen, and from which server
   */
  record Failure(Reason reason, String seen) implements Reply {

    /** Whether a server answered, with an error code: to ask it again would change nothing. */
    boolean isErrorCode() {
      return reason == Reason.SERVFAIL || reason == Reason.REFUSED;
    }
  }
}
