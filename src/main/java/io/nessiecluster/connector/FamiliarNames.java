package io.nessiecluster.connector;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.mesh.MeshCallException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The names that members tell in sweep after sweep: each is checked once, and is the same object in
 * all views, so that a thousand views of a thousand names hold a thousand of them. A name that
 * falls into the place of another one takes it. Safe for threads.
 */
final class FamiliarNames {

  private static final int PLACES = 8192; // a power of two

  private final AtomicReferenceArray<@Nullable NodeName> places =
      new AtomicReferenceArray<>(PLACES);

  NodeName of(RemoteFunction function, Term answer) throws MeshCallException {
    if (!(answer instanceof Atom(String text))) {
      return Answers.node(function, answer);
    }
    int hash = text.hashCode();
    int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
    NodeName known = places.getAcquire(place);
    if (known != null && known.text().equals(text)) {
      return known;
    }
    NodeName name = Answers.node(function, answer);
    places.setRelease(place, name);
    return name;
  }
}
