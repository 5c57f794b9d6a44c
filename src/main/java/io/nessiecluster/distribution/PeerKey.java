package io.nessiecluster.distribution;

/** Under what is kept what a node has to do with a peer. */
sealed interface PeerKey permits PeerKey.Name, Target {

  /** What the peer is called; the host in it is not looked at. */
  record Name(String text) implements PeerKey {
    @Override
    public String toString() {
      return text;
    }
  }
}
