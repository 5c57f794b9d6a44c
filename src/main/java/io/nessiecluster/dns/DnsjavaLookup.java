package io.nessiecluster.dns;

import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupOutcome.Answer;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.PartialAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.Resolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Looks names up with dnsjava's messages, without a cache. Blocks the thread that calls it. For
 * many threads at once.
 *
 * <p><b>Time.</b> A server has {@link DnsSettings#timeout()} for one attempt, and each server as
 * many attempts as {@code options attempts} says (default 2): a lookup at one silent server fails
 * after 4 s by default. Nothing is asked after that time, whatever aliases, targets and search
 * domains are left, so that the bound on a whole lookup is {@code timeout * (attempts * servers +
 * 1)}.
 *
 * <p><b>Servers.</b> After a failure of any kind, and an answer in part, the next server is asked;
 * silence and network errors are tried again while attempts are left. Of a server is remembered,
 * for later lookups, that it was silent and that it does not know EDNS. A silent one is asked last
 * until it answers, for which it is tried again every 30 s, beside a lookup that another server has
 * answered: it costs its timeout once.
 *
 * <p><b>Search list.</b> As glibc has it: the first answer wins, SERVFAIL under one domain does not
 * end the search, any other failure does; an answer behind a failure is one in part, as the name
 * may be another. Without an answer the first outcome that is not NXDOMAIN stands, so neither a
 * failure nor NODATA is hidden by the NXDOMAIN of a farther domain.
 */
public final class DnsjavaLookup implements Resolver.Lookup {

  private final DnsSettings settings;
  private final ResolvConfFile resolvConf;
  private final ServerMemory memory;
  private final LongSupplier nanoTime;
  private final Executor background;

  /**
   * A lookup that opens nothing before the first question, and tries silent servers again itself:
   * once in 30 s one lookup waits for that.
   *
   * @param nanoTime a clock like {@link System#nanoTime()}
   */
  public DnsjavaLookup(DnsSettings settings, LongSupplier nanoTime) {
    this(settings, nanoTime, Runnable::run);
  }

  /**
   * A lookup that opens nothing before the first question.
   *
   * @param nanoTime a clock like {@link System#nanoTime()}
   * @param background tries silent servers again, so that no lookup waits for them: each task takes
   *     {@link DnsSettings#timeout()} at most
   */
  public DnsjavaLookup(DnsSettings settings, LongSupplier nanoTime, Executor background) {
    this.background = background;
    this.settings = settings;
    this.resolvConf = new ResolvConfFile(settings.resolvConf(), settings.variables());
    this.memory = new ServerMemory(nanoTime);
    this.nanoTime = nanoTime;
  }

  @Override
  public LookupOutcome lookup(String name, RecordType type) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    ResolvConfFile.Content content = resolvConf.current();
    AliasChain chain = new AliasChain(inquiry(content.conf()));
    List<Name> asked = new ArrayList<>();
    NoAnswer first = null;
    for (Name candidate : names(content.conf(), name)) {
      asked.add(candidate);
      switch (lookup(candidate, type, chain)) {
        case Answer answer -> {
          return first == null || !first.isFailure()
              ? answer
              : new PartialAnswer(
                  answer.addresses(), answer.ttl(), explained(first, asked, content.problem()));
        }
        case PartialAnswer(var addresses, var ttl, var missing) -> {
          return new PartialAnswer(addresses, ttl, explained(missing, asked, content.problem()));
        }
        case NoAnswer none -> {
          if (first == null || first.reason() == Reason.NXDOMAIN) {
            first = none;
          }
          if (none.isFailure() && none.reason() != Reason.SERVFAIL) {
            return explained(first, asked, content.problem());
          }
        }
      }
    }
    return explained(first == null ? noName(name, type) : first, asked, content.problem());
  }

  private static List<Name> names(ResolvConf conf, String name) {
    if (name.isEmpty()) { // and not the root
      return List.of();
    }
    return conf.candidates(name).stream()
        .map(DnsjavaLookup::name)
        .flatMap(Optional::stream)
        .toList();
  }

  private ServerFailover inquiry(ResolvConf conf) {
    List<DnsServer> servers =
        settings.servers().isEmpty() ? conf.nameservers() : settings.servers();
    Duration timeout =
        conf.timeout().filter(t -> t.compareTo(settings.timeout()) < 0).orElse(settings.timeout());
    return new ServerFailover(memory, servers, timeout, conf, nanoTime, background);
  }

  private static LookupOutcome lookup(Name name, RecordType type, AliasChain chain)
      throws InterruptedException {
    return switch (chain.find(name, number(type))) {
      case ChainResult.Nothing(NoAnswer why) -> why;
      case ChainResult.Records found when type == RecordType.SRV ->
          new ServiceTargets(chain).addresses(name, found);
      case ChainResult.Records(var records, var ttl, var missing, var _) -> {
        String question = ServerFailover.question(name, number(type));
        Addresses addresses = new Addresses(question, ttl);
        addresses.add(records, ttl);
        missing.ifPresent(addresses::miss);
        yield addresses
            .outcome()
            .orElseThrow(() -> new IllegalStateException(question + ": no records of records"));
      }
    };
  }

  private static int number(RecordType type) {
    return switch (type) {
      case A -> Type.A;
      case AAAA -> Type.AAAA;
      case SRV -> Type.SRV;
    };
  }

  /** Empty for what is no name: with a search domain some become too long to be one. */
  private static Optional<Name> name(String candidate) {
    try {
      return Optional.of(Name.fromString(candidate));
    } catch (TextParseException e) {
      return Optional.empty();
    }
  }

  private static NoAnswer noName(String name, RecordType type) {
    return new NoAnswer(
        Reason.REFUSED,
        type + " '" + name + "': no DNS name (RFC 1035, section 2.3.4), so no server was asked");
  }

  private static NoAnswer explained(NoAnswer none, List<Name> asked, Optional<String> problem) {
    StringBuilder detail = new StringBuilder(none.detail());
    if (asked.size() > 1) {
      detail.append(" (asked by the search list: ").append(asked).append(')');
    }
    problem.ifPresent(text -> detail.append("; ").append(text));
    return new NoAnswer(none.reason(), detail.toString());
  }
}
