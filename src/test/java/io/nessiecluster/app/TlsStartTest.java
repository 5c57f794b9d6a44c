package io.nessiecluster.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.cluster.OwnNode;
import io.nessiecluster.connector.ErlangConnector;
import io.nessiecluster.distribution.ConnectFailedException;
import io.nessiecluster.distribution.ConnectFailure;
import io.nessiecluster.distribution.Cookie;
import io.nessiecluster.distribution.EpmdMode;
import io.nessiecluster.distribution.ErlangNode;
import io.nessiecluster.distribution.FreePort;
import io.nessiecluster.distribution.Link;
import io.nessiecluster.distribution.LinkListener;
import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.distribution.TestCertificates;
import io.nessiecluster.distribution.TlsSettings;
import io.nessiecluster.distribution.Transport;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service with a TLS configuration of the registry, and peers of its authority. */
@QuarkusTest
@TestProfile(TlsStartTest.WithTls.class)
class TlsStartTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final LinkListener NOBODY = LinkListener.none();

  /** Makes two authorities, and starts the service with the keys of the first. */
  public static final class WithTls implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        Path folder = Files.createTempDirectory("tls-start-test");
        TestCertificates certificates =
            new TestCertificates(folder)
                .authority("old-ca")
                .authority("new-ca")
                .issue("old", "old-ca", "ip:127.0.0.1")
                .issue("new", "new-ca", "ip:127.0.0.1");
        use(certificates, folder, "old");
        Map<String, String> settings = new HashMap<>();
        settings.put("nessie-cluster.cookie", "testcookie");
        settings.put("nessie-cluster.node.name", "service@127.0.0.1");
        settings.put("nessie-cluster.distribution.port", "0");
        settings.put("nessie-cluster.epmd.mode", "embedded");
        settings.put("nessie-cluster.epmd.port", Integer.toString(FreePort.find()));
        settings.put("nessie-cluster.tls.configuration-name", "erlang");
        settings.put("test.folder", folder.toString());
        settings.put("quarkus.tls.erlang.reload-period", "1s");
        for (String name :
            List.of(
                "erlang",
                "no-trust",
                "trust-all",
                "old-protocol",
                "no-suite",
                "crl",
                "one-protocol")) {
          store(settings, name, "key-store", folder.resolve("keys.p12"));
        }
        for (String name :
            List.of(
                "erlang",
                "no-keys",
                "old-protocol",
                "no-suite",
                "crl",
                "one-protocol",
                "foreign")) {
          store(settings, name, "trust-store", folder.resolve("authorities.p12"));
        }
        settings.put(
            "quarkus.tls.foreign.key-store.pem.0.cert", certificates.certificate("old").toString());
        settings.put("quarkus.tls.foreign.key-store.pem.0.key", certificates.key("new").toString());
        settings.put("quarkus.tls.one-protocol.protocols", "TLSv1.3");
        settings.put("quarkus.tls.trust-all.trust-all", "true");
        settings.put("quarkus.tls.old-protocol.protocols", "TLSv1.3,TLSv1.1");
        settings.put("quarkus.tls.no-suite.cipher-suites", "TLS_NONSENSE");
        settings.put(
            "quarkus.tls.crl.certificate-revocation-list",
            folder.resolve("authorities.p12").toString());
        return settings;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (GeneralSecurityException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void store(Map<String, String> settings, String name, String kind, Path file) {
      String key = "quarkus.tls." + name + "." + kind + ".p12.";
      settings.put(key + "path", file.toString());
      settings.put(key + "password", TestCertificates.PASSWORD);
    }
  }

  @Inject ErlangConnector connector;
  @Inject NodeRuntime runtime;
  @Inject TlsConfigurationRegistry registry;
  @Inject Config config;
  @Inject Vertx vertx;

  @ConfigProperty(name = "test.folder")
  Path folder;

  @ConfigProperty(name = "nessie-cluster.epmd.port")
  int epmdPort;

  private static void use(TestCertificates certificates, Path folder, String name)
      throws IOException, GeneralSecurityException {
    TestCertificates.write(certificates.keys(name), folder.resolve("keys.p12"));
    TestCertificates.write(certificates.trust(name + "-ca"), folder.resolve("authorities.p12"));
  }

  private ErlangNode peer(String basename, TestCertificates certificates, String certificate)
      throws Exception {
    var context = certificates.context(certificate, certificate + "-ca");
    NodeSettings settings =
        NodeSettings.of(basename + "@127.0.0.1", Cookie.of("testcookie"), LOOPBACK)
            .withPort(0)
            .withEpmd(EpmdMode.EXTERNAL, epmdPort);
    return ErlangNode.start(
        settings, runtime, Transport.tls(TlsSettings.of(() -> context)), NOBODY);
  }

  @Test
  void rotatedCertificatesAreUsedWithoutARestart() throws Exception {
    TestCertificates certificates = new TestCertificates(folder);
    OwnNode self = connector.ownNode();
    assertThat(self.alive()).isTrue();
    try (ErlangNode before = peer("before", certificates, "old");
        ErlangNode after = peer("after", certificates, "new")) {
      Link old = before.connect("service@127.0.0.1", TIMEOUT);
      assertThatThrownBy(() -> after.connect("service@127.0.0.1", TIMEOUT))
          .isInstanceOfSatisfying(
              ConnectFailedException.class,
              e -> assertThat(e.failure()).isEqualTo(ConnectFailure.TLS_FAILURE));

      use(certificates, folder, "new");

      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (after.links().isEmpty()) {
        assertThat(System.nanoTime()).as("within 30 s of the rotation").isLessThan(deadline);
        try {
          after.connect("service@127.0.0.1", TIMEOUT);
        } catch (ConnectFailedException e) {
          assertThat(e.failure()).isEqualTo(ConnectFailure.TLS_FAILURE);
        }
      }
      assertThat(before.links()).as("the link of before").containsExactly(old);
      assertThat(connector.nodes().toString()).contains("before@", "after@");
    }
  }

  private TlsSettings settings(String name) {
    return RegistryTls.settings(
        new Settings.Tls(name, true),
        new RegistryTls.Sources(registry, config, vertx, Instant::now));
  }

  @Test
  void bothProtocolsOfBeamsAreSpokenUnlessToldOtherwise() {
    assertThat(settings("erlang").protocols()).containsExactly("TLSv1.3", "TLSv1.2");
    assertThat(settings("one-protocol").protocols()).containsExactly("TLSv1.3");
  }

  @Test
  void aForeignKeyStopsTheStart() {
    assertThatThrownBy(() -> settings("foreign"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "nessie-cluster.tls.configuration-name=foreign is wrong; allowed: one whose key-store has the"
                + " key of its certificate; this one has a foreign key");
  }

  @Test
  void certificatesThatAreNotValidAreWarnedOf() throws Exception {
    var store = new TestCertificates(folder).trust("old-ca", "new-ca");
    Instant now = Instant.now();
    assertThat(StoreCheck.notValid(store, "quarkus.tls.erlang.trust-store", now)).isEmpty();
    assertThat(StoreCheck.notValid(store, "the store", now.plus(Duration.ofDays(4000))))
        .hasSize(2)
        .allMatch(line -> line.startsWith("the store: the certificate of CN="))
        .allMatch(line -> line.contains(" has expired, at 20"));
    assertThat(StoreCheck.notValid(store, "the store", Instant.EPOCH))
        .hasSize(2)
        .allMatch(line -> line.contains(" is not valid before 20"));
    assertThat(StoreCheck.notValid(null, "the store", now)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "nowhere, the name of a TLS configuration",
    "no-keys, one with a key-store",
    "no-trust, one with a trust-store",
    "trust-all, without trust-all",
    "old-protocol, 'TLSv1.3, TLSv1.2'",
    "crl, one without certificate-revocation-list",
    "no-suite, cipher-suites of this JDK"
  })
  void aConfigurationThatDoesNotServeStopsTheStart(String name, String allowed) {
    assertThatThrownBy(() -> settings(name))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(
            "nessie-cluster.tls.configuration-name=" + name + " is wrong; allowed: ")
        .hasMessageContaining(allowed)
        .hasMessageNotContaining(TestCertificates.PASSWORD);
  }
}
