#!/bin/sh
# Runs the application once, stops it by SIGTERM, and so lets the JVM write app.aot beside quarkus-run.jar. The cache fits only
# the JVM, the class path and the collector that it was made with.
# Usage: train-aot.sh JAVA FOLDER [JVM-OPTION...]
set -eu
java=$1
cd "$2"
shift 2
log=$(mktemp)
QUARKUS_SHUTDOWN_DELAY=0s QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT=0 \
  QUARKUS_MANAGEMENT_HOST=127.0.0.1 QUARKUS_MANAGEMENT_PORT=0 \
  NESSIE_CLUSTER_COOKIE=training NESSIE_CLUSTER_EPMD_MODE=none NESSIE_CLUSTER_DISTRIBUTION_PORT=0 \
  NESSIE_CLUSTER_QUERY=training.invalid. NESSIE_CLUSTER_DNS_SERVERS=127.0.0.1:1 \
  "$java" "$@" -XX:AOTCacheOutput=app.aot -jar quarkus-run.jar >"$log" 2>&1 &
pid=$!
tries=0
until grep -q 'Installed features' "$log" || [ "$tries" -ge 60 ]; do
  tries=$((tries + 1))
  sleep 1
done
kill "$pid"
wait "$pid" || { cat "$log" >&2; exit 1; }
[ -s app.aot ] || { cat "$log" >&2; exit 1; }
