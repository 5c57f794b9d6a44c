package io.nessiecluster.mesh.watch;

import io.nessiecluster.cluster.NodeName;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Members that discovery names no more, as those that are not ready for a while: which incarnation
 * has been linked with another one, so that it is no newcomer when it is named again. For the
 * thread of the sweeps.
 */
final class Leavers {

  /** How many are remembered, the last of them. */
  static final int MOST = 4_096;

  private final SequencedMap<NodeName, Long> creations = new LinkedHashMap<>();

  /** It is named no more. */
  void leaves(MemberMemory member) {
    if (member.wasLinked() && member.creation() != 0) {
      creations.putLast(member.name(), member.creation());
      if (creations.size() > MOST) {
        var _ = creations.pollFirstEntry();
      }
    }
  }

  /** It is named: as the one that has left, or another one. */
  void isNamed(MemberMemory member) {
    Long creation = creations.get(member.name());
    if (creation != null && member.creation() != 0) {
      creations.remove(member.name());
      if (creation == member.creation()) {
        member.linked();
      }
    }
  }
}
