package io.nessiecluster.mesh.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a join is not made; the first that applies, in this order. */
public enum Rule {
  /**
   * Nobody of one of the islands can be asked, or of each there is somebody who cannot: not linked
   * with us, no fresh view, or slow.
   */
  UNKNOWN_VIEW("its members cannot be asked: see their views in /cluster/mesh"),
  /** The mode is to join newcomers only, and this is none. */
  FORM_ONLY(
      "mesh.mode=form joins newcomers only; mesh.mode=heal would, or POST /cluster/mesh/join"),
  /** What has to be known of members before they are joined has not been told. */
  UNTOLD("members have not told yet what is to be known before they are joined"),
  /** A product runs there that heals itself, and must not be helped. */
  PRODUCT("RabbitMQ and EMQX form and heal their clusters themselves: use their own means"),
  /** Databases of mnesia on both sides were one: a reconnect would leave them partitioned. */
  MNESIA(
      "restart the members of one side, so that their mnesia loads from the other; or set"
          + " mesh.allow-mnesia=true, if mnesia is told what to do then"),
  /** A name is registered with {@code global} on both sides, and one process would be ended. */
  NAME_CLASH(
      "end one of the two processes, or set mesh.allow-name-clash=true, if global may choose"
          + " which"),
  /** A way that {@code global} would take is blocked: it would tear healthy links for it. */
  WAY_BLOCKED("open the way that is named: until then a join would tear other links"),
  /** This service runs for less than a minute: what it sees may be a start. */
  JUST_STARTED("wait: a heal takes a minute of watching"),
  /** A member came, went or was restarted within the time for which a mesh must stand. */
  ROLLOUT("wait until members stay: a rollout seems to be under way"),
  /** The islands have changed within the time for which a mesh must stand, or in three sweeps. */
  UNSTABLE("wait until the islands stay as they are for mesh.stable-for"),
  /** Not all ways have been found free yet. */
  WAY_UNPROVEN(
      "wait: members are trying the ways; if it lasts, a member does not tell what it finds"),
  /** Heals of a pair have not lasted three times. */
  SUSPENDED("find out why, then POST /cluster/mesh/resume"),
  /** As many joins were made as may be, in this time. */
  TOO_OFTEN("wait: newcomers are joined mesh.max-joins-per-minute times, heals one a minute");

  private final String hint;

  Rule(String hint) {
    this.hint = hint;
  }

  /** Whether it passes with time, and so is no news however long it lasts. */
  public boolean passes() {
    return switch (this) {
      case JUST_STARTED, ROLLOUT, UNSTABLE, TOO_OFTEN -> true;
      case UNKNOWN_VIEW,
          FORM_ONLY,
          UNTOLD,
          PRODUCT,
          MNESIA,
          NAME_CLASH,
          WAY_BLOCKED,
          WAY_UNPROVEN,
          SUSPENDED ->
          false;
    };
  }

  /** The stable name in JSON, events and metrics. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The rule of a code; empty when no rule has it. */
  public static Optional<Rule> of(String code) {
    return Arrays.stream(values()).filter(rule -> rule.code().equals(code)).findFirst();
  }

  /** What to do about it. */
  public String hint() {
    return hint;
  }
}
