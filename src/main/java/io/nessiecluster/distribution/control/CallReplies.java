package io.nessiecluster.distribution.control;

import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Reference;
import io.nessiecluster.distribution.etf.Term;

/** Where what peers say of this node's own calls goes. */
public interface CallReplies {

  /** The process that the calls come from, as far as peers can tell. */
  Pid caller();

  /**
   * Whether somebody waits for the answer to this call. When nobody does, the answer has come too
   * late: it is not read, and neither {@link #received} nor {@link #ended} hears of it.
   */
  boolean awaits(Reference id);

  /** A message to the calling process: {@code {Id, Result}} of {@code rex}. */
  void received(Term message);

  /** The process has ended that a call was run in. */
  void ended(ControlMessage.MonitorPExit exit);

  /**
   * The peer tells whether it has begun a call.
   *
   * @param result the process in which it runs, or an atom that tells why there is none
   * @return false when it runs for nothing: nobody waits for it any more
   */
  boolean replied(Reference id, Term result);
}
