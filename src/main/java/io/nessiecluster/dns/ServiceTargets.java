package io.nessiecluster.dns;

import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/**
 * The addresses behind SRV records (RFC 2782), in the order of the answer. A target whose addresses
 * the server sent along is not asked for again. Ports are left out: EPMD knows them.
 */
final class ServiceTargets {

  private static final List<Integer> ADDRESS_TYPES = List.of(Type.A, Type.AAAA);

  private final AliasChain chain;

  ServiceTargets(AliasChain chain) {
    this.chain = chain;
  }

  /**
   * The addresses of all targets. Those found are kept when another target fails; when none is
   * found, a target's failure is the outcome, else that there is no data.
   */
  LookupOutcome addresses(Name service, ChainResult.Records found) throws InterruptedException {
    Addresses addresses = new Addresses(found.ttlSeconds());
    NoAnswer failure = null;
    for (Name target : targets(found)) {
      List<Record> sentAlong = sentAlong(target, found.additional());
      if (sentAlong.isEmpty()) {
        NoAnswer why = ask(target, addresses);
        failure = failure == null ? why : failure;
      } else {
        addresses.add(sentAlong, sentAlong.stream().mapToLong(Record::getTTL).min().orElseThrow());
      }
    }
    if (!addresses.isEmpty()) {
      return addresses.toAnswer();
    }
    String question = ServerFailover.question(service, Type.SRV);
    return failure == null
        ? new NoAnswer(Reason.NO_DATA, question + ": no target has an address")
        : new NoAnswer(failure.reason(), question + ": by its targets: " + failure.detail());
  }

  /** Asks for both types; returns the first failure. */
  private @Nullable NoAnswer ask(Name target, Addresses addresses) throws InterruptedException {
    NoAnswer failure = null;
    for (int type : ADDRESS_TYPES) {
      switch (chain.find(target, type)) {
        case ChainResult.Records records -> addresses.add(records.records(), records.ttlSeconds());
        case ChainResult.Nothing(NoAnswer why) -> {
          if (failure == null && why.isFailure()) {
            failure = why;
          }
        }
      }
    }
    return failure;
  }

  /** Each once; the root as target says that there is no such service. */
  private static Set<Name> targets(ChainResult.Records found) {
    Set<Name> targets = new LinkedHashSet<>();
    for (Record service : found.records()) {
      Name target = ((SRVRecord) service).getTarget();
      if (!target.equals(Name.root)) {
        targets.add(target);
      }
    }
    return targets;
  }

  private static List<Record> sentAlong(Name target, List<Record> additional) {
    return additional.stream()
        .filter(r -> ADDRESS_TYPES.contains(r.getType()) && r.getDClass() == DClass.IN)
        .filter(r -> r.getName().equals(target))
        .toList();
  }
}
