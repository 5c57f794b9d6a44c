package io.nessiecluster.rest;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.state.Condition;
import io.nessiecluster.mesh.Blame;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.Defect;
import io.nessiecluster.mesh.Island;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.Member;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.MemberRow;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Reach;
import io.nessiecluster.mesh.Stranger;
import io.nessiecluster.mesh.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Meshes as a sweep leaves them: members in islands, each of which is whole. */
public final class MeshSnapshots {

  /** As of when they all are. */
  public static final Instant AT = Instant.parse("2026-11-30T10:00:00.123456Z");

  public static final Instant SINCE = Instant.parse("2026-11-30T09:58:00Z");
  static final Instant VIEWED = AT.minusMillis(1203);
  static final String BLOCKED = "no answer from 10.0.0.5:4370 in 1 s";

  private static final int FIRST_HOST = 2;

  private MeshSnapshots() {}

  /** Where nothing is watched. */
  public static MeshSnapshot off() {
    MeshSettings watch = MeshSettings.DEFAULT;
    return MeshSnapshot.before(
        new MeshSettings(
            MeshSettings.Mode.OFF,
            watch.interval(),
            watch.stableFor(),
            watch.skewFor(),
            watch.minMembers(),
            watch.joins()),
        AT,
        List.of());
  }

  /** Before the first sweep. */
  public static MeshSnapshot before() {
    return MeshSnapshot.before(MeshSettings.DEFAULT, AT, conditions(Condition.Status.UNKNOWN));
  }

  /** {@code app@10.0.0.2} and those that follow, all linked with each other. */
  public static MeshSnapshot whole(int members) {
    return whole(members, MeshSnapshots::name);
  }

  static MeshSnapshot whole(int members, IntFunction<String> name) {
    return of(
        members < 2 ? Verdict.ALONE : Verdict.WHOLE,
        members == 0 ? List.of() : List.of(names(0, members, name)));
  }

  /** So many members each of which sees nobody. */
  static MeshSnapshot lone(int members) {
    return of(
        Verdict.SPLIT,
        IntStream.range(0, members).mapToObj(i -> names(i, 1, MeshSnapshots::name)).toList());
  }

  /**
   * {@code app@10.0.0.2}, {@code .3} and {@code .4} are one island, {@code .5} and {@code .6}
   * another; {@code .5} cannot be reached by {@code .2}, the way back is free.
   */
  public static MeshSnapshot split() {
    return of(
        Verdict.SPLIT, List.of(names(0, 3, MeshSnapshots::name), names(3, 2, MeshSnapshots::name)));
  }

  private static String name(int number) {
    int host = FIRST_HOST + number;
    return "app@10.0.%d.%d".formatted(host / 250, host % 250);
  }

