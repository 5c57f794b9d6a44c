package io.nessiecluster.dns;

import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Finds the records of a name by way of its aliases (RFC 1034, section 3.6.2): those in the answer,
 * and by further questions those that the server did not follow.
 */
final class AliasChain {

  /** As many as common resolvers follow; a chain of pods has one. */
  private static final int MAX_ALIASES = 16;

  private final ServerFailover inquiry;

  AliasChain(ServerFailover inquiry) {
    this.inquiry = inquiry;
  }

  /** The records of a type; a loop of aliases is a failure of the server, as resolvers have it. */
  ChainResult find(Name name, int type) throws InterruptedException {
    Set<Name> visited = new HashSet<>(Set.of(name));
    long ttl = Long.MAX_VALUE;
    Name asked = name;
    while (true) {
      switch (inquiry.ask(asked, type)) {
        case Reply.Failure(var reason, var seen) -> {
          return nothing(reason, seen);
        }
        case Reply.Knowledge(var response, var server, var missing) -> {
          Name owner = asked;
          List<Record> records = records(response, owner, type);
          Optional<CNAMERecord> alias = alias(response, owner);
          while (records.isEmpty() && alias.isPresent()) {
            ttl = Math.min(ttl, alias.get().getTTL());
            owner = alias.get().getTarget();
            if (!visited.add(owner) || visited.size() > MAX_ALIASES + 1) {
              String question = ServerFailover.question(name, type);
              return nothing(
                  Reason.SERVFAIL, question + ": aliases of " + server + " come to no end");
            }
            records = records(response, owner, type);
            alias = alias(response, owner);
          }
          if (!records.isEmpty()) {
            ttl = Math.min(ttl, leastTtl(records));
            return new ChainResult.Records(
                records, ttl, missing.map(AliasChain::noAnswer), response);
          }
          if (owner.equals(asked) && missing.isPresent()) {
            return new ChainResult.Nothing(noAnswer(missing.get()));
          }
          if (owner.equals(asked) || (response.rcode() == Rcode.NXDOMAIN && missing.isEmpty())) {
            return absent(response, ServerFailover.question(owner, type) + ": " + server);
          }
          asked = owner; // the server knows the alias, and did not follow it, or was cut before
        }
      }
    }
  }

  private static NoAnswer noAnswer(Reply.Failure failure) {
    return new NoAnswer(failure.reason(), failure.seen());
  }

  private static ChainResult absent(Response response, String said) {
    if (response.rcode() == Rcode.NXDOMAIN) {
      return nothing(Reason.NXDOMAIN, said + " answered NXDOMAIN");
    }
    return response.answers() == 0
        ? nothing(Reason.NO_DATA, said + " knows no record of this type")
        : nothing(Reason.NETWORK_ERROR, said + " answered what was not asked");
  }

  private static ChainResult nothing(Reason reason, String detail) {
    return new ChainResult.Nothing(new NoAnswer(reason, detail));
  }

  private static List<Record> records(Response response, Name owner, int type) {
    return response.answer().stream()
        .filter(r -> r.getType() == type)
        .filter(r -> r.getName().equals(owner))
        .toList();
  }

  private static Optional<CNAMERecord> alias(Response response, Name owner) {
    return records(response, owner, Type.CNAME).stream().map(CNAMERecord.class::cast).findFirst();
  }

  private static long leastTtl(List<Record> records) {
    return records.stream().mapToLong(Record::getTTL).min().orElseThrow();
  }
}
