#!/usr/bin/env bash
# build.sh docker|podman [REPO] [VERSION]: builds <REPO>/<function>:<VERSION> for every target of the Dockerfile
# that has its bundle in dist/. BASE_IMAGE names the base; without it, one is made (base.sh).
set -euo pipefail
engine=${1:?usage: build.sh docker|podman [REPO] [VERSION]}
repo=${2:-ghcr.io/nephio-security/krm-functions}
cd "$(dirname "$0")/../.."
PATH=$PWD/node_modules/.bin:$PATH
version=${3:-$(node -p 'require("./package.json").version')}

if [[ -z ${BASE_IMAGE:-} ]]; then
  BASE_IMAGE=localhost/krm-functions-base:node24
  build/image/base.sh "$engine" "$BASE_IMAGE"
fi

mapfile -t functions < <(sed -n 's/^FROM function AS //p' Dockerfile)
built=0
for function in "${functions[@]}"; do
  if [[ ! -f dist/$function.mjs ]]; then
    echo "build.sh: skipped $function: no dist/$function.mjs" >&2
    continue
  fi
  "$engine" build --build-arg BASE_IMAGE="$BASE_IMAGE" --build-arg VERSION="$version" \
    --target "$function" --tag "$repo/$function:$version" .
  built=$((built + 1))
done
[[ $built -gt 0 ]] || { echo "build.sh: no bundle in dist/ (npm run build)" >&2; exit 1; }
