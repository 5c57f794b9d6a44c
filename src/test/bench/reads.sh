#!/bin/sh
# Reads per second with 1,000 nodes known while a round hangs at the DNS. Wanted on two cores: 20,000 requests/s, p99 of 5 ms at most.
# Needs wrk too (Debian: apt install wrk, macOS: brew install wrk). Usage: sh src/test/bench/reads.sh [seconds]
. "$(dirname "$0")/service.sh"
SECONDS_EACH="${1:-10}"
touch "$WORK/silence"
curl -s -o /dev/null -X POST "$API/discover" # a round begins, and hangs
for route in "" /has-ran /nodes/app@127.1.3.1; do
  wrk -t1 -c16 -d3s "$API$route" > /dev/null # warm
  echo "== GET /cluster$route"
  wrk -t1 -c32 -d"${SECONDS_EACH}s" --latency "$API$route" | grep -E "99%|Requests/sec|Non-2xx|Socket errors" || true
done
echo "== rounds completed meanwhile (the hanging one is not among them)"
curl -s "$METRICS" | grep '^nessie_cluster_round_duration_seconds_count'
