package io.nessiecluster.distribution.transport;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.base.EternalLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One thread that waits for many connections at once, so that a dial needs none of its own until it
 * is a link. What it calls must not wait. All but {@link #execute} and {@link #close} is for its
 * own thread alone: for tasks, and for what follows the futures that it makes.
 */
public final class EventLoop implements Executor, AutoCloseable {

  /** Goes on with a connection as far as it can without waiting. */
  @FunctionalInterface
  public interface Progress<T> {
    /**
     * What has come of it; null when there is more to wait for.
     *
     * @throws Exception when nothing will: so fails the future
     */
    @Nullable T make() throws Exception;
  }

  /** How late, in milliseconds, a deadline or a close may be seen. */
  private static final int LATENESS_MILLIS = 20;

  private final Selector selector;
  private final LongSupplier nanoTime;
  private final EternalLoop loop = new EternalLoop("dials", this::turn);
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Set<Wait<?>> waits = new HashSet<>();
  private long looked;
  private volatile @Nullable Thread thread; // that of the loop

  private EventLoop(Selector selector, LongSupplier nanoTime) {
    this.selector = selector;
    this.nanoTime = nanoTime;
    this.looked = nanoTime.getAsLong();
  }

  /**
   * A loop that runs.
   *
   * @param threads starts a thread for it, which waits for its selector
   * @throws IOException when there is no descriptor left for it
   */
  public static EventLoop start(Function<Runnable, Thread> threads, LongSupplier nanoTime)
      throws IOException {
    EventLoop loop = new EventLoop(Selector.open(), nanoTime);
    boolean started = false;
    try {
      loop.loop.start(threads);
      started = true;
      return loop;
    } finally {
      if (!started) {
        loop.close();
      }
    }
  }

  /** For the liveness probe. */
  public EternalLoop loop() {
    return loop;
  }

  /** Does a task on the loop's thread; behind {@link #close}, never. */
  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (Thread.currentThread() != thread) { // which looks at its tasks before it waits
      selector.wakeup();
    }
  }

  /**
   * Connects a channel, which does not block from now on.
   *
   * @return fails with a {@link SocketTimeoutException} when the deadline passes, with a {@link
   *     ClosedChannelException} when somebody closes the channel, else as {@link
   *     SocketChannel#connect} does
   */
  public CompletableFuture<SocketChannel> connect(
      SocketChannel channel, InetSocketAddress to, Deadline deadline) {
    try {
      channel.configureBlocking(false);
      if (channel.connect(to)) {
        return CompletableFuture.completedFuture(channel);
      }
    } catch (UnsupportedAddressTypeException _) { // as of IPv6 on a host without it
      return CompletableFuture.failedFuture(new SocketException("Protocol family unavailable"));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
    return await(
        channel, SelectionKey.OP_CONNECT, deadline, () -> channel.finishConnect() ? channel : null);
  }

  /** Reads from a channel that was connected here; the future fails as {@link #connect} says. */
  public <T> CompletableFuture<T> read(
      SocketChannel channel, Deadline deadline, Progress<T> progress) {
    return await(channel, SelectionKey.OP_READ, deadline, progress);
  }

  /** Gives a channel away: it blocks as a new one does, and is none of the loop's any more. */
  public void release(SocketChannel channel) throws IOException {
    SelectionKey key = channel.keyFor(selector);
    if (key != null) {
      key.cancel();
    }
    channel.configureBlocking(true);
  }

  /** What a future failed by, without the wrap of the futures that follow it. */
  public static Throwable cause(Throwable fault) {
    return fault instanceof CompletionException && fault.getCause() != null
        ? fault.getCause()
        : fault;
  }

  private <T> CompletableFuture<T> await(
      SocketChannel channel, int operation, Deadline deadline, Progress<T> progress) {
    Wait<T> wait = new Wait<>(channel, deadline, progress);
    try {
      SelectionKey key = channel.keyFor(selector);
      if (key == null) {
        channel.register(selector, operation, wait);
      } else {
        key.interestOps(operation).attach(wait);
      }
      waits.add(wait);
    } catch (ClosedChannelException | CancelledKeyException _) {
      wait.result.completeExceptionally(new ClosedChannelException());
    }
    return wait.result;
  }

  private void turn() throws IOException, InterruptedException {
    thread = Thread.currentThread();
    if (!selector.isOpen()) {
      throw new ClosedChannelException();
    }
    if (Thread.interrupted()) { // or no select would wait any more
      throw new InterruptedException();
    }
    if (tasks.isEmpty()) { // else one of them has thrown, and left the others
      selector.select(EventLoop::ready, waits.isEmpty() ? 0 : LATENESS_MILLIS);
    }
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
    long now = nanoTime.getAsLong();
    if (now - looked >= LATENESS_MILLIS * 1_000_000L) {
      looked = now;
      List.copyOf(waits).forEach(Wait::look);
    }
  }

  private static void ready(SelectionKey key) {
    if (key.attachment() instanceof Wait<?> wait) {
      wait.ready();
    } else {
      key.interestOps(0); // nobody waits: who does next says for what
    }
  }

  /** Somebody who waits for a channel. */
  private final class Wait<T> {
    private final SocketChannel channel;
    private final Deadline deadline;
    private final Progress<T> progress;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    Wait(SocketChannel channel, Deadline deadline, Progress<T> progress) {
      this.channel = channel;
      this.deadline = deadline;
      this.progress = progress;
    }

    void ready() {
      try {
        T made = progress.make();
        if (made != null) {
          end();
          result.complete(made);
        }
      } catch (Exception | Error e) {
        fail(e);
      }
    }

    /** Looks at what no channel tells of. */
    void look() {
      if (!channel.isOpen()) {
        fail(new ClosedChannelException());
      } else if (deadline.passed()) {
        fail(new SocketTimeoutException("the deadline has passed"));
      }
    }

    private void fail(Throwable fault) {
      end();
      result.completeExceptionally(fault);
    }

    /** Before the future is completed, for what follows it may wait for the channel anew. */
    private void end() {
      waits.remove(this);
      SelectionKey key = channel.keyFor(selector);
      if (key != null) {
        key.attach(null);
      }
    }
  }

  /** Ends the thread. Channels are their owners' to close, and who waits for them waits in vain. */
  @Override
  public void close() {
    loop.close();
    Sockets.close(selector);
  }
}
