package io.nessiecluster.mesh.watch;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.FreshView;
import io.nessiecluster.mesh.Member;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.MemberRow;
import io.nessiecluster.mesh.Roster;
import io.nessiecluster.mesh.Tally;
import io.nessiecluster.mesh.ViewRow;
import io.nessiecluster.mesh.Vitals;
import io.nessiecluster.mesh.check.Witness;
import io.nessiecluster.mesh.plan.Party;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What is remembered of one member: who it is and what it told by the link that it has now. */
final class MemberMemory {

  private static final String NOT_LINKED = "not_linked: this service has no link to it";

  /** Who dies without a word is listed by others for 75 s, as kernels tick by default. */
  private static final Duration LISTED_AFTER_DEATH = Duration.ofMinutes(2);

  private Member member;
  private @Nullable Incarnation link;
  private long creation; // the last one that was known
  private long since; // on the nano source: since when this incarnation is known
  private @Nullable ViewRow row;
  private @Nullable Instant viewedAt;
  private long viewedNanos;
  private long viewAsked; // on the nano source
  private long newInSweep;
  private Optional<MemberFacts> facts = Optional.empty();
  private long factsNanos;
  private boolean everLinked; // this incarnation
  private @Nullable Long
      listed; // on the nano source: when another one listed it, and it was silent
  private Optional<Vitals> vitals = Optional.empty();
  private @Nullable Long vitalsAsked; // on the nano source
  private boolean calm;
  private boolean slow;
  private Optional<String> unheard = Optional.of("it has not been asked yet");
  private long flaps;

  MemberMemory(Membership.Named named, long nanos) {
    this.member = named.member();
    this.since = nanos;
    boolean _ = meet(named, nanos);
  }

  /**
   * It is named again; with another link, all that it told is forgotten. A link may be listed
   * before it is reported: who is behind it is known only then.
   *
   * @return whether it is linked, and the same incarnation as before
   */
  boolean meet(Membership.Named named, long nanos) {
    member = named.member();
    Incarnation before = link;
    Incarnation now = named.link().orElse(null);
    if (now != null && now.equals(before)) {
      return true;
    }
    link = now;
    boolean reported = now != null && before != null && now.reports(before);
    if (!reported) {
      forget();
    }
    return now != null && stays(now.creation(), reported, nanos);
  }

  /** What it told by the link that it had. */
  private void forget() {
    row = null;
    viewedAt = null;
    facts = Optional.empty();
    vitals = Optional.empty();
    vitalsAsked = null;
    slow = false;
    unheard = Optional.of(link == null ? NOT_LINKED : "it has not been asked yet");
  }

  private boolean stays(long told, boolean reported, long nanos) {
    boolean stayed = told == creation || (reported && creation == 0);
    if (told != 0) {
      creation = told;
      if (!stayed) {
        since = nanos;
        everLinked = false;
      }
    }
    return stayed;
  }

  NodeName name() {
    return member.name();
  }

  Optional<Incarnation> link() {
    return Optional.ofNullable(link);
  }

  /** Its incarnation, also while it is not linked; 0 when it never was. */
  long creation() {
    return creation;
  }

  /** For how long this incarnation has been known. */
  Duration age(long nanos) {
    return Duration.ofNanos(nanos - since);
  }

  /** It told whom it sees; since the last sweep was judged, of which this is the next. */
  void viewed(ViewRow view, Answer<?> answer, long nanos, long sweep) {
    row = view;
    viewAsked = answer.asked();
    viewedAt = answer.at();
    viewedNanos = nanos;
    newInSweep = sweep;
  }

  /** It has answered or not, and how fast. */
  void heard(Optional<String> failure, boolean slowly) {
    unheard = failure;
    slow = slowly;
  }

  /** The members have other numbers from now on. */
  void renumber(Roster roster) {
    if (row != null) {
      row = row.on(roster, name());
    }
  }

  void told(MemberFacts now, long nanos) {
    facts = Optional.of(now);
    factsNanos = nanos;
  }

  void told(Vitals now) {
    vitals = Optional.of(now);
    calm = now.calm();
  }

  void askedForVitals(long nanos) {
    vitalsAsked = nanos;
    calm = false; // until it answers
  }

  boolean wasAskedForVitals() {
    return vitalsAsked != null;
  }

  /** For how long it has not been asked for its vitals: for ever, when it never was. */
  Duration sinceVitals(long nanos) {
    return vitalsAsked == null
        ? ChronoUnit.FOREVER.getDuration()
        : Duration.ofNanos(nanos - vitalsAsked);
  }

  /** Whether its vitals are known and tell of nothing that is to be watched. */
  boolean isCalm() {
    return calm;
  }

  boolean wasLinked() {
    return everLinked;
  }

  /** A sweep has seen this incarnation linked with another member. */
  void linked() {
    everLinked = true;
  }

  /**
   * A sweep has seen that another member lists it, which tells nothing: it, or the one before it.
   */
  void listed(long nanos) {
    listed = nanos;
  }

  /** Whether it ran for so long when it was listed last that it was not the one before it. */
  private boolean wasListed(Optional<Duration> uptime, long nanos) {
    Long last = listed;
    return last != null
        && uptime
            .filter(up -> up.minusNanos(nanos - last).compareTo(LISTED_AFTER_DEATH) > 0)
            .isPresent();
  }

  /** One of its links was lost and made again. */
  void flapped() {
    flaps++;
    calm = false; // its database may have been split by that
  }

  boolean isSlow() {
    return slow;
  }

  Optional<MemberFacts> facts() {
    return facts;
  }

  Optional<Vitals> vitals() {
    return vitals;
  }

  Optional<ViewRow> row() {
    return Optional.ofNullable(row);
  }

  /** Whether its view came since the last sweep was judged. */
  boolean isNewIn(long sweep) {
    return row != null && newInSweep == sweep;
  }

  /** Its view, if it is one of this sweep or the last, or younger than the time between sweeps. */
  Optional<FreshView> fresh(long sweep, long nanos, Duration interval) {
    boolean fresh = newInSweep >= sweep - 1 || nanos - viewedNanos < interval.toNanos();
    return row == null || !fresh
        ? Optional.empty()
        : Optional.of(new FreshView(row, newInSweep == sweep));
  }

  Party party(Tally tally, long nanos) {
    Optional<Duration> uptime = facts.map(told -> told.uptime().plusNanos(nanos - factsNanos));
    return new Party(
        name(),
        tally.fresh() ? OptionalLong.of(viewAsked) : OptionalLong.empty(),
        member.linked() && tally.fresh() && !slow,
        creation,
        facts,
        vitals,
        uptime,
        everLinked || wasListed(uptime, nanos));
  }

  MemberRow shown(Tally tally) {
    return new MemberRow(
        member,
        facts,
        Optional.ofNullable(viewedAt),
        tally.fresh(),
        unheard,
        tally.island(),
        tally.sees(),
        tally.missedBy(),
        tally.misses(),
        tally.missedByFirst(),
        flaps);
  }

  Witness witness(Tally tally) {
    ViewRow mine = row;
    boolean fresh = tally.fresh();
    return new Witness(
        member.name(),
        member.linked(),
        facts,
        vitals,
        slow,
        tally.island(),
        node -> fresh && mine != null && mine.sees(node));
  }
}
