package io.nessiecluster.distribution.handshake;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * Capabilities that nodes exchange in the handshake (ERTS, <i>Distribution Protocol</i>,
 * "Distribution Flags"; values from {@code dist.hrl}).
 */
public enum DistributionFlag {
  /** A visible node: part of the cluster's {@code nodes()}. */
  PUBLISHED(0),
  EXTENDED_REFERENCES(2),
  DIST_MONITOR(3),
  FUN_TAGS(4),
  DIST_MONITOR_NAME(5),
  NEW_FUN_TAGS(7),
  EXTENDED_PIDS_PORTS(8),
  EXPORT_PTR_TAG(9),
  BIT_BINARIES(10),
  NEW_FLOATS(11),
  UNICODE_IO(12),
  /** Atom cache in a distribution header; never advertised here, so every frame is plain. */
  DIST_HDR_ATOM_CACHE(13),
  SMALL_ATOM_TAGS(14),
  UTF8_ATOMS(16),
  MAP_TAG(17),
  BIG_CREATION(18),
  SEND_SENDER(19),
  EXIT_PAYLOAD(22),
  /** Fragmented messages; never advertised here. */
  FRAGMENTS(23),
  HANDSHAKE_23(24),
  UNLINK_ID(25),
  /** Stands for the eleven flags that OTP 25 made mandatory; bit 26, not 36 as documented. */
  MANDATORY_25_DIGEST(26),
  SPAWN(32),
  /** The initiator asks for a dynamic name; always refused here. */
  NAME_ME(33),
  V4_NC(34),
  ALIAS(35);

  /** What a hidden node of this kind advertises. */
  public static final long HIDDEN_NODE = 0x507075fbcL;

  /** What a visible node of this kind advertises. */
  public static final long VISIBLE_NODE = HIDDEN_NODE | 1L;

  private static final Set<DistributionFlag> MANDATORY_25 =
      EnumSet.of(
          EXTENDED_REFERENCES,
          FUN_TAGS,
          NEW_FUN_TAGS,
          EXTENDED_PIDS_PORTS,
          EXPORT_PTR_TAG,
          BIT_BINARIES,
          NEW_FLOATS,
          UTF8_ATOMS,
          MAP_TAG,
          BIG_CREATION,
          HANDSHAKE_23);
  private static final Set<DistributionFlag> MANDATORY_26 = EnumSet.of(UNLINK_ID, V4_NC);

  private final int bit;

  DistributionFlag(int bit) {
    this.bit = bit;
  }

  /** The flag's bit in the 64-bit flag word. */
  public long mask() {
    return 1L << bit;
  }

  /** Whether the flag word has this flag. */
  public boolean in(long flags) {
    return (flags & mask()) != 0;
  }

  /** The known flags of a flag word. */
  public static Set<DistributionFlag> of(long flags) {
    Set<DistributionFlag> known = EnumSet.noneOf(DistributionFlag.class);
    Arrays.stream(values()).filter(flag -> flag.in(flags)).forEach(known::add);
    return known;
  }

  /**
   * The mandatory flags that a peer's flag word lacks; empty if the peer is compatible. {@link
   * #MANDATORY_25_DIGEST} stands for the eleven flags of OTP 25.
   */
  public static Set<DistributionFlag> missing(long flags) {
    Set<DistributionFlag> missing = EnumSet.copyOf(MANDATORY_26);
    if (!MANDATORY_25_DIGEST.in(flags)) {
      missing.addAll(MANDATORY_25);
    }
    missing.removeIf(flag -> flag.in(flags));
    return missing;
  }
}
