#!/bin/sh
# What 1,000 readers of the events cost a round. Wanted: 5 % at most. Usage: sh src/test/bench/events.sh [rounds]
. "$(dirname "$0")/service.sh"
ROUNDS="${1:-40}"
READERS="${READERS:-1000}"

# Mean duration of so many rounds, in ms: what /q/metrics counts.
sample() { curl -s "$METRICS" | awk '/^nessie_cluster_round_duration_seconds_(sum|count)/ {print $2}' | tr '\n' ' '; }
measure() {
  before="$(sample)"
  i=0
  while [ "$i" -lt "$ROUNDS" ]; do curl -s -o /dev/null "$API/discover"; i=$((i + 1)); done
  echo "$before $(sample)" | awk '{printf "%.2f", ($4 - $2) / ($3 - $1) * 1000}'
}
measure > /dev/null # warm
for pass in 1 2 3; do
  alone="$(measure)"
  "$JAVA" src/test/bench/Readers.java "$HTTP_PORT" "$READERS" > "$WORK/readers" & readers=$!
  PIDS="$PIDS $readers"
  tries=0
  until grep -q ready "$WORK/readers"; do tries=$((tries + 1)); [ "$tries" -lt 60 ] || exit 1; sleep 1; done
  watched="$(measure)"
  kill "$readers"
  tries=0
  until curl -s "$METRICS" | grep -q '^nessie_cluster_event_readers 0'; do tries=$((tries + 1)); [ "$tries" -lt 30 ] || exit 1; sleep 1; done
  echo "pass $pass: $alone ms alone, $watched ms with $READERS readers ($(echo "$alone $watched" | awk '{printf "%+.1f", ($2 / $1 - 1) * 100}') %)"
done
curl -s "$METRICS" | grep '^nessie_cluster_event_readers'
