package io.nessiecluster.page;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * A file of the page.
 *
 * @param type its media type
 * @param content its bytes, as they are sent
 * @param etag an entity tag (RFC 9110, section 8.8.3): another one when it is another file
 */
record PageFile(String type, Buffer content, String etag) {

  /**
   * Whether who asks has it already.
   *
   * @param ifNoneMatch value of {@code If-None-Match} (RFC 9110, section 13.1.2): entity tags, weak
   *     ones too, by commas, or {@code *}
   */
  boolean isKnownBy(String ifNoneMatch) {
    return Arrays.stream(ifNoneMatch.split(",", -1))
        .map(String::strip)
        .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
  }
}
