package io.nessiecluster.distribution;

import io.nessiecluster.distribution.PeerState.Apart;
import io.nessiecluster.distribution.PeerState.Dialling;
import io.nessiecluster.distribution.PeerState.Linked;
import java.util.Collection;
import java.util.Objects;

/**
 * Which dials may be to one node, by two of its addresses. A node that is dialled twice under one
 * name ends one of the two, without a word.
 */
final class Twins {

  private Twins() {}

  /** Whether there is, or has just been, another dial to what may be the node of this one. */
  static boolean has(Dial dial, Collection<PeerState> states) {
    Target target = dial.target();
    return target != null && states.stream().anyMatch(state -> isTwin(state, dial, target));
  }

  private static boolean isTwin(PeerState state, Dial dial, Target target) {
    String told = dial.told();
    return switch (state) {
      case Apart _ -> false;
      case Linked(var link, int _) ->
          told == null
              ? Target.of(link).stream().anyMatch(target::mayBeTwin)
              : told.equals(link.peer());
      case Dialling dialling -> {
        Target other = dialling.dial().target();
        String toldThere = dialling.dial().told();
        if (other == null || dialling.dial() == dial) {
          yield false;
        }
        boolean bothTold = told != null && toldThere != null;
        yield bothTold ? Objects.equals(told, toldThere) : target.mayBeTwin(other);
      }
    };
  }
}
