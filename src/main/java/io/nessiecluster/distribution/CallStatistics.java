package io.nessiecluster.distribution;

import java.util.Map;

/**
 * What became of calls.
 *
 * @param inFlight how many are waited for at this moment
 * @param succeeded how many had a result
 * @param failed how many had none, by cause; holds every cause
 * @param lateAnswers how many answers came when nobody waited any more; they were dropped
 */
public record CallStatistics(
    int inFlight, long succeeded, Map<CallFailure, Long> failed, long lateAnswers) {

  public CallStatistics {
    failed = Map.copyOf(failed);
  }
}
