#!/usr/bin/env bash
# Takes the pictures of README and docs anew, of the demo of dev mode: docs/pictures/*.png.
#   src/test/pictures/take.sh [ADDRESS]
# Needs chromium and curl. Starts ./mvnw quarkus:dev, and ends it; with ADDRESS it takes those of a demo that runs already there.
set -euo pipefail
cd "$(dirname "$0")/../../.."

readonly folder=docs/pictures most_bytes=200000
# Seconds: the first start on a machine fetches what only dev mode needs.
readonly start_bound=600 picture_bound=60
work=$(mktemp -d)
maven=

end() {
  if [ -n "$maven" ]; then
    kill -- "-$maven" 2>/dev/null || true
    wait "$maven" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap end EXIT

# Dev mode in a group of processes of its own, so that all of it can be ended; prints nothing.
start_demo() {
  set -m
  ./mvnw -B -ntp quarkus:dev -Dmaven.test.skip=true -Dquarkus.test.continuous-testing=disabled -Ddebug=false -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port=0 </dev/null >"$work/dev.log" 2>&1 &
  maven=$!
  set +m
  until address=$(grep -om1 'http://127.0.0.1:[0-9]*' <(grep 'Listening on' "$work/dev.log")); do
    if [ "$SECONDS" -gt "$start_bound" ] || ! kill -0 "$maven" 2>/dev/null; then
      cat "$work/dev.log" >&2
      exit 1
    fi
    sleep 1
  done
}

# Waits until curl of path $1 has the text $2.
await() {
  local bound=$((SECONDS + picture_bound))
  until curl -fsS "$address$1" 2>/dev/null | grep -q "$2"; do
    [ "$SECONDS" -lt "$bound" ] || { echo "$address$1 does not say $2" >&2; exit 1; }
    sleep 1
  done
}

# Takes picture $1 of address $2, $3 pixels large, in colours $4: 0 = dark, 1 = light.
take() {
  timeout --kill-after=5 "$picture_bound" chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars --no-first-run --lang=en \
    --user-data-dir="$work/profile" --window-size="$3" --blink-settings="preferredColorScheme=$4" --timeout=5000 \
    --screenshot="$work/$1" "$2" >"$work/chromium.log" 2>&1 || { cat "$work/chromium.log" >&2; exit 1; }
  local bytes
  bytes=$(stat -c %s "$work/$1")
  [ "$bytes" -le "$most_bytes" ] || { echo "$1 has $bytes bytes, more than $most_bytes" >&2; exit 1; }
  mv "$work/$1" "$folder/$1"
  echo "$folder/$1: $bytes bytes"
}

# What a terminal shows, as a page.
terminal() {
  echo '<!doctype html><meta charset="utf-8"><style>body{margin:0;padding:16px;background:#0d1117;color:#e6edf3}pre{margin:0;font:14px/1.35 monospace}b{color:#56d364}</style>'
  echo '<pre><b>$</b> curl localhost:8080'
  curl -fsS "$address/" | sed 's/&/\&amp;/g; s/</\&lt;/g'
  echo '</pre>'
}

mkdir -p "$folder"
address=${1:-}
[ -n "$address" ] || start_demo
await /cluster/mesh '"verdict": "split"'
await /cluster/mesh connect_timeout
take overview-light.png "$address/" 1280,1100 1
take overview-dark.png "$address/" 1280,1100 0
take split.png "$address/#mesh" 900,620 1
terminal >"$work/terminal.html"
take terminal.png "file://$work/terminal.html" 900,760 0
