package io.nessiecluster.distribution.transport;

import io.nessiecluster.base.Printable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.function.Predicate;

/** Says in one line what a failure of JSSE means. */
public final class TlsDetail {

  private static final int MAX_CHARACTERS = 200;

  private TlsDetail() {}

  /** Whether nothing failed but that the peer closed. */
  static boolean isEnd(IOException failure) {
    return !says(failure, "Received fatal alert")
        && has(failure, e -> e instanceof EOFException || e instanceof SocketException);
  }

  /** What was seen, and whose side it seems to lie on. */
  public static String of(IOException failure) {
    if (has(failure, CertificateExpiredException.class::isInstance)) {
      return "the peer's certificate has expired";
    }
    if (has(failure, CertificateNotYetValidException.class::isInstance)) {
      return "the peer's certificate is not valid yet";
    }
    if (has(failure, CertPathBuilderException.class::isInstance)) {
      return "the peer's certificate is not trusted: no authority of this node's has signed it";
    }
    if (has(failure, CertPathValidatorException.class::isInstance)) {
      return "the peer's certificate is not trusted: " + line(root(failure));
    }
    if (has(failure, e -> e.getClass() == CertificateException.class)) {
      return "the peer's certificate is for another host: " + line(root(failure));
    }
    if (says(failure, "Empty client certificate chain")) {
      return "the peer shows no certificate, but this node asks for one";
    }
    if (says(failure, "Received fatal alert")) {
      return "the peer refuses this node's TLS or certificate: " + line(failure);
    }
    if (says(failure, "Unsupported or unrecognized SSL message")) {
      return "the peer speaks no TLS, but this node does";
    }
    if (isEnd(failure)) {
      return "the peer hung up amid the TLS handshake, as a node does that refuses a certificate";
    }
    return "TLS failed: " + line(root(failure));
  }

  /** The message on one line, bounded, for a peer has a say in it. */
  public static String line(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return Printable.text(message.substring(0, Math.min(message.length(), MAX_CHARACTERS)));
  }

  private static boolean says(Throwable failure, String text) {
    return has(failure, e -> String.valueOf(e.getMessage()).contains(text));
  }

  private static boolean has(Throwable failure, Predicate<Throwable> wanted) {
    return wanted.test(failure) || (failure.getCause() != null && has(failure.getCause(), wanted));
  }

  private static Throwable root(Throwable failure) {
    return failure.getCause() == null ? failure : root(failure.getCause());
  }
}
