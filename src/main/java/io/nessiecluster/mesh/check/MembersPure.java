package io.nessiecluster.mesh.check;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.Check.Status;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.Stranger;
import java.util.ArrayList;
import java.util.List;

/**
 * Nobody but members is in the mesh, and they are of one {@code RELEASE_NAME}: two applications of
 * one cookie that found each other by mistake fail; a stranger may be a tool of the operators, and
 * is warned of.
 */
final class MembersPure implements Judgement {

  @Override
  public Check.Id id() {
    return Check.Id.MEMBERS_PURE;
  }

  @Override
  public Finding judge(Evidence evidence) {
    Heard<MemberFacts> facts = Heard.of(evidence, Witness::facts);
    Variants releases =
        Variants.of(
            Heard.<String>of(evidence, each -> each.facts().flatMap(MemberFacts::releaseName))
                .told(),
            name -> name);
    List<NodeName> strangers = evidence.strangersFirst().stream().map(Stranger::node).toList();
    boolean areStrangers = evidence.strangers() > 0;
    if (facts.told().isEmpty() && !areStrangers) {
      return facts.nobody();
    }
    List<String> lines = new ArrayList<>();
    if (releases.differ()) {
      lines.add("members of more than one release: " + releases.text());
    }
    if (areStrangers) {
      lines.add(
          "%s that discovery does not name: %s"
              .formatted(Brief.count(evidence.strangers(), "node"), Brief.names(strangers)));
    }
    List<NodeName> concerned = new ArrayList<>(releases.odd());
    concerned.addAll(strangers);
    if (releases.differ()) {
      return Finding.of(Status.FAIL, facts.told(String.join(", ", lines)), concerned);
    }
    return areStrangers
        ? Finding.of(Status.WARN, facts.told(String.join(", ", lines)), concerned)
        : Finding.pass(facts.told("no strangers, no second release"));
  }
}
