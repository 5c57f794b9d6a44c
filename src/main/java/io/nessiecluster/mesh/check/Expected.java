package io.nessiecluster.mesh.check;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.Check.Status;
import io.nessiecluster.mesh.Island;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Discovery names as many members as are expected, or it fails; and all of them are in the largest
 * island, or it is warned of: the verdict on the mesh tells what is wrong there.
 */
final class Expected implements Judgement {

  private final int least;

  /** With so many members at least; 0 = any number. */
  Expected(int least) {
    this.least = least;
  }

  @Override
  public Check.Id id() {
    return Check.Id.EXPECTED;
  }

  @Override
  public Finding judge(Evidence evidence) {
    int named = evidence.members().size();
    Set<NodeName> outside =
        evidence.members().stream().map(Witness::member).collect(Collectors.toSet());
    evidence.islands().stream()
        .limit(1)
        .forEach(island -> island.members().forEach(outside::remove));
    String drift = "%d named, %d in the largest island".formatted(named, named - outside.size());
    if (named < least) {
      return Finding.of(Status.FAIL, "%s, %d expected".formatted(drift, least), outside);
    }
    if (named == 0) {
      return Finding.skipped("there are no members");
    }
    if (evidence.islands().stream().noneMatch(Island::seen)) {
      return Finding.unknown("%d named, none has told whom it sees".formatted(named));
    }
    return outside.isEmpty() ? Finding.pass(drift) : Finding.of(Status.WARN, drift, outside);
  }
}
