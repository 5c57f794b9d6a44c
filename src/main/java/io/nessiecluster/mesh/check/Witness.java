package io.nessiecluster.mesh.check;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.Vitals;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What one member has told that checks are about.
 *
 * @param linked whether this service is connected with it
 * @param facts empty when it has not told them
 * @param vitals what it told last; empty when it has not, or not since it is linked
 * @param slow whether it is spared, as its last answer took too long
 * @param island number of its island
 * @param lists whether its fresh view has a node; nobody where there is none
 */
public record Witness(
    NodeName member,
    boolean linked,
    Optional<MemberFacts> facts,
    Optional<Vitals> vitals,
    boolean slow,
    int island,
    Predicate<NodeName> lists) {}
