#!/usr/bin/env bash
# Shows the packaged service against real BEAMs of one basename, each in a network namespace of its own:
#   10.77.0.1  this service, and a DNS server (dnsmasq) that names all others
#   10.77.0.2  app, healthy            10.77.0.3  app, healthy
#   10.77.0.4  app, another cookie     10.77.0.5  no EPMD
#   10.77.0.6  a listener at EPMD's port that never says a word
# Needs root, iproute2, erlang-base, dnsmasq-base, curl and ./mvnw package. Removes all that it made.
#   sudo src/test/netns/beam-cluster.sh
set -euo pipefail
cd "$(dirname "$0")/../../.."

readonly app=target/quarkus-app/quarkus-run.jar
[ -r "$app" ] || { echo "build it first: ./mvnw package" >&2; exit 1; }
. .mvn/find-jdk.sh
work=$(mktemp -d)
pids=()

in_ns() { ip netns exec "nessie$1" "${@:2}"; }
# In the background, so that $! is the program itself.
exec_in_ns() { exec ip netns exec "nessie$1" "${@:2}"; }
started() { pids+=("$!"); }
api() { in_ns 1 curl -s "$@"; }
# Waits for a command to succeed, for 20 s at most.
await() {
  for _ in $(seq 100); do "$@" >/dev/null 2>&1 && return 0; sleep 0.2; done
  echo "gave up waiting for: $*" >&2
  return 1
}

clean_up() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for n in 1 2 3 4 5 6; do
    ip netns pids "nessie$n" 2>/dev/null | xargs -r kill 2>/dev/null || true
  done
  sleep 0.5
  for n in 1 2 3 4 5 6; do
    ip netns pids "nessie$n" 2>/dev/null | xargs -r kill -9 2>/dev/null || true
    ip netns del "nessie$n" 2>/dev/null || true
  done
  ip link del nessiebr 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT

ip link add nessiebr type bridge
ip link set nessiebr up
for n in 1 2 3 4 5 6; do
  ip netns add "nessie$n"
  ip link add "nessiev$n" type veth peer name eth0 netns "nessie$n"
  ip link set "nessiev$n" master nessiebr up
  in_ns "$n" ip addr add "10.77.0.$n/24" dev eth0
  in_ns "$n" ip link set eth0 up
  in_ns "$n" ip link set lo up
done

# A BEAM that evaluates what it is sent: evaluate N 'Expression.'
beam() { # namespace, cookie
  exec_in_ns "$1" erl -noinput -name "app@10.77.0.$1" -setcookie "$2" -kernel net_ticktime 8 -eval '
    {ok, _} = application:ensure_all_started(kernel),
    {ok, L} = gen_tcp:listen(9999, [binary, {packet, line}, {active, false}, {reuseaddr, true}]),
    Loop = fun F() ->
      {ok, S} = gen_tcp:accept(L),
      {ok, Line} = gen_tcp:recv(S, 0),
      {ok, Tokens, _} = erl_scan:string(binary_to_list(Line)),
      {ok, Exprs} = erl_parse:parse_exprs(Tokens),
      {value, V, _} = erl_eval:exprs(Exprs, []),
      gen_tcp:send(S, io_lib:format("~w~n", [V])),
      gen_tcp:close(S),
      F()
    end,
    Loop().' >"$work/beam$1.log" 2>&1 &
  echo "$!" >"$work/beam$1.pid"
  started
}
evaluate() { in_ns "$1" bash -c 'exec 3<>/dev/tcp/127.0.0.1/9999; printf "%s\n" "$1" >&3; cat <&3' _ "$2"; }

beam 2 secret
beam 3 secret
beam 4 other
in_ns 6 python3 -c '
import socket, time
s = socket.create_server(("10.77.0.6", 4369))
time.sleep(3600)' &
started
in_ns 1 dnsmasq --no-daemon --no-resolv --no-hosts --port=53 --listen-address=10.77.0.1 --bind-interfaces \
  --host-record=app.test,10.77.0.2 --host-record=app.test,10.77.0.3 --host-record=app.test,10.77.0.4 \
  --host-record=app.test,10.77.0.5 --host-record=app.test,10.77.0.6 --local=/test/ >"$work/dns.log" 2>&1 &
started
for n in 2 3 4; do await evaluate "$n" 'node().'; done

printf secret >"$work/cookie"
NESSIE_CLUSTER_QUERY=app.test. NESSIE_CLUSTER_DNS_SERVERS=10.77.0.1 NESSIE_CLUSTER_NODE_NAME=app@10.77.0.1 \
NESSIE_CLUSTER_COOKIE_FILE=$work/cookie NESSIE_CLUSTER_CONNECT_TIMEOUT=2s NESSIE_CLUSTER_INTERVAL=1s NESSIE_CLUSTER_NET_TICKTIME=8s \
  in_ns 1 "$JAVA_HOME/bin/java" -jar "$app" >"$work/service.log" 2>&1 &
started
await api -f localhost:9000/q/health/ready

echo "== GET /cluster/discover"
api 'localhost:8080/cluster/discover?timeout=10000' | python3 -m json.tool
echo "== nodes(hidden) on the BEAMs"
for n in 2 3; do echo "app@10.77.0.$n: $(evaluate "$n" 'nodes(hidden).') nodes(): $(evaluate "$n" 'nodes().')"; done
echo "== net_adm:ping from the BEAMs"
for n in 2 3; do echo "app@10.77.0.$n: $(evaluate "$n" "net_adm:ping('app@10.77.0.1').")"; done

echo "== kill app@10.77.0.3"
kill -9 "$(cat "$work/beam3.pid")" # the BEAM itself: ip and erl have replaced themselves by it
await bash -c "ip netns exec nessie1 curl -s localhost:8080/cluster/nodes/app@10.77.0.3?pretty=false | grep -q '\"connected\":false'"
api localhost:8080/cluster/nodes/app@10.77.0.3 | python3 -m json.tool
echo "== and start it again"
beam 3 secret
await evaluate 3 'node().'
await bash -c "ip netns exec nessie1 curl -s localhost:8080/cluster/nodes/app@10.77.0.3?pretty=false | grep -q '\"connected\":true'"
api localhost:8080/cluster/nodes/app@10.77.0.3 | python3 -m json.tool
echo "app@10.77.0.3: $(evaluate 3 'nodes(hidden).')"

echo "== a BEAM dials us: disconnect, then net_kernel:connect_node"
echo "$(evaluate 2 "erlang:disconnect_node('app@10.77.0.1').") $(evaluate 2 "net_kernel:connect_node('app@10.77.0.1').") $(evaluate 2 'nodes(hidden).')"

echo "== stays connected at net_ticktime 8 for ${STAY_SECONDS:=20} s"
since=$(api localhost:8080/cluster/nodes/app@10.77.0.3 | python3 -c 'import json,sys; print(json.load(sys.stdin)["since"])')
sleep "$STAY_SECONDS"
now=$(api localhost:8080/cluster/nodes/app@10.77.0.3 | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["since"] if d["connected"] else "lost")')
echo "connected since $since, then $now: $([ "$since" = "$now" ] && echo the same link || echo BROKEN)"
echo "== log of the service"
cat "$work/service.log"
