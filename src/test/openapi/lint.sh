#!/usr/bin/env bash
# Lints docs/openapi.yaml, or the description that is given, with spectral and redocly. Fails for an error or a warning of either.
#   src/test/openapi/lint.sh [FILE]
# npm fetches them into a folder outside of the repository, LINTERS or ~/.cache/nessie-cluster/openapi-linters. Where there is no npm, it cannot
# reach a registry, or node is too old for them, it says so in one line and is content.
set -uo pipefail

readonly spectral=@stoplight/spectral-cli@6.16.3 redocly=@redocly/cli@2.77.0
here=$(cd "$(dirname "$0")" && pwd)
file=$(realpath "${1:-$here/../../../docs/openapi.yaml}") || exit 2
linters=${LINTERS:-${XDG_CACHE_HOME:-$HOME/.cache}/nessie-cluster/openapi-linters}

skip() { echo "openapi: not linted, $1"; exit 0; }

command -v npm >/dev/null || skip "for there is no npm"
mkdir -p "$linters" || exit 2
if [ "$(cat "$linters/installed" 2>/dev/null)" != "$spectral $redocly" ]; then
  timeout 150 npm install --prefix "$linters" --no-audit --no-fund --loglevel=error "$spectral" "$redocly" >"$linters/npm.log" 2>&1 </dev/null ||
    skip "for npm cannot install $spectral and $redocly (see $linters/npm.log)"
  echo "$spectral $redocly" >"$linters/installed"
fi

for linter in spectral redocly; do
  timeout 30 "$linters/node_modules/.bin/$linter" --version >/dev/null 2>&1 </dev/null || skip "for this node ($(node --version)) does not run $linter"
done

failed=0
"$linters/node_modules/.bin/spectral" lint --ruleset "$here/spectral.yaml" --fail-severity=warn "$file" </dev/null || failed=1
REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true \
  "$linters/node_modules/.bin/redocly" lint --config "$here/redocly.yaml" --format=stylish --max-problems=1000 "$file" </dev/null >"$linters/redocly.log" 2>&1 || failed=1
grep -Ev '^ *[╔║╚]|^$' "$linters/redocly.log"
grep -Eq ' warning ' "$linters/redocly.log" && failed=1
exit $failed
