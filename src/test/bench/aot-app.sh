#!/usr/bin/env bash
# Makes target/aot-app: the application on a flat class path, with the AOT cache of a training run. As Dockerfile.jvm does.
set -euo pipefail
cd "$(dirname "$0")/../../.."
. .mvn/find-jdk.sh
./mvnw -B -q -ntp package -DskipTests -Dquarkus.package.jar.type=aot-jar -Dquarkus.package.output-directory=aot-app
exec sh src/main/docker/train-aot.sh "$JAVA_HOME/bin/java" target/aot-app "$PWD/target/classes" -XX:+UseSerialGC
