package io.nessiecluster.distribution;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real BEAM on loopback that evaluates Erlang expressions for a test. It ends when it is closed,
 * and by itself when the test's JVM ends.
 */
public final class BeamNode implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final int MAX_ANSWER_BYTES = 1 << 20;

  /** Connects back to the test, and evaluates what comes until the connection ends. */
  private static final String EVALUATOR =
      """
      spawn(fun() ->
        {ok, S} = gen_tcp:connect({127,0,0,1}, PORT, [binary, {packet, 4}, {active, false}, {nodelay, true}]),
        Loop = fun(Self) ->
          case gen_tcp:recv(S, 0) of
            {ok, Text} ->
              R = try
                {ok, Tokens, _} = erl_scan:string(binary_to_list(Text)),
                {ok, Exprs} = erl_parse:parse_exprs(Tokens),
                {value, V, _} = erl_eval:exprs(Exprs, []),
                V
              catch C:X -> {evaluation_failed, C, X} end,
              ok = gen_tcp:send(S, unicode:characters_to_binary(io_lib:format("~0tp", [R]))),
              Self(Self);
            _ -> halt(0)
          end
        end,
        Loop(Loop)
      end).
      """;

  private final String name;
  private final Process process;
  private final Socket socket;

  private BeamNode(String name, Process process, Socket socket) {
    this.name = name;
    this.process = process;
    this.socket = socket;
  }

  /**
   * Starts a BEAM and waits until it is ready.
   *
   * @param name {@code basename@address}; an IPv6 address makes it a node of {@code inet6_tcp}
   * @param epmdPort where an EPMD listens on 127.0.0.1, or ::1 for IPv6; none is started
   * @param options more options of {@code erl}, such as {@code -kernel net_ticktime 8}
   */
  public static BeamNode start(String name, String cookie, int epmdPort, String... options)
      throws IOException {
    InetAddress address = InetAddress.ofLiteral(name.substring(1 + name.indexOf('@')));
    return startAt(address, name, cookie, epmdPort, options);
  }

  /**
   * As {@link #start}, of any name, at an address that is not in it. A host without a dot makes it
   * a node of a short name.
   *
   * @param address where it listens; {@code 0.0.0.0} for all of IPv4, {@code ::} for all
   */
  public static BeamNode startAt(
      InetAddress address, String name, String cookie, int epmdPort, String... options)
      throws IOException {
    String host = name.substring(1 + name.indexOf('@'));
    boolean isShort = host.indexOf('.') < 0 && host.indexOf(':') < 0;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout((int) START.toMillis());
      List<String> command = new ArrayList<>(List.of("erl", "-noinput", "-start_epmd", "false"));
      command.addAll(List.of(isShort ? "-sname" : "-name", name, "-setcookie", cookie));
      command.addAll(interfaceOptions(address));
      command.addAll(List.of(options));
      String port = Integer.toString(server.getLocalPort());
      command.addAll(List.of("-eval", EVALUATOR.replace("PORT", port).replace('\n', ' ')));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("ERL_EPMD_PORT", Integer.toString(epmdPort));
      builder.environment().put("ERL_CRASH_DUMP_BYTES", "0");
      builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
      Process process = builder.start();
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true); // or each answer costs the 40 ms of a delayed acknowledgement
        return new BeamNode(name, process, socket);
      } catch (IOException e) {
        process.destroyForcibly();
        throw e;
      }
    }
  }

  private static List<String> interfaceOptions(InetAddress address) {
    if (address instanceof Inet6Address) { // whose text has its eight groups in full
      String groups = "16#" + address.getHostAddress().replace(":", ",16#");
      return List.of(
          "-proto_dist", "inet6_tcp", "-kernel", "inet_dist_use_interface", "{" + groups + "}");
    }
    String bytes = address.getHostAddress().replace('.', ',');
    return List.of("-kernel", "inet_dist_use_interface", "{" + bytes + "}");
  }

  /** The node's name. */
  public String name() {
    return name;
  }

  /**
   * The value of Erlang expressions, printed on one line as by {@code ~0tp}.
   *
   * @param expressions separated by commas, without the final full stop
   */
  public String eval(String expressions) {
    return eval(expressions, ANSWER);
  }

  /** As {@link #eval(String)}, with a bound on the answer. */
  public synchronized String eval(String expressions, Duration bound) {
    try {
      socket.setSoTimeout((int) bound.toMillis());
      byte[] request = (expressions + ".").getBytes(StandardCharsets.UTF_8);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(request.length);
      out.write(request);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int length = in.readInt();
      if (length < 0 || length > MAX_ANSWER_BYTES) {
        throw new IOException("an answer of " + length + " bytes");
      }
      return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " did not evaluate " + expressions, e);
    }
  }

  /** Freezes the BEAM: its sockets stay open, but nobody answers. */
  public void freeze() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** Lets a frozen BEAM go on. */
  public void thaw() throws IOException, InterruptedException {
    signal("-CONT");
  }

  /** Ends the BEAM at once, as the OOM killer does. */
  public void kill() {
    process.destroyForcibly();
  }

  private void signal(String signal) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
    if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
      throw new IOException("kill " + signal + " failed");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly(); // ends a frozen one too
    try (socket) {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
