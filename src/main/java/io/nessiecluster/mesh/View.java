package io.nessiecluster.mesh;

import java.util.List;

/**
 * What one member says it is connected with, at the moment that it was asked.
 *
 * @param sightings in no order; a member that contradicts itself may name a node twice
 */
public record View(List<Sighting> sightings) {

  public View {
    sightings = List.copyOf(sightings);
  }
}
