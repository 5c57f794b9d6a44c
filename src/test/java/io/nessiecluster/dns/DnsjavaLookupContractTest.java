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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class DnsjavaLookupContractTest extends LookupContract {

  private final TestDnsServer server = TestDnsServer.start();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
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
    executor.close();
  }

  private DnsjavaLookup lookup(Duration timeout) {
    DnsSettings settings =
        new DnsSettings(List.of(server.address()), timeout, directory.resolve("resolv.conf"));
    return new DnsjavaLookup(settings, executor, System::nanoTime);
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
      case Answer(var addresses, var ttl) ->
          DnsScript.records(
              addresses.stream()
                  .map(address -> DnsScript.address(name, ttl.toSeconds(), address))
                  .toArray(Record[]::new));
      case PartialAnswer _ ->
          throw new IllegalArgumentException("the DNS cannot be told to answer in part");
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
