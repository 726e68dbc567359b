#!/bin/sh
# Tests the stress suite itself: each scenario must pass for a right stand-in and fail for each fault it is there to
# find. A check that cannot fail is a defect. Needs Python 3.11 and takes about five minutes.
# Usage: tests/stress/self_test.sh [SCENARIO]
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
python3 -c 'import tomllib' 2>/dev/null || {
  echo "self_test: Python 3.11 is needed" >&2
  exit 2
}

# Scenario and the faults of stand_in.py that it must find.
expectations() {
  cat <<'TABLE'
writers-20 no-lock lock-target unlink-lock stale-read reformat mode
readers in-place no-lock stale-read
counter ignore-if-match
counter-rev ignore-expect-rev rev-stays
one-winner ignore-if-match ignore-expect-rev
files-100 no-lock stale-read
killed-writers no-report leave-temp no-lock early-acknowledgement
stopped-holder late early anonymous ignore-no-wait timeout-exits-zero timeout-writes get-locks trap-term waits-for-ever
symlink lock-named-path replace-link no-lock
flock fcntl-lock no-lock
unset no-lock stale-read reformat
first-writes no-lock mkdir-race
soak no-lock add-replaces leave-queue
TABLE
}

STRESS_LIMIT_SECONDS=30
export STRESS_LIMIT_SECONDS
mistakes=0

# check SCENARIO FAULT WANTED: runs one scenario and compares how it ends with WANTED (0 or 1).
check() {
  report=$(STAND_IN_FAULT=$2 "$here/run.sh" --quick --only "$1" "$here/stand_in.py")
  status=$?
  if [ "$status" -eq "$3" ]; then
    outcome=right
  else
    outcome=WRONG
    mistakes=$((mistakes + 1))
  fi
  printf '%-16s %-24s %-6s %s\n' "$1" "${2:-(none)}" "$outcome" "$(echo "$report" | sed -n '3s/^ *//p')"
}

expectations=$(expectations | grep "^${1:-}")
while read -r scenario faults; do
  check "$scenario" '' 0
  for fault in $faults; do check "$scenario" "$fault" 1; done
done <<TABLE
$expectations
TABLE
[ "$mistakes" -eq 0 ] || echo "self_test: $mistakes scenarios end wrongly" >&2
[ "$mistakes" -eq 0 ]
