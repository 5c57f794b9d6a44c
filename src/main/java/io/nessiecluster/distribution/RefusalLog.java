package io.nessiecluster.distribution;

import io.nessiecluster.base.LineLimit;
import io.nessiecluster.base.Since;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Has it logged who dialled in vain and why: the same once and then every {@link #REPEAT_AFTER}, a
 * few lines in a second at most, with the count of those between. Tells all of them on. For use by
 * one thread at a time.
 */
final class RefusalLog implements LinkListener {

  static final Duration REPEAT_AFTER = Duration.ofMinutes(10);

  static final int LINES_PER_SECOND = 5;

  /** Of more than these the one that was told first is told anew. */
  static final int MOST_KNOWN = 256;

  /** Of a detail, which peers can make long. */
  private static final int MOST_CHARACTERS = 512;

  /** What is the same, whatever the port that it is dialled from. */
  private record Kind(InetAddress address, ConnectFailure failure, String detail) {

    static Kind of(InetSocketAddress from, ConnectFailure failure, String detail) {
      String start = detail.substring(0, Math.min(MOST_CHARACTERS, detail.length()));
      return new Kind(from.getAddress(), failure, start);
    }
  }

  private record Told(Since since, long alike) {

    boolean isNews() {
      return since.age().compareTo(REPEAT_AFTER) >= 0;
    }

    Told again() {
      return new Told(since, alike + 1);
    }
  }

  private final LinkListener listener;
  private final LongSupplier nanoTime;
  private final LineLimit limit;
  private final Map<Kind, Told> told = new LinkedHashMap<>(); // in the order of telling
  private long forgotten;

  private RefusalLog(LinkListener listener, LongSupplier nanoTime) {
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.limit = new LineLimit(LINES_PER_SECOND, nanoTime);
  }

  static RefusalLog before(LinkListener listener, LongSupplier nanoTime) {
    return new RefusalLog(listener, nanoTime);
  }

  /** From where a link came, a dial in vain is news again. */
  @Override
  public void linkUp(Link link) {
    InetAddress address = link.remote().getAddress();
    for (Iterator<Map.Entry<Kind, Told>> all = told.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Kind, Told> each = all.next();
      if (each.getKey().address().equals(address)) {
        forgotten += each.getValue().alike();
        all.remove();
      }
    }
    listener.linkUp(link);
  }

  @Override
  public void linkLost(Link link, LinkEnd cause, String detail) {
    listener.linkLost(link, cause, detail);
  }

  @Override
  public void handshakeRefused(InetSocketAddress from, ConnectFailure failure, String detail) {
    Kind kind = Kind.of(from, failure, detail);
    Told before = told.get(kind);
    if (before != null && !before.isNews()) {
      told.put(kind, before.again());
    } else {
      long alike = before == null ? 0 : before.alike();
      limit
          .admit()
          .ifPresent(
              leftOut -> {
                remember(kind);
                listener.logRefused(
                    new RefusedDial(from, failure, detail, alike, leftOut + takeForgotten()));
              });
    }
    listener.handshakeRefused(from, failure, detail);
  }

  private void remember(Kind kind) {
    told.remove(kind);
    told.put(kind, new Told(Since.now(nanoTime), 0));
    if (told.size() > MOST_KNOWN) {
      Map.Entry<Kind, Told> oldest = told.entrySet().iterator().next();
      forgotten += oldest.getValue().alike();
      told.remove(oldest.getKey());
    }
  }

  private long takeForgotten() {
    long taken = forgotten;
    forgotten = 0;
    return taken;
  }
}
