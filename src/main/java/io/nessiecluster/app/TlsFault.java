package io.nessiecluster.app;

import io.nessiecluster.base.Printable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/**
 * What keeps a store of Quarkus's TLS registry from being loaded.
 *
 * @param store its key, such as {@code quarkus.tls.erlang.key-store}
 * @param seen what the registry says
 */
record TlsFault(String store, String seen) {

  private static final String REGISTRY = "io.quarkus.tls.runtime.";
  private static final Pattern NAME = Pattern.compile("'([^']+)'");
  private static final String DEFAULT = "<default>";

  /** The fault of a store for which something was thrown; nothing when it has another reason. */
  static Optional<TlsFault> of(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof IllegalStateException && isOfTheRegistry(each)) {
        Matcher name = NAME.matcher(String.valueOf(each.getMessage()));
        if (name.find()) {
          return Optional.of(new TlsFault(key(name.group(1), each), seen(each)));
        }
      }
    }
    return Optional.empty();
  }

  /** One line: the store, what is wrong, its files, and what is allowed. Never a password. */
  String line(Config config) {
    Pattern files =
        Pattern.compile(
            Pattern.quote(store.replace("\"", ""))
                + "\\.(pem|p12|jks)(\\.\\d+)?\\.(cert|key|certs|path)(\\[\\d+])?");
    String used =
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
            .filter(key -> files.matcher(key.replace("\"", "")).matches())
            .distinct()
            .sorted()
            .map(key -> key.replace("\"", "") + "=" + config.getConfigValue(key).getValue())
            .distinct()
            .collect(Collectors.joining(", "));
    return Printable.text(
        "%s is wrong: %s (%s); allowed: %s"
            .formatted(
                store,
                seen,
                used,
                store.endsWith("trust-store")
                    ? "readable files with certificates in PEM, or a PKCS#12 or JKS store with its password"
                    : "readable files in PEM with a certificate and its own RSA or EC key, unencrypted, or a"
                        + " PKCS#12 or JKS store with its password"));
  }

  private static boolean isOfTheRegistry(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith(REGISTRY);
  }

  private static String key(String name, Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    boolean trust = message.contains("trust");
    return "quarkus.tls."
        + (name.equals(DEFAULT) ? "" : name + ".")
        + (trust ? "trust-store" : "key-store");
  }

  /**
   * What the last cause says, with its kind where that alone tells, as of a file that is not there.
   */
  private static String seen(Throwable thrown) {
    Throwable last = thrown;
    while (last.getCause() != null && !(last instanceof IOException)) {
      last = last.getCause();
    }
    String says = last.getMessage();
    return last instanceof FileSystemException
        ? says + ": " + last.getClass().getSimpleName().replace("Exception", "")
        : says == null ? last.getClass().getSimpleName() : says;
  }
}
