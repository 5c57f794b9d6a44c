package io.nessiecluster.swarm;

import java.io.IOException;

/** A contender that runs in another language: a script, told by lines. */
abstract class ToldContender implements Contender {

  private final ToldProcess process;

  /** One that says when it is ready. */
  ToldContender(ToldProcess process) {
    this.process = process;
  }

  @Override
  public void beginRound() throws IOException {
    process.tell("round");
  }

  @Override
  public void endRound() throws IOException {
    process.answer();
  }

  @Override
  public int connected() throws IOException {
    return Integer.parseInt(process.ask("connected").substring("ok ".length()));
  }

  @Override
  public boolean warmsUp() {
    return false;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.close();
  }
}
