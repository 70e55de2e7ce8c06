#!/usr/bin/env bash
# base.sh docker|podman [IMAGE]: makes the base image where no registry can be reached. It holds what the functions
# need of the published distroless Node image, out of Debian's packages and the npm package `node`.
set -euo pipefail
engine=${1:?usage: base.sh docker|podman [IMAGE]}
image=${2:-localhost/krm-functions-base:node24}
root=$(cd "$(dirname "$0")/../.." && pwd)

node=$(PATH="$root/node_modules/.bin:$PATH" node -p process.execPath)
version=$("$node" --version)
[[ $version == v24.* ]] || { echo "base.sh: $node is $version, Node 24 is needed (npm ci)" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{debs,context,rootfs/etc,rootfs/nodejs/bin}

arch=$(dpkg --print-architecture)
download() {
  (cd "$work/debs" && apt-get -qq -o APT::Sandbox::User=root -o Acquire::Retries=3 \
    download "libc6:$arch" "libstdc++6:$arch" "libgcc-s1:$arch")
}
download || { apt-get -qq -o Acquire::Retries=3 update; download; }
for deb in "$work"/debs/*.deb; do dpkg -x "$deb" "$work/rootfs"; done

cp "$node" "$work/rootfs/nodejs/bin/node"
printf '%s\n' root:x:0:0:root:/root:/sbin/nologin nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin \
  >"$work/rootfs/etc/passwd"
printf '%s\n' root:x:0: nobody:x:65534: >"$work/rootfs/etc/group"

# The same packages and the same Node give the same layer, whoever builds it and when.
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX \
  -C "$work/rootfs" -cf "$work/context/rootfs.tar" .
printf 'FROM scratch\nADD rootfs.tar /\n' >"$work/context/Dockerfile"
"$engine" build --tag "$image" "$work/context"
