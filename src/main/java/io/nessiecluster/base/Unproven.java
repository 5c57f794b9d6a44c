package io.nessiecluster.base;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Those who have come and have not yet proven to be anybody, in a bounded number, in all and per
 * source. When it is reached the oldest one goes, so that whoever comes gets in: who means well is
 * done in milliseconds, who squats grows old. A source is an IPv4 address, or a /64 of IPv6, of
 * which one host has all addresses. Safe for threads; nothing blocks.
 *
 * @param <T> who comes, told apart by {@code equals}
 */
public final class Unproven<T> {

  private static final int PREFIX_BYTES = 8; // of IPv6: 64 bits

  private final int inAll;
  private final int perSource;
  private final Map<T, Source> present = new LinkedHashMap<>(); // oldest first; guarded by this
  private final Map<Source, Integer> sources = new HashMap<>(); // guarded by this

  /** The leading bytes of an address. */
  private record Source(String prefix) {
    private static Source of(InetAddress address) {
      byte[] bytes = address.getAddress();
      int length = address instanceof Inet6Address ? PREFIX_BYTES : bytes.length;
      return new Source(Arrays.toString(Arrays.copyOf(bytes, length)));
    }
  }

  /**
   * Nobody yet.
   *
   * @param inAll most of them at once
   * @param perSource most of them from one source
   */
  public Unproven(int inAll, int perSource) {
    this.inAll = inAll;
    this.perSource = perSource;
  }

  /**
   * One comes.
   *
   * @return who is out for it: of its own source when that has its number, else of the source that
   *     has most, and of those the oldest
   */
  public synchronized Optional<T> enter(T one, InetAddress from) {
    Source source = Source.of(from);
    T oldest = null;
    if (sources.getOrDefault(source, 0) >= perSource) {
      oldest = oldest(source);
    } else if (present.size() >= inAll) {
      oldest = oldestOfTheLargest();
    }
    if (oldest != null) {
      leave(oldest);
    }
    present.put(one, source);
    sources.merge(source, 1, Integer::sum);
    return Optional.ofNullable(oldest);
  }

  /**
   * One has proven to be somebody, or is gone.
   *
   * @return false when it was out before
   */
  public synchronized boolean leave(T one) {
    Source source = present.remove(one);
    if (source != null) {
      sources.computeIfPresent(source, (_, count) -> count == 1 ? null : count - 1);
    }
    return source != null;
  }

  /** Those who are there, the oldest first. */
  public synchronized List<T> all() {
    return List.copyOf(present.keySet());
  }

  private @Nullable T oldest(Source source) {
    for (Map.Entry<T, Source> each : present.entrySet()) {
      if (each.getValue().equals(source)) {
        return each.getKey();
      }
    }
    return null;
  }

  private @Nullable T oldestOfTheLargest() {
    int most = 0;
    T oldest = null;
    for (Map.Entry<T, Source> each : present.entrySet()) {
      int count = Objects.requireNonNull(sources.get(each.getValue()));
      if (count > most) {
        most = count;
        oldest = each.getKey();
      }
    }
    return oldest;
  }
}
