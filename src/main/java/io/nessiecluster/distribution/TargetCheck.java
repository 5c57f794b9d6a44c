package io.nessiecluster.distribution;

import io.nessiecluster.base.NodeNames;
import io.nessiecluster.distribution.handshake.HandshakeFailure;
import io.nessiecluster.distribution.handshake.PeerCheck;
import io.nessiecluster.distribution.handshake.PeerNode;
import io.nessiecluster.distribution.transport.Sockets;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges what the node at a target calls itself, in one attempt of a dial. Of names it reserves
 * none: whose link comes up first has it.
 */
final class TargetCheck implements PeerCheck {

  private final LinkTable table;
  private final Dial dial;
  private final Target target;
  private @Nullable DistributionConnection met;
  private @Nullable DistributionConnection mayBeMet;

  TargetCheck(LinkTable table, Dial dial, Target target) {
    this.table = table;
    this.dial = dial;
    this.target = target;
  }

  /** The link that this node holds to the node there already, or null. */
  @Nullable DistributionConnection met() {
    return met;
  }

  /**
   * The link of which the node may be the other end, though it does not say that it holds one; or
   * null.
   */
  @Nullable DistributionConnection mayBeMet() {
    return mayBeMet;
  }

  @Override
  public Optional<Refusal> judge(PeerNode told) {
    if (!NodeNames.isNodeName(told.name())) {
      return refusal(
          HandshakeFailure.FOREIGN_NAME,
          "the node there calls itself " + told.name() + ", which is no basename@host");
    }
    if (!target.fits(NodeNames.basename(told.name()))) {
      return refusal(
          HandshakeFailure.FOREIGN_NAME,
          "the node there calls itself " + told.name() + ", which is no " + wanted());
    }
    dial.told(told.name());
    DistributionConnection linked = table.link(told.name());
    if (linked == null) {
      return Optional.empty();
    }
    if (isSame(linked, told)) {
      met = linked;
    }
    mayBeMet = linked.creation() == told.creation() ? linked : null;
    return refusal(
        HandshakeFailure.DUPLICATE_NAME, "the node there calls itself " + linked(linked));
  }

  /**
   * Whether the node there is the one that is linked: it has dialled from there meanwhile, or has a
   * second address. Creations alone may coincide; that it holds a link of this node says the rest.
   */
  private boolean isSame(DistributionConnection linked, PeerNode told) {
    return linked.remote().getAddress().equals(target.address())
        || (dial.displaces() && linked.creation() == told.creation());
  }

  private String wanted() {
    return target.isAny() ? "name that discovery can ask for" : target.basename() + "@host";
  }

  private static Optional<Refusal> refusal(HandshakeFailure failure, String detail) {
    return Optional.of(new Refusal(failure, detail));
  }

  /** Of a name that is taken: which, where and since when. */
  static String linked(Link link) {
    return "%s, which is linked at %s since %s"
        .formatted(
            link.peer(),
            Sockets.text(link.remote().getAddress()),
            link.since().truncatedTo(ChronoUnit.SECONDS));
  }
}