  private static List<NodeName> names(int from, int count, IntFunction<String> name) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> new NodeName(name.apply(i)))
        .sorted()
        .toList();
  }

  private static MeshSnapshot of(Verdict verdict, List<List<NodeName>> islands) {
    int members = islands.stream().mapToInt(List::size).sum();
    List<Defect> defects = new ArrayList<>();
    List<MemberRow> rows = new ArrayList<>();
    for (int island = 0; island < islands.size(); island++) {
      List<NodeName> missed = new ArrayList<>();
      for (int other = 0; other < islands.size(); other++) {
        if (other != island) {
          missed.addAll(islands.get(other));
        }
      }
      for (NodeName member : islands.get(island)) {
        rows.add(
            row(member, island, islands.get(island).size() - 1, missed.stream().sorted().toList()));
        missed.stream()
            .filter(other -> member.compareTo(other) < 0)
            .forEach(other -> defects.add(missing(member, other)));
      }
    }
    boolean split = islands.size() > 1;
    return new MeshSnapshot(
        MeshSettings.Mode.WATCH,
        AT,
        42,
        Duration.ofMillis(12),
        Duration.ofSeconds(5),
        verdict,
        SINCE,
        Optional.of(SINCE),
        0,
        rows.stream().sorted(Comparator.comparing(row -> row.member().name())).toList(),
        islands.stream().map(names -> new Island(true, names)).toList(),
        defects.size(),
        0,
        0,
        split ? List.of(blame()) : List.of(),
        defects.stream().limit(MeshSnapshot.DEFECTS).toList(),
        split ? 1 : 0,
        split ? List.of(stranger()) : List.of(),
        7,
        checks(split),
        conditions(verdict.isFine() ? Condition.Status.TRUE : Condition.Status.FALSE));
  }

  private static MemberRow row(NodeName name, int island, int sees, List<NodeName> missed) {
    List<NodeName> first = missed.stream().limit(MemberRow.NAMES).toList();
    return new MemberRow(
        new Member(name, name.host(), true, 4_294_967_295L),
        Optional.of(
            new MemberFacts(
                "27",
                Duration.ofHours(3),
                Optional.of("shop"),
                Optional.of("1.4.2"),
                60,
                true,
                true)),
        Optional.of(VIEWED),
        true,
        Optional.empty(),
        island,
        sees,
        missed.size(),
        first,
        first,
        0);
  }

  private static Defect missing(NodeName from, NodeName to) {
    boolean tried = from.text().equals(name(0)) && to.text().equals(name(3));
    return new Defect(
        from,
        to,
        Defect.Kind.MISSING,
        SINCE,
        tried ? Optional.of(new Reach(LinkCause.CONNECT_TIMEOUT, BLOCKED)) : Optional.empty(),
        tried
            ? Optional.of(new Reach(LinkCause.REACHABLE, "10.0.0.2:4370 accepts"))
            : Optional.empty());
  }

  private static Blame blame() {
    return new Blame(
        new NodeName(name(3)),
        3,
        4,
        Map.of(LinkCause.CONNECT_TIMEOUT, 1, LinkCause.REACHABLE, 1),
        "app@10.0.0.5 is missed by 3 of 4: the way to it is blocked (connect_timeout: "
            + BLOCKED
            + ")");
  }

  private static Stranger stranger() {
    return new Stranger(
        new NodeName("<script>@10.0.7.7"),
        2,
        List.of(new NodeName(name(0)), new NodeName(name(1))));
  }

  private static List<Check> checks(boolean split) {
    return Arrays.stream(Check.Id.values())
        .map(
            id ->
                switch (id) {
                  case MNESIA_WHOLE ->
                      new Check(
                          id, Check.Status.SKIPPED, SINCE, "no member runs mnesia", List.of());
                  case NAMES_UNIQUE ->
                      split
                          ? new Check(
                              id,
                              Check.Status.FAIL,
                              SINCE,
                              "1 name is registered in two islands: scheduler",
                              List.of(new NodeName(name(0)), new NodeName(name(3))))
                          : new Check(id, Check.Status.SKIPPED, SINCE, "one island", List.of());
                  case MEMBERS_PURE ->
                      split
                          ? new Check(id, Check.Status.WARN, SINCE, "1 stranger is seen", List.of())
                          : new Check(id, Check.Status.PASS, SINCE, "no stranger", List.of());
                  case GLOBAL_FREE ->
                      new Check(id, Check.Status.UNKNOWN, SINCE, "nobody has told", List.of());
                  case RELEASE_EQUAL, OTP_EQUAL, SETTINGS_EQUAL, LIMITS, EXPECTED ->
                      new Check(id, Check.Status.PASS, SINCE, "all members alike", List.of());
                })
        .toList();
  }

  private static List<Condition> conditions(Condition.Status whole) {
    return List.of(
        new Condition(Condition.Type.MESH_WHOLE, whole, "OfTheTest", "as the test has it", SINCE),
        new Condition(
            Condition.Type.CHECKS_PASSING, whole, "OfTheTest", "as the test has it", SINCE),
        new Condition(Condition.Type.HEALING, whole, "OfTheTest", "as the test has it", SINCE));
  }
}
