package io.nessiecluster.app;

import io.nessiecluster.distribution.TlsSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.net.SSLOptions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keys and authorities of a named configuration of Quarkus's TLS registry. Once the registry has
 * reloaded its files (quarkus.tls.NAME.reload-period) the next connection gets a new context.
 */
final class RegistryTls implements TlsSettings.Contexts {

  private static final String KEY = "nessie-cluster.tls.configuration-name";
  private static final Logger LOG = Logger.getLogger("io.nessiecluster");

  /** Of a source that somebody has written; defaults, Quarkus's too, have less. */
  private static final int LEAST_ORDINAL = 100;

  /**
   * Where the settings of a configuration come from.
   *
   * @param config tells what the operator has set
   * @param vertx reads key stores
   * @param clock by which certificates are valid or not
   */
  record Sources(
      TlsConfigurationRegistry registry, Config config, Vertx vertx, InstantSource clock) {}

  private final TlsConfiguration configuration;
  private @Nullable Loaded loaded; // guarded by this

  private record Loaded(
      @Nullable KeyStore keys, @Nullable KeyStore authorities, SSLContext context) {}

  private RegistryTls(TlsConfiguration configuration) {
    this.configuration = configuration;
  }

  /**
   * The settings of TLS for links.
   *
   * @throws ConfigurationException with one line when the named configuration is not there, does
   *     not serve both sides of a link, or asks for what is not kept here
   */
  static TlsSettings settings(Settings.Tls tls, Sources sources) {
    String name = tls.configurationName();
    TlsConfiguration configuration =
        sources
            .registry()
            .get(name)
            .orElseThrow(() -> wrong(name, "the name of a TLS configuration, quarkus.tls.NAME.*"));
    require(configuration.getKeyStore() != null, name, "one with a key-store");
    require(
        configuration.getTrustStore() != null && !configuration.isTrustAll(),
        name,
        "one with a trust-store, and without trust-all");
    SSLOptions options = configuration.getSSLOptions();
    require(options.getCrlValues().isEmpty(), name, "one without certificate-revocation-list");
    Collection<String> protocols =
        setsProtocols(name, sources.config())
            ? options.getEnabledSecureTransportProtocols()
            : TlsSettings.DEFAULT_PROTOCOLS;
    require(
        !protocols.isEmpty() && TlsSettings.DEFAULT_PROTOCOLS.containsAll(protocols),
        name,
        "one with protocols of " + String.join(", ", TlsSettings.DEFAULT_PROTOCOLS));
    RegistryTls contexts = new RegistryTls(configuration);
    List<String> cipherSuites = List.copyOf(options.getEnabledCipherSuites());
    try {
      String[] known = contexts.current().getSupportedSSLParameters().getCipherSuites();
      require(Set.of(known).containsAll(cipherSuites), name, "one with cipher-suites of this JDK");
      require(
          StoreCheck.hasKeysOfItsCertificates(configuration, sources.vertx()),
          name,
          "one whose key-store has the key of its certificate; this one has a foreign key");
      warnOfCertificates(name, configuration, sources.clock().instant());
    } catch (GeneralSecurityException e) {
      throw wrong(name, "one with stores that can be used; using them gave " + e.getMessage());
    }
    return new TlsSettings(contexts, tls.mutual(), List.copyOf(protocols), cipherSuites);
  }

  /** Else the registry's own default holds, TLS 1.3 alone, which BEAMs of OTP 25 do not speak. */
  private static boolean setsProtocols(String name, Config config) {
    return Stream.of(name, '"' + name + '"')
        .map(part -> config.getConfigValue("quarkus.tls." + part + ".protocols"))
        .anyMatch(value -> value.getValue() != null && value.getSourceOrdinal() >= LEAST_ORDINAL);
  }

  private static void warnOfCertificates(String name, TlsConfiguration configuration, Instant now)
      throws GeneralSecurityException {
    String key = "quarkus.tls." + name;
    StoreCheck.notValid(configuration.getKeyStore(), key + ".key-store", now).forEach(LOG::warn);
    StoreCheck.notValid(configuration.getTrustStore(), key + ".trust-store", now)
        .forEach(LOG::warn);
  }

  @Override
  public synchronized SSLContext current() throws GeneralSecurityException {
    KeyStore keys = configuration.getKeyStore();
    KeyStore authorities = configuration.getTrustStore();
    if (loaded == null
        || !Objects.equals(loaded.keys(), keys)
        || !Objects.equals(loaded.authorities(), authorities)) {
      loaded = new Loaded(keys, authorities, create());
    }
    return loaded.context();
  }

  private SSLContext create() throws GeneralSecurityException {
    try {
      return configuration.createSSLContext();
    } catch (GeneralSecurityException e) {
      throw e;
    } catch (Exception e) { // the registry declares no less
      throw new GeneralSecurityException(e.getMessage(), e);
    }
  }

  private static void require(boolean holds, String name, String allowed) {
    if (!holds) {
      throw wrong(name, allowed);
    }
  }

  private static ConfigurationException wrong(String name, String allowed) {
    return new ConfigurationException(KEY + "=" + name + " is wrong; allowed: " + allowed);
  }
}
