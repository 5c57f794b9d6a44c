package io.nessiecluster.mesh.check;

import io.nessiecluster.base.Since;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * For how long things have been so. What is not so any more is forgotten: as much is kept as was so
 * at the last look.
 */
final class Ages<K> {

  private final LongSupplier nanoTime;
  private Map<K, Since> since = Map.of();

  Ages(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** For how long each of what is so now has been, without a look at which it was not. */
  Map<K, Duration> of(Collection<K> now) {
    Map<K, Since> still = new HashMap<>();
    for (K each : now) {
      Since known = since.get(each);
      still.put(each, known == null ? Since.now(nanoTime) : known);
    }
    since = still;
    return still.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> each.getValue().age()));
  }
}
