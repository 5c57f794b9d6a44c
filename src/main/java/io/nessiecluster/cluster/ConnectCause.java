package io.nessiecluster.cluster;

import java.util.Locale;

/** Why a node could not be connected, with what an operator can do about it. */
public enum ConnectCause {
  EPMD_UNREACHABLE(
      "nothing answers as EPMD at the node's address: is a node running there, and does a"
          + " NetworkPolicy allow the EPMD port (epmd.port)?"),
  EPMD_TIMEOUT(
      "EPMD at the node's address did not answer in time: look for a NetworkPolicy or firewall that"
          + " drops packets to epmd.port"),
  NAME_NOT_REGISTERED(
      "EPMD there knows no node of this basename: compare the basename of the query with what"
          + " `epmd -names` prints in the pod"),
  CONNECTION_REFUSED(
      "EPMD names a port at which nothing listens: the node has just gone, or its EPMD is stale"),
  CONNECT_TIMEOUT(
      "no answer at the node's distribution port: look for a NetworkPolicy that allows EPMD but not"
          + " the distribution port (inet_dist_listen_min/max on the BEAM)"),
  HANDSHAKE_TIMEOUT(
      "the port accepts but nobody shakes hands: the BEAM is frozen or overloaded, or the port"
          + " belongs to something else"),
  NOT_ALLOWED(
      "the node refuses us by its allow list (net_kernel:allow/1), or misses a capability of ours"),
  COOKIE_MISMATCH("compare the cookie of this service with the one of the node"),
  NAME_MISMATCH(
      "the node calls itself by another host: set names=peer to call it as it calls itself"
          + " (docs/names.md), or start it with -name basename@ADDRESS, where ADDRESS is what the"
          + " DNS answers (RELEASE_NODE=app@$(POD_IP))"),
  INCOMPATIBLE_VERSION("the node is older than OTP 25, or speaks another protocol"),
  TLS_FAILURE(
      "one side speaks TLS distribution and the other does not, or a certificate was refused"),
  ALREADY_CONNECTED(
      "the node holds another connection from a node of our name: give every instance its own"
          + " node.name"),
  LOCAL_NODE_IS_NOT_ALIVE(
      "this service has no cookie, so its own node is not started: set cookie-file"),
  OUT_OF_RESOURCES(
      "this service, not the node, could not start a thread, open a socket or get memory: compare"
          + " the limits of its own pod (pids, memory, open files) with what it uses"),
  PROTOCOL_ERROR(
      "the peer sent what no Erlang node sends: does something else listen at this port?"),
  CHALLENGE_REFLECTED(
      "what answers at this address has no cookie and tries to borrow ours: find out who put it"
          + " into the DNS; mutual TLS keeps such relays out (docs/tls.md)"),
  CLOSED_IN_HANDSHAKE(
      "what listens there accepts and hangs up, as the sidecar of a mesh (Istio, Linkerd) does that"
          + " has nowhere to go: keep epmd.port and the distribution port out of the mesh; or the"
          + " node is starting or ending"),
  OWN_NODE("this service's own address, which it need not dial: nothing to mend"),
  DUPLICATE_OWN_NAME(
      "another node calls itself by our name, and each takes the other's connections: give every"
          + " instance its own node.name, such as app@$(POD_IP)"),
  LOST_AT_ONCE(
      "the node takes the connection and drops it at once: read the node's log, look for a second"
          + " node of our name, and for a mesh proxy or firewall between that knows no Erlang"
          + " distribution"),
  LOST_AT_ONE_AGE(
      "the connection is lost each time at about the same age: compare net-ticktime with the node's"
          + " net_ticktime, look for a proxy, NAT or firewall between that ends connections after"
          + " that time, and whether the node restarts then"),
  DUPLICATE_NAME(
      "two addresses answer by one name, and the link that was there first stays: give every node a"
          + " name of its own, by the host name of its pod; a node that has moved takes its place"
          + " once the link to where it was is lost"),
  FOREIGN_NAME(
      "the node is none that the query asks for: compare the basename of the query with the node's"
          + " name (*=name takes every node), or it bears this service's own name: give every"
          + " instance its own node.name");

  private final String hint;

  ConnectCause(String hint) {
    this.hint = hint;
  }

  /** The stable name in JSON, logs and metrics, such as {@code cookie_mismatch}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** One line that an operator can act on. */
  public String hint() {
    return hint;
  }
}
