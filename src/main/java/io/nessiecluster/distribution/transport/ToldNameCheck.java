package io.nessiecluster.distribution.transport;

import io.nessiecluster.base.NodeNames;
import io.nessiecluster.distribution.handshake.HandshakeFailure;
import io.nessiecluster.distribution.handshake.PeerCheck;
import io.nessiecluster.distribution.handshake.PeerNode;
import java.util.Optional;

/**
 * Judges the certificate of a node that was dialled at an address and calls itself as it likes: it
 * must bear that address, or the host in the name that the node told.
 *
 * @param dialled the address, as text
 * @param certificate what the certificate bears; empty without TLS, when there is nothing to judge
 */
public record ToldNameCheck(String dialled, Optional<CertificateNames> certificate)
    implements PeerCheck {

  /** The check of a stream that {@link Carrier#meet} has made. */
  public static ToldNameCheck of(String dialled, ByteStream stream) {
    return new ToldNameCheck(dialled, stream.certificate());
  }

  @Override
  public Optional<Refusal> judge(PeerNode told) {
    return fault(NodeNames.host(told.name()))
        .map(fault -> new Refusal(HandshakeFailure.TLS_FAILURE, fault));
  }

  /**
   * What is wrong with the certificate, in one line.
   *
   * @param host of the name that the node told
   * @return empty when nothing is
   */
  public Optional<String> fault(String host) {
    return certificate
        .filter(names -> !names.fits(dialled) && !names.fits(host))
        .map(
            names ->
                "the peer's certificate is for another host: it bears neither "
                    + dialled
                    + ", which was dialled, nor "
                    + CertificateNames.bounded(host)
                    + ", by which the node calls itself, but "
                    + names);
  }

  /**
   * By which of the two the certificate is the node's: the dialled address where it bears that, or
   * else the host.
   *
   * @param host of the name that the node told
   * @return empty without TLS, and where the certificate bears neither
   */
  public Optional<String> vouchedFor(String host) {
    return certificate.flatMap(
        names ->
            names.fits(dialled) ? Optional.of(dialled) : Optional.of(host).filter(names::fits));
  }
}
