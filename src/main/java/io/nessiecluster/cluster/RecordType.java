package io.nessiecluster.cluster;

/** A DNS record type that discovery can ask for. */
public enum RecordType {
  /** IPv4 addresses (RFC 1035, section 3.4.1). */
  A,
  /** IPv6 addresses (RFC 3596). */
  AAAA,
  /** Targets, which are resolved to their A and AAAA addresses (RFC 2782). */
  SRV
}
