package io.nessiecluster.cluster;

import java.util.HexFormat;

/**
 * The one text of an IP address: dotted decimal, or RFC 5952 for IPv6, as {@code inet:ntoa/1} of
 * Erlang writes it. Node names compare as text, so every address must be written in one way.
 */
public final class AddressText {

  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final int IPV6_GROUPS = 8;

  private AddressText() {}

  /**
   * The canonical text of an address.
   *
   * @param address 4 or 16 bytes in network order
   * @throws IllegalArgumentException for any other length
   */
  public static String of(byte[] address) {
    return switch (address.length) {
      case IPV4_BYTES -> dotted(address, 0);
      case IPV6_BYTES -> ipv6(address);
      default ->
          throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + address.length);
    };
  }

  private static String dotted(byte[] address, int from) {
    return (address[from] & 0xff)
        + "."
        + (address[from + 1] & 0xff)
        + "."
        + (address[from + 2] & 0xff)
        + "."
        + (address[from + 3] & 0xff);
  }

  /** RFC 5952, section 5: an embedded IPv4 address is dotted, mapped or compatible. */
  private static String ipv6(byte[] address) {
    if (isZero(address, 0, 10) && address[10] == -1 && address[11] == -1) {
      return "::ffff:" + dotted(address, 12);
    }
    // inet:ntoa/1 takes all of ::/96 for compatible addresses, but for :: and ::1
    boolean compatible =
        isZero(address, 0, 12) && !(isZero(address, 12, 15) && address[15] >>> 1 == 0);
    return compatible ? "::" + dotted(address, 12) : groups(address);
  }

  private static boolean isZero(byte[] address, int from, int to) {
    for (int i = from; i < to; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** RFC 5952, section 4: lower case, no leading zeros, the first longest run of zeros as "::". */
  private static String groups(byte[] address) {
    int[] groups = new int[IPV6_GROUPS];
    for (int i = 0; i < IPV6_GROUPS; i++) {
      groups[i] = ((address[2 * i] & 0xff) << 8) | (address[2 * i + 1] & 0xff);
    }
    int runStart = -1;
    int runLength = 1; // a single zero group is not shortened (section 4.2.2)
    for (int i = 0; i < IPV6_GROUPS; i++) {
      int end = i;
      while (end < IPV6_GROUPS && groups[end] == 0) {
        end++;
      }
      if (end - i > runLength) {
        runStart = i;
        runLength = end - i;
      }
      i = Math.max(i, end);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < IPV6_GROUPS; i++) {
      if (i == runStart) {
        text.append("::");
        i += runLength - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(HexFormat.of().toHexDigits((short) groups[i]).replaceFirst("^0{1,3}", ""));
    }
    return text.toString();
  }
}
