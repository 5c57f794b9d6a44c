package io.nessiecluster.dns;

import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/**
 * The addresses behind SRV records (RFC 2782), in the order of the answer. What the server sent
 * along is not asked for again, and neither is the other family of such a target, unless the server
 * is a cache, which sends what it happens to hold, or had no room. Ports are left out: EPMD knows
 * them.
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
    String question = ServerFailover.question(service, Type.SRV);
    Addresses addresses = new Addresses(question, found.ttlSeconds());
    found.missing().ifPresent(addresses::miss);
    for (Name target : targets(found)) {
      List<Record> sentAlong = sentAlong(target, found.response());
      for (int type : ADDRESS_TYPES) {
        List<Record> ofType = sentAlong.stream().filter(r -> r.getType() == type).toList();
        if (!ofType.isEmpty()) {
          addresses.add(ofType, ofType.stream().mapToLong(Record::getTTL).min().orElseThrow());
        } else if (sentAlong.isEmpty() || !found.response().sendsAllAlong()) {
          ask(target, type, question, addresses);
        }
      }
    }
    return addresses
        .outcome()
        .orElseGet(() -> new NoAnswer(Reason.NO_DATA, question + ": no target has an address"));
  }

  private void ask(Name target, int type, String question, Addresses addresses)
      throws InterruptedException {
    switch (chain.find(target, type)) {
      case ChainResult.Records records -> {
        addresses.add(records.records(), records.ttlSeconds());
        records.missing().ifPresent(why -> addresses.miss(ofTarget(question, why)));
      }
      case ChainResult.Nothing(NoAnswer why) -> {
        if (why.isFailure()) {
          addresses.miss(ofTarget(question, why));
        }
      }
    }
  }

  private static NoAnswer ofTarget(String question, NoAnswer why) {
    return new NoAnswer(why.reason(), question + ": by its targets: " + why.detail());
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

  /** Of an answer in part nothing: what was sent along may be a part, too. */
  private static List<Record> sentAlong(Name target, Response response) {
    return response.isWhole()
        ? response.additional().stream()
            .filter(r -> ADDRESS_TYPES.contains(r.getType()))
            .filter(r -> r.getName().equals(target))
            .toList()
        : List.of();
  }
}
