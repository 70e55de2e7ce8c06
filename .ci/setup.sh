#!/usr/bin/env bash
# Installs and starts what the end-to-end tests need on Debian 12, as root. What is there already is left as it is.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env
. "$(dirname "$0")/env"
export DEBIAN_FRONTEND=noninteractive

fail() { echo "setup: $*" >&2; exit 1; }

apt_install() {
  for attempt in 1 2 3; do
    # A repository of somebody else's that is down must not matter; the install decides.
    apt-get -qq -o Acquire::Retries=3 update || true
    apt-get -qq -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 install -y --no-install-recommends "$@" >/dev/null && return
    echo "setup: apt-get install $*: attempt $attempt failed" >&2
    sleep 5
  done
  fail "apt-get install $* failed"
}

docker_engine() {
  type -P dockerd docker >/dev/null || apt_install docker.io iptables
  if ! docker info >/dev/null 2>&1; then
    mkdir -p "$CI_STATE"
    # Functions run without a network, so the engine needs none either, nor the right to change the machine's firewall.
    setsid dockerd --iptables=false --ip6tables=false --bridge=none --pidfile "$CI_STATE/dockerd.pid" \
      >"$CI_STATE/dockerd.log" 2>&1 </dev/null &
    local dockerd=$!
    for _ in $(seq 120); do
      docker info >/dev/null 2>&1 && break
      kill -0 "$dockerd" 2>/dev/null || break
      sleep 0.25
    done
    docker info >/dev/null 2>&1 || { tail -n 20 "$CI_STATE/dockerd.log" >&2; fail "dockerd did not start"; }
    echo "setup: started dockerd, pid $(cat "$CI_STATE/dockerd.pid"), log $CI_STATE/dockerd.log"
  fi
  echo "setup: docker engine $(docker version --format '{{.Server.Version}}')"
}

podman_engine() {
  type -P podman runc >/dev/null || apt_install podman runc
  podman info >/dev/null || fail "podman info failed"
  echo "setup: $(podman --version), CONTAINERS_CONF=$CONTAINERS_CONF"
}

# A registry on loopback and cosign, for signatures.
signing_tools() {
  if ! type -P cosign docker-registry >/dev/null; then
    # Debian 12 has no cosign, Debian 13 has; below the default priority, so that nothing else comes from there.
    printf '%s\n' 'Types: deb' 'URIs: http://deb.debian.org/debian' 'Suites: trixie' 'Components: main' \
      'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg' >/etc/apt/sources.list.d/krm-functions-ci.sources
    printf '%s\n' 'Package: *' 'Pin: release n=trixie' 'Pin-Priority: 100' >/etc/apt/preferences.d/krm-functions-ci
    apt_install docker-registry cosign/trixie
  fi
  echo "setup: $(type -P cosign), $(type -P docker-registry)"
}

kpt_command() {
  local module=github.com/GoogleContainerTools/kpt version=1.0.0-beta.56
  if ! command -v kpt >/dev/null; then
    command -v go >/dev/null || fail "kpt is missing and there is no go to build it: put kpt $version on PATH (https://github.com/kptdev/kpt/releases)"
    CGO_ENABLED=0 GOBIN=/usr/local/bin go install -ldflags "-s -w -X $module/run.version=$version" "$module@v$version" ||
      fail "go install $module@v$version failed: put kpt $version on PATH (https://github.com/kptdev/kpt/releases)"
  fi
  # kpt refuses to start without it.
  type -P git >/dev/null || apt_install git
  echo -n "setup: kpt "
  kpt version
}

docker_engine
podman_engine
signing_tools
kpt_command
