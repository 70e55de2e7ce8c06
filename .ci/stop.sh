#!/usr/bin/env bash
# Stops the docker engine that setup.sh started, and no other.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env
. "$(dirname "$0")/env"
pidfile=$CI_STATE/dockerd.pid
pid=$(cat "$pidfile" 2>/dev/null) || { echo "stop: setup.sh started no dockerd"; exit 0; }
# The file may have outlived its process, and the number may belong to another one by now.
[[ $(cat "/proc/$pid/comm" 2>/dev/null) == dockerd ]] || { rm -f "$pidfile"; echo "stop: dockerd is gone already"; exit 0; }
kill "$pid"
for _ in $(seq 120); do
  [[ -e /proc/$pid ]] || { echo "stop: stopped dockerd, pid $pid"; exit 0; }
  sleep 0.25
done
echo "stop: dockerd, pid $pid, does not stop" >&2
exit 1
