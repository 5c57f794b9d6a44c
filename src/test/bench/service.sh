# Starts the packaged service with 1,000 known nodes; to be sourced by events.sh. Everything is on loopback.
# Needs: ./mvnw package -DskipTests, a JDK 25, curl.
set -eu
cd "$(dirname "$0")/../../.."
. .mvn/find-jdk.sh
JAVA="$JAVA_HOME/bin/java"
HTTP_PORT="${HTTP_PORT:-18080}" MANAGEMENT_PORT="${MANAGEMENT_PORT:-19000}" DNS_PORT="${DNS_PORT:-15353}" NODES="${NODES:-1000}"
API="http://127.0.0.1:$HTTP_PORT/cluster"
METRICS="http://127.0.0.1:$MANAGEMENT_PORT/q/metrics"
WORK="$(mktemp -d)"
PIDS=""
stop() { for pid in $PIDS; do kill "$pid" 2>/dev/null || true; done; rm -rf "$WORK"; }
trap stop EXIT INT TERM

[ -f target/quarkus-app/quarkus-run.jar ] || { echo "first: ./mvnw package -DskipTests" >&2; exit 1; }
"$JAVA" src/test/bench/Zone.java "$DNS_PORT" "$NODES" & PIDS="$PIDS $!"
printf secret > "$WORK/cookie"
QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT="$HTTP_PORT" QUARKUS_MANAGEMENT_HOST=127.0.0.1 QUARKUS_MANAGEMENT_PORT="$MANAGEMENT_PORT" \
NESSIE_CLUSTER_QUERY=app.bench.svc.cluster.local. NESSIE_CLUSTER_DNS_SERVERS="127.0.0.1:$DNS_PORT" \
NESSIE_CLUSTER_INTERVAL=1h NESSIE_CLUSTER_POLL_EAGER=false NESSIE_CLUSTER_NODE_NAME=app@127.0.0.1 NESSIE_CLUSTER_COOKIE_FILE="$WORK/cookie" NESSIE_CLUSTER_DISTRIBUTION_PORT=0 \
NESSIE_CLUSTER_EPMD_MODE=none NESSIE_CLUSTER_EPMD_PORT=14369 \
  "$JAVA" -jar target/quarkus-app/quarkus-run.jar > "$WORK/log" & PIDS="$PIDS $!"
tries=0
until curl -sf "$API/has-ran" | grep -q true && curl -sf "$API/discover?timeout=PT60S" > /dev/null; do
  tries=$((tries + 1))
  [ "$tries" -lt 60 ] || { cat "$WORK/log" >&2; exit 1; }
  sleep 1
done
curl -s "$API?pretty=false" | tr ',' '\n' | grep '"known"' | sed 's/.*{/nodes: /'
