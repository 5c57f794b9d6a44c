#!/usr/bin/env bash
# Takes the pictures of README and docs anew, docs/pictures/*.png, of the demo of dev mode in Chromium:
#   src/test/pictures/take.sh
# Needs chromium and chromedriver on PATH. The test that takes them has looked first that all is shown, and MarkdownTest that none is larger than 200 kB.
set -euo pipefail
cd "$(dirname "$0")/../../.."

./mvnw -B -q -ntp test-compile failsafe:integration-test failsafe:verify -Dit.test=DemoPageIT -Dchromium.required=true -Dpictures.write=true -Dmdep.analyze.skip
ls -l docs/pictures
