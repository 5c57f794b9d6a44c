package io.nessiecluster.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a response, written once for as long as what it is made of stays the same: a thousand
 * nodes are not told anew to each of many thousand readers a second.
 *
 * @param <K> all that the response is made of; immutable
 */
final class JsonCache<K> {

  private static final class Entry<K> {
    private final K key;
    private final Json json;

    Entry(K key, Json json) {
      this.key = key;
      this.json = json;
    }
  }

  private final ObjectMapper mapper;
  private final Function<K, Object> response;
  private volatile @Nullable Entry<K> last;

  JsonCache(ObjectMapper mapper, Function<K, Object> response) {
    this.mapper = mapper;
    this.response = response;
  }

  /** The JSON; shared. */
  Json json(K key) {
    Entry<K> entry = last;
    if (entry == null || !entry.key.equals(key)) {
      entry = new Entry<>(key, Json.of(response.apply(key), mapper));
      last = entry;
    }
    return entry.json;
  }
}
