package io.nessiecluster.swarm;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that does as it is told, in lines on its standard input, answers each by a line, and
 * ends when it is closed.
 */
final class ToldProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter orders;

  private ToldProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader();
    this.orders = process.outputWriter();
  }

  static ToldProcess start(List<String> command) throws IOException {
    return new ToldProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  long pid() {
    return process.pid();
  }

  /** Tells it something; its {@link #answer} must follow. */
  void tell(String line) throws IOException {
    orders.write(line + "\n");
    orders.flush();
  }

  /** Waits for its next line. */
  String answer() throws IOException {
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException(process.info().command().orElse("a process") + " ended");
    }
    return answer;
  }

  /** Tells it something, and waits for the answer. */
  String ask(String line) throws IOException {
    tell(line);
    return answer();
  }

  @Override
  public void close() {
    try {
      orders.close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
