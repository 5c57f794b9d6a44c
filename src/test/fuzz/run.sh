#!/usr/bin/env bash
# Fuzzes what peers can send, with Jazzer (coverage-guided, on the byte code), and prints executions and findings of each target.
#   src/test/fuzz/run.sh                    a minute in all
#   src/test/fuzz/run.sh 3600               an hour in all
#   src/test/fuzz/run.sh 600 TERMS          ten minutes of one target; the targets are the constants of FuzzTarget
# What it learns stays in target/fuzz/TARGET and is where the next run begins. An input that fails is written to target/fuzz/crash-*; its bytes
# belong into FuzzTargetTest before the fault is mended. The exit status is 1 when there was one.
set -euo pipefail
cd "$(dirname "$0")/../../.." || exit 1

seconds=${1:-60}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(EPMD HANDSHAKE_PACKETS HANDSHAKE FRAMES TERMS CONTROL)
readonly folder=target/fuzz entry=io.nessiecluster.distribution.FuzzTarget each=$((seconds / ${#targets[@]} > 0 ? seconds / ${#targets[@]} : 1))

mkdir -p "$folder"
./mvnw -B -ntp -q -Pfuzz test-compile dependency:build-classpath -Dmdep.outputFile="$folder/classpath" -Dmdep.analyze.skip </dev/null >"$folder/build.log" 2>&1 ||
  { cat "$folder/build.log"; exit 1; }
# The JDK that the wrapper found.
java=$(./mvnw -v 2>/dev/null | sed -n 's/^Java version:.* runtime: //p')/bin/java
classpath=target/classes:target/test-classes:$(cat "$folder/classpath")
failed=0
for target in "${targets[@]}"; do
  mkdir -p "$folder/$target"
  "$java" -cp "$classpath" "$entry" "$target" "$folder/$target"
  status=0
  timeout --kill-after=10s $((each + 60)) "$java" -Xmx1g -XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$classpath" com.code_intelligence.jazzer.Jazzer --target_class="$entry" --target_args="$target" \
    --instrumentation_includes='io.nessiecluster.distribution.**' --reproducer_path="$folder" \
    -max_total_time="$each" -timeout=10 -print_final_stats=1 -artifact_prefix="$folder/" "$folder/$target" >"$folder/$target.log" 2>&1 </dev/null || status=$?
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$folder/$target.log")
  if [ "$status" -eq 0 ] && [ -n "$runs" ]; then
    printf 'fuzz %-18s %9d executions, 0 findings\n' "$target" "$runs"
  else
    printf 'fuzz %-18s failed (status %d):\n' "$target" "$status"
    tail -n 60 "$folder/$target.log"
    failed=1
  fi
done
exit "$failed"
