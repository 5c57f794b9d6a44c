package io.nessiecluster.app;

import io.quarkus.tls.TlsConfiguration;
import io.vertx.core.Vertx;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what the registry has loaded, for what would show only as refused links: a key that is
 * not the certificate's, and certificates that are not valid now.
 */
final class StoreCheck {

  private static final byte[] PROBE = {1, 2, 3};

  private StoreCheck() {}

  /**
   * Whether each certificate of the key store has its own key behind it.
   *
   * @throws GeneralSecurityException when the store cannot be used
   */
  static boolean hasKeysOfItsCertificates(TlsConfiguration configuration, Vertx vertx)
      throws GeneralSecurityException {
    for (KeyManager manager : keyManagers(configuration, vertx)) {
      for (String alias : Collections.list(configuration.getKeyStore().aliases())) {
        if (manager instanceof X509KeyManager keys && !matches(keys, alias)) {
          return false;
        }
      }
    }
    return true;
  }

  private static KeyManager[] keyManagers(TlsConfiguration configuration, Vertx vertx)
      throws GeneralSecurityException {
    try {
      return configuration.getKeyStoreOptions().getKeyManagerFactory(vertx).getKeyManagers();
    } catch (GeneralSecurityException e) {
      throw e;
    } catch (Exception e) { // Vert.x declares no less
      throw new GeneralSecurityException(e.getMessage(), e);
    }
  }

  private static boolean matches(X509KeyManager keys, String alias)
      throws GeneralSecurityException {
    PrivateKey key = keys.getPrivateKey(alias);
    X509Certificate[] chain = keys.getCertificateChain(alias);
    return key == null || chain == null || matches(key, chain[0].getPublicKey());
  }

  private static boolean matches(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
      return false;
    }
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> null;
        };
    if (algorithm == null) {
      return true; // no kind that is known here: the handshake shows
    }
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(PROBE);
    byte[] signature = signing.sign();
    signing.initVerify(certified);
    signing.update(PROBE);
    return signing.verify(signature);
  }

  /**
   * A line for each certificate of a store that is not valid at a time.
   *
   * @param key of the store, such as {@code quarkus.tls.erlang.key-store}
   * @throws GeneralSecurityException when the store cannot be read
   */
  static List<String> notValid(@Nullable KeyStore store, String key, Instant at)
      throws GeneralSecurityException {
    if (store == null) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.getCertificate(alias) instanceof X509Certificate certificate) {
        String whose = key + ": the certificate of " + certificate.getSubjectX500Principal();
        try {
          certificate.checkValidity(Date.from(at));
        } catch (CertificateExpiredException _) {
          lines.add(whose + " has expired, at " + certificate.getNotAfter().toInstant());
        } catch (CertificateNotYetValidException _) {
          lines.add(whose + " is not valid before " + certificate.getNotBefore().toInstant());
        }
      }
    }
    return lines;
  }
}
