package io.nessiecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.distribution.ConnectFailedException;
import io.nessiecluster.distribution.ConnectFailure;
import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Term;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What peers and servers say stands in details, which people read: on one line, and as it is. */
class ShownDetailsTest {

  private static final String SAID = "gnp.\u202eexe\u2028\nforged \u200b\u001b[31m";
  private static final String SHOWN = "gnp.\\u{202E}exe\\u{2028}\\u{A}forged \\u{200B}\\u{1B}[31m";

  @Test
  void whateverHasADetailEscapesIt() {
    assertThat(
            List.of(
                new NodeConnectException(ConnectCause.PROTOCOL_ERROR, SAID)
                    .of(new NodeName("a@h"))
                    .detail(),
                new ConnectFailedException(ConnectFailure.PROTOCOL_ERROR, SAID).detail(),
                new NoAnswer(Reason.NETWORK_ERROR, SAID).detail()))
        .containsOnly(SHOWN);
  }

  @Test
  void aTermOfAPeerIsEscapedInErlangsNotation() {
    assertThat(Term.atom("a\u202e\n").toString()).isEqualTo("'a\\x{202E}\\n'");
    assertThat(new Pid(Term.atom("a\n\u202e@h"), 1, 0, 7).toString())
        .isEqualTo("<a\\u{A}\\u{202E}@h.1.0>");
  }
}
