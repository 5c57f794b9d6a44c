package io.nessiecluster.distribution;

/**
 * How a function is called at a peer. What comes of the call is the same by either, and as {@code
 * rpc:call/5} has it: a thrown value is a result, an error or exit is {@link CallFailure#BAD_RPC}.
 */
public enum CallMethod {

  /**
   * A {@code gen_server} call to the peer's process {@code rex}, as {@code rpc:call/5} did before
   * OTP 23. The function runs under the peer's group leader {@code user}. Its answer comes even if
   * nobody waits any more.
   */
  REX,

  /**
   * SPAWN_REQUEST of {@code erpc:execute_call/4}, which exits with the result, as {@code erpc} of
   * OTP 23 and later does; of peers with {@code DFLAG_SPAWN} only. The function must not print: its
   * group leader is a process of this node, where none are. A call that is given up is demonitored.
   */
  ERPC
}
