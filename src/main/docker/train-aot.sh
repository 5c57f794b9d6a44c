#!/bin/sh
# Runs the application once, beside peers that it dials again and again, stops it by SIGTERM, and so lets the JVM write app.aot
# beside quarkus-run.jar. The cache fits only the JVM, the class path and the collector that it was made with.
# Usage: train-aot.sh JAVA FOLDER CLASSES [JVM-OPTION...]     CLASSES: the folder of the project's compiled code, with the peers
set -eu
java=$1
folder=$2
classes=$3
shift 3
trained_for=20 # seconds: some 1,000 dials and handshakes
log=$(mktemp)
settings=$(mktemp)
await() { # await WORD FILE: until the file has the word, a minute at most
  tries=0
  until grep -q "$1" "$2" || [ "$tries" -ge 60 ]; do
    tries=$((tries + 1))
    sleep 1
  done
}

"$java" -XX:+UseSerialGC -cp "$classes:$folder/lib/main/*:$folder/lib/boot/*" io.nessiecluster.demo.TrainingPeers >"$settings" 2>"$log" &
peers=$!
trap 'kill "$peers"' EXIT
await DNS_SERVERS "$settings"
cat "$log" >&2

cd "$folder"
# shellcheck disable=SC2046 # a word for each setting
env $(cat "$settings") QUARKUS_SHUTDOWN_DELAY=0s QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT=0 \
  QUARKUS_MANAGEMENT_HOST=127.0.0.1 QUARKUS_MANAGEMENT_PORT=0 \
  NESSIE_CLUSTER_INTERVAL=1s NESSIE_CLUSTER_NODE_NAME=nessie@127.0.0.1 NESSIE_CLUSTER_EPMD_MODE=none NESSIE_CLUSTER_DISTRIBUTION_PORT=0 \
  "$java" "$@" -XX:AOTCacheOutput=app.aot -jar quarkus-run.jar >"$log" 2>&1 &
pid=$!
await 'Installed features' "$log"
sleep "$trained_for"
kill "$pid"
wait "$pid" || { cat "$log" >&2; exit 1; }
grep -q 'connected to app@127.0.1.60 again' "$log" || { echo "nothing was dialled" >&2; cat "$log" >&2; exit 1; }
[ -s app.aot ] || { cat "$log" >&2; exit 1; }
