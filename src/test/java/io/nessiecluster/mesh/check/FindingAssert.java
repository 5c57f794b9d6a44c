package io.nessiecluster.mesh.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Check.Status;

/** Asserts what a look came to. */
record FindingAssert(Finding finding) {

  static FindingAssert assertFound(Finding finding) {
    return new FindingAssert(finding);
  }

  FindingAssert is(Status status, String evidence) {
    assertThat(finding.evidence()).isEqualTo(evidence);
    return is(status);
  }

  FindingAssert is(Status status) {
    assertThat(finding.status()).as(finding.evidence()).isEqualTo(status);
    return this;
  }

  FindingAssert says(String part) {
    assertThat(finding.evidence()).contains(part);
    return this;
  }

  FindingAssert at(String... hosts) {
    assertThat(finding.nodes())
        .containsExactly(Testimony.nodes(hosts).stream().sorted().toArray(NodeName[]::new));
    return this;
  }
}
