package io.nessiecluster.dns;

import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
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
        case Reply.Knowledge(var message, var server) -> {
          Name owner = asked;
          List<Record> records = records(message, owner, type);
          Optional<CNAMERecord> alias = alias(message, owner);
          while (records.isEmpty() && alias.isPresent()) {
            ttl = Math.min(ttl, alias.get().getTTL());
            owner = alias.get().getTarget();
            if (!visited.add(owner) || visited.size() > MAX_ALIASES + 1) {
              String question = ServerFailover.question(name, type);
              return nothing(
                  Reason.SERVFAIL, question + ": aliases of " + server + " come to no end");
            }
            records = records(message, owner, type);
            alias = alias(message, owner);
          }
          if (!records.isEmpty()) {
            ttl = Math.min(ttl, leastTtl(records));
            return new ChainResult.Records(records, ttl, message.getSection(Section.ADDITIONAL));
          }
          if (owner.equals(asked) || message.getRcode() == Rcode.NXDOMAIN) {
            return absent(message, ServerFailover.question(owner, type) + ": " + server);
          }
          asked = owner; // the server knows the alias, and did not follow it
        }
      }
    }
  }

  private static ChainResult absent(Message message, String said) {
    if (message.getRcode() == Rcode.NXDOMAIN) {
      return nothing(Reason.NXDOMAIN, said + " answered NXDOMAIN");
    }
    return message.getSection(Section.ANSWER).isEmpty()
        ? nothing(Reason.NO_DATA, said + " knows no record of this type")
        : nothing(Reason.NETWORK_ERROR, said + " answered what was not asked");
  }

  private static ChainResult nothing(Reason reason, String detail) {
    return new ChainResult.Nothing(new NoAnswer(reason, detail));
  }

  private static List<Record> records(Message message, Name owner, int type) {
    return message.getSection(Section.ANSWER).stream()
        .filter(r -> r.getType() == type && r.getDClass() == DClass.IN)
        .filter(r -> r.getName().equals(owner))
        .toList();
  }

  private static Optional<CNAMERecord> alias(Message message, Name owner) {
    return records(message, owner, Type.CNAME).stream().map(CNAMERecord.class::cast).findFirst();
  }

  private static long leastTtl(List<Record> records) {
    return records.stream().mapToLong(Record::getTTL).min().orElseThrow();
  }
}
