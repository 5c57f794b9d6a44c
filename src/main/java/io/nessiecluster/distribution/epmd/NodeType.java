package io.nessiecluster.distribution.epmd;

/** Whether a node shows up in the {@code nodes()} of others. */
public enum NodeType {
  /** A visible node. */
  NORMAL(77),
  /** A hidden node. */
  HIDDEN(72);

  private final int code;

  NodeType(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static NodeType of(int code) throws EpmdProtocolException {
    for (NodeType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new EpmdProtocolException("no node is of type " + code);
  }
}
