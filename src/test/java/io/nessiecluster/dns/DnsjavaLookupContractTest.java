package io.nessiecluster.dns;

import io.nessiecluster.cluster.LookupContract;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupOutcome.Answer;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.PartialAnswer;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.Resolver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class DnsjavaLookupContractTest extends LookupContract {

  private final TestDnsServer server = TestDnsServer.start();
  private @TempDir Path directory;
  private DnsjavaLookup lookup;

  @BeforeEach
  void askOnce() throws Exception {
    Files.writeString(directory.resolve("resolv.conf"), "options attempts:1");
    lookup = lookup(Duration.ofSeconds(2));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private DnsjavaLookup lookup(Duration timeout) {
    DnsSettings settings =
        new DnsSettings(List.of(server.address()), timeout, directory.resolve("resolv.conf"));
    return new DnsjavaLookup(settings, System::nanoTime);
  }

  @Override
  protected Resolver.Lookup lookup() {
    return lookup;
  }

  @Override
  protected void given(String name, RecordType type, LookupOutcome outcome) {
    server.script(name, type == RecordType.A ? Type.A : Type.AAAA, script(name, outcome));
  }

  private static DnsScript script(String name, LookupOutcome outcome) {
    return switch (outcome) {
      case Answer(var addresses, var ttl) -> zone(name, addresses, ttl);
      case PartialAnswer(var addresses, var ttl, var missing) ->
          switch (missing.reason()) {
            case TRUNCATED -> new DnsScript.CutShort(zone(name, addresses, ttl));
            case SERVFAIL -> DnsScript.cut(zone(name, addresses, ttl), DnsScript.servfail());
            case REFUSED -> DnsScript.cut(zone(name, addresses, ttl), DnsScript.refused());
            case TIMEOUT -> DnsScript.cut(zone(name, addresses, ttl), DnsScript.silence());
            case NETWORK_ERROR -> DnsScript.cut(zone(name, addresses, ttl), new DnsScript.HangUp());
            case NO_DATA, NXDOMAIN -> throw new IllegalArgumentException("no failure");
          };
      case NoAnswer none ->
          switch (none.reason()) {
            case NO_DATA -> DnsScript.noData();
            case NXDOMAIN -> DnsScript.nxdomain();
            case SERVFAIL -> DnsScript.servfail();
            case REFUSED -> DnsScript.refused();
            case TIMEOUT -> DnsScript.silence();
            case NETWORK_ERROR -> DnsScript.garbage();
            case TRUNCATED -> new DnsScript.CutShort(DnsScript.records());
          };
    };
  }

  private static DnsScript.Zone zone(String name, List<String> addresses, Duration ttl) {
    return DnsScript.records(
        addresses.stream()
            .map(address -> DnsScript.address(name, ttl.toSeconds(), address))
            .toArray(Record[]::new));
  }

  @Override
  protected void givenNoEnd(String name) {
    server.script(name, DnsScript.silence());
    lookup = lookup(Duration.ofMinutes(1));
  }

  @Override
  protected int seen(String name) {
    return server.queries(name, Type.A);
  }
}
