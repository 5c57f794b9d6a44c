# shellcheck shell=sh
# Sourced by ./mvnw: point JAVA_HOME at a JDK 25 (or newer), wherever it is installed.
# Order: JAVA_HOME, the javac on PATH, then the usual places of Linux and macOS.

jdk_required=25

# Feature release of the JDK at $1, from its "release" file; nothing when there is no JDK there.
jdk_feature() {
  if [ -x "$1/bin/javac" ] && [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release"
  fi
}

jdk_suits() {
  jdk_found=$(jdk_feature "$1")
  [ "${jdk_found:-0}" -ge "$jdk_required" ]
}

# The JDK home behind the javac on PATH, with symbolic links followed.
jdk_on_path() {
  jdk_javac=$(command -v javac 2>/dev/null) || return 0
  while [ -h "$jdk_javac" ]; do
    jdk_link=$(readlink "$jdk_javac")
    case "$jdk_link" in
    /*) jdk_javac=$jdk_link ;;
    *) jdk_javac=$(dirname "$jdk_javac")/$jdk_link ;;
    esac
  done
  dirname "$(dirname "$jdk_javac")"
}

find_jdk() {
  for jdk_home in "${JAVA_HOME-}" "$(jdk_on_path)"; do
    [ -n "$jdk_home" ] && jdk_suits "$jdk_home" && return 0
  done
  set +f # mvnw switches globbing off
  for jdk_home in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/openjdk-* /opt/java/* /opt/jdk* \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.asdf/installs/java/* \
    "${HOME-}"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if jdk_suits "$jdk_home"; then
      set -f
      return 0
    fi
  done
  set -f
  return 1
}

if find_jdk; then
  JAVA_HOME=$jdk_home
  export JAVA_HOME
else
  echo "No JDK $jdk_required found (looked at JAVA_HOME, PATH and the usual folders): install one, for example Eclipse Temurin $jdk_required (macOS: brew install --cask temurin@$jdk_required, SDKMAN: sdk install java $jdk_required-tem), or set JAVA_HOME." >&2
  exit 1
fi
