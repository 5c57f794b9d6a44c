package io.nessiecluster.rest;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.plan.Rule;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event with the fields that its type has, so far. */
final class EventDraft {
  private final String type;
  private final Instant at;
  private @Nullable String node;
  private @Nullable String target;
  private @Nullable String state;
  private @Nullable Boolean connected;
  private @Nullable String query;
  private @Nullable String recordType;
  private @Nullable String cause;
  private @Nullable String detail;
  private @Nullable String hint;
  private @Nullable Integer failures;
  private EventResponse.@Nullable Round round;
  private @Nullable String peer;
  private @Nullable Integer members;
  private @Nullable Integer islands;
  private @Nullable String check;
  private @Nullable String status;
  private @Nullable String kind;
  private @Nullable String rule;
  private @Nullable String act;
  private @Nullable String caller;
  private @Nullable String outcome;

  EventDraft(ClusterEvent event) {
    this.type = event.code();
    this.at = event.at();
  }

  EventDraft node(NodeName name) {
    node = name.text();
    return this;
  }

  EventDraft state(String code) {
    state = code;
    return this;
  }

  EventDraft target(NodeName name) {
    target = name.text();
    return this;
  }

  EventDraft connected(boolean still) {
    connected = still;
    return this;
  }

  EventDraft query(String name) {
    query = name;
    return this;
  }

  EventDraft lookup(LookupResult lookup) {
    query = lookup.query();
    recordType = lookup.type().name();
    return lookup
        .outcome()
        .failure()
        .map(why -> trouble(why.reason().causeCode(), why.detail(), why.reason().hint()))
        .orElse(this);
  }

  EventDraft trouble(String newCause, String newDetail, @Nullable String newHint) {
    cause = newCause;
    detail = newDetail;
    hint = newHint;
    return this;
  }

  EventDraft failures(int inARow) {
    failures = inARow;
    return this;
  }

  EventDraft round(EventResponse.Round completed) {
    round = completed;
    return this;
  }

  EventDraft peer(NodeName name) {
    peer = name.text();
    return this;
  }

  /** Of a link that is missing. */
  EventDraft cause(Optional<String> code) {
    cause = code.orElse(null);
    hint = code.flatMap(LinkCause::of).map(LinkCause::hint).orElse(null);
    return this;
  }

  EventDraft detail(String line) {
    detail = line;
    return this;
  }

  EventDraft mesh(int ofMembers, int ofIslands) {
    members = ofMembers;
    islands = ofIslands;
    return this;
  }

  EventDraft check(String id, String cameTo) {
    check = id;
    status = cameTo;
    return this;
  }

  EventDraft kind(String code) {
    kind = code;
    return this;
  }

  EventDraft refused(String code) {
    rule = code;
    hint = Rule.of(code).map(Rule::hint).orElse(null);
    return this;
  }

  EventDraft act(String asked, String from, String cameTo) {
    act = asked;
    caller = from;
    outcome = cameTo;
    return this;
  }

  EventResponse done() {
    return new EventResponse(
        type,
        at,
        node,
        target,
        state,
        connected,
        query,
        recordType,
        cause,
        detail,
        hint,
        failures,
        round,
        peer,
        members,
        islands,
        check,
        status,
        kind,
        rule,
        act,
        caller,
        outcome);
  }
}
