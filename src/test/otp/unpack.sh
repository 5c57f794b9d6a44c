#!/usr/bin/env bash
# Unpacks the Erlang/OTP of another Debian release into a folder of its own, and prints a folder with an erl and an epmd that run it by chroot:
# with that folder first on PATH, the same tests judge another OTP.
#   PATH="$(src/test/otp/unpack.sh trixie):$PATH" ./mvnw verify -Derlang.required=true     OTP 27
#   PATH="$(src/test/otp/unpack.sh sid):$PATH"    ./mvnw verify -Derlang.required=true     OTP 29
# A second argument says where to unpack (default: ~/.cache/nessie-cluster/otp/RELEASE). Nothing is done when it is there already.
# The packages come from the mirror that this machine's apt uses, by apt with lists and state of its own, so the system stays as it is.
# Needs Debian, root, and apt's archive keys.
set -euo pipefail

release=${1:?usage: unpack.sh RELEASE [FOLDER]}
root=${2:-${XDG_CACHE_HOME:-$HOME/.cache}/nessie-cluster/otp/$release}
readonly packages=(dash coreutils erlang-base erlang-crypto erlang-ssl erlang-public-key erlang-asn1)

if [ -x "$root/run/erl" ]; then echo "$root/run"; exit 0; fi

mirror() {
  { cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null || true; } |
    sed -n 's/^URIs: *\([^ ]*\).*/\1/p; s/^deb \(\[[^]]*\] \)\?\([^ ]*\) .*/\2/p' | grep '/debian/\?$' | sort -u | head -n 1 | grep .
}

mirror=$(mirror) || { echo "no Debian mirror in apt's sources: OTP of $release cannot be had here" >&2; exit 1; }
state=$root.apt
rm -rf "$root" "$state"
mkdir -p "$root" "$state"/{lists/partial,cache/archives/partial,etc}
: >"$state/status"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $release main" >"$state/etc/sources.list"
apt() {
  DEBIAN_FRONTEND=noninteractive apt-get -qq \
    -o Dir::State="$state" -o Dir::State::status="$state/status" -o Dir::State::lists="$state/lists" -o Dir::Cache="$state/cache" \
    -o Dir::Etc::sourcelist="$state/etc/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::Etc::preferencesparts=/dev/null \
    -o APT::Sandbox::User=root "$@"
}
apt update >&2
apt install --download-only --yes --no-install-recommends "${packages[@]}" >&2
for package in "$state"/cache/archives/*.deb; do dpkg-deb --extract "$package" "$root"; done
mkdir -p "$root"/{proc,dev,tmp}
# Merged /usr: the loader is looked for in /lib64.
for folder in bin lib lib64 sbin; do
  [ -e "$root/$folder" ] || ln -s "usr/$folder" "$root/$folder"
done
[ -e "$root/bin/sh" ] || ln -s dash "$root/bin/sh"
# What a BEAM opens at its start.
mknod -m 666 "$root/dev/null" c 1 3
mknod -m 666 "$root/dev/urandom" c 1 9
mkdir -p "$root/run"
for program in epmd erl; do
  # A mount namespace of its own, so that the tests' files under /tmp are seen inside; exec keeps the process, and so its signals.
  printf '#!/bin/sh\nexec unshare --mount sh -c '"'"'mount --bind /tmp "$0/tmp" && root=$0 && exec chroot "$root" "$@"'"'"' %q /usr/bin/%s "$@"\n' \
    "$root" "$program" >"$root/run/$program.new"
  chmod +x "$root/run/$program.new"
  mv "$root/run/$program.new" "$root/run/$program"
done
rm -rf "$state"
echo "$root/run"
