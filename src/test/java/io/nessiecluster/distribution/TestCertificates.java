package io.nessiecluster.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Authorities and the certificates that they sign, made by the JDK's {@code keytool}. */
public final class TestCertificates {

  /** Of every store that is made here. */
  public static final String PASSWORD = "changeit";

  private final Path folder;
  private final Path store;

  /** Makes what it is asked for in a folder. */
  public TestCertificates(Path folder) {
    this.folder = folder;
    this.store = folder.resolve("all.p12");
  }

  /** Makes an authority. */
  public TestCertificates authority(String name) throws IOException, InterruptedException {
    return authority(name, "CN=" + name);
  }

  /** Makes an authority that calls itself by any name. */
  public TestCertificates authority(String name, String distinguishedName)
      throws IOException, InterruptedException {
    return keytool("-alias", name, "-dname", distinguishedName, "-ext", "bc:c");
  }

  /**
   * Makes a key and its certificate.
   *
   * @param alternativeNames such as {@code ip:127.0.0.1}
   * @param options more options of {@code keytool -genkeypair}, such as {@code -startdate -2d}
   */
  public TestCertificates issue(
      String name, String authority, String alternativeNames, String... options)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-alias", name, "-dname", "CN=" + name));
    all.addAll(List.of("-signer", authority, "-ext", "san=" + alternativeNames));
    all.addAll(List.of(options));
    return keytool(all.toArray(String[]::new));
  }

  private TestCertificates keytool(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keystore", store.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD, "-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of(options));
    Path said = folder.resolve("keytool.txt");
    Process keytool =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      keytool.destroyForcibly();
      throw new IOException("keytool failed: " + Files.readString(said));
    }
    return this;
  }

  /** The key of that name alone, or nothing for an empty name. */
  public KeyStore keys(String name) throws IOException, GeneralSecurityException {
    KeyStore keys = emptyStore();
    if (!name.isEmpty()) {
      KeyStore all = all();
      char[] password = PASSWORD.toCharArray();
      keys.setKeyEntry(name, all.getKey(name, password), password, all.getCertificateChain(name));
    }
    return keys;
  }

  /** The certificates of those names, to be trusted. */
  public KeyStore trust(String... authorities) throws IOException, GeneralSecurityException {
    KeyStore trust = emptyStore();
    for (String authority : authorities) {
      trust.setCertificateEntry(authority, all().getCertificate(authority));
    }
    return trust;
  }

  /** A context with the key of that name, or none for an empty name, that trusts authorities. */
  public SSLContext context(String name, String... authorities)
      throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(keys(name), PASSWORD.toCharArray());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trust(authorities));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /** Writes a store to a file, in one step. */
  public static void write(KeyStore keys, Path file) throws IOException, GeneralSecurityException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (var out = Files.newOutputStream(next)) {
      keys.store(out, PASSWORD.toCharArray());
    }
    Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /** A file with the certificate of that name in PEM. */
  public Path certificate(String name) throws IOException, GeneralSecurityException {
    Certificate certificate = all().getCertificate(name);
    return pem(name + ".crt", "CERTIFICATE", certificate.getEncoded());
  }

  /** A file with the key of that name in PEM (PKCS #8). */
  public Path key(String name) throws IOException, GeneralSecurityException {
    byte[] key = all().getKey(name, PASSWORD.toCharArray()).getEncoded();
    return pem(name + ".key", "PRIVATE KEY", key);
  }

  private Path pem(String file, String type, byte[] content) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    String pem = "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, base64, type);
    return Files.writeString(folder.resolve(file), pem);
  }

  private KeyStore all() throws IOException, GeneralSecurityException {
    KeyStore all = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      all.load(in, PASSWORD.toCharArray());
    }
    return all;
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore empty = KeyStore.getInstance("PKCS12");
    empty.load(null, null);
    return empty;
  }
}
