#!/bin/sh
# The stress suite: real processes against one file, as users would start them.
#
# Each scenario is a script of its own in scenarios/, run in a private directory, and says what it guarantees.
# Prints a line for each scenario while it runs, then a table; exits 1 if one fails.
set -u

usage() {
  cat <<'USAGE'
Usage: tests/stress/run.sh [OPTION…] [BINARY]

Runs the stress suite on BINARY (default: dist/pawl, else scripts/pawl).

  --quick       the short form, about a minute
  --only NAME   only this scenario (may be repeated; see --list)
  --list        print the scenarios and exit
  --keep        keep the work directory
  --help        print this help and exit

The last column but two shows how long the calls took, their start included: p50/p99/max in ms.

Environment: STRESS_SOAK_SECONDS is how long the soak lasts (default 20, 5 with --quick): 600 make a day of a busy file.
STRESS_SEED repeats the random kills of a run, STRESS_GRACE_MS (default 250) is how late a timeout may be,
STRESS_LIMIT_SECONDS (default 300) when a scenario counts as hung; STRESS_SHELL
(default sh) runs the scenarios; TMPDIR is where the files lie.
USAGE
}

# Name, script, arguments of the full form and of the short one ("-": not in the short form).
scenarios() {
  cat <<'TABLE'
writers-20|distinct_keys.sh|20 0|20 0
writers-50|distinct_keys.sh|50 0|-
writers-100|distinct_keys.sh|100 0|100 0
writers-200|distinct_keys.sh|200 1|-
writers-300|distinct_keys.sh|300 1|-
files-100|many_files.sh|100 10|10 5
readers|readers_and_writers.sh|8 25|4 8
counter|counter.sh|8 25 etag|4 6 etag
counter-rev|counter.sh|8 50 rev|4 6 rev
one-winner|one_winner.sh|10 10|10 2
killed-writers|killed_writers.sh|8 60|2 20
stopped-holder|stopped_holder.sh|20|5
symlink|symlinked_dotfile.sh|20|20
flock|flock_interoperation.sh|40|20
unset|parallel_unset.sh|50|20
first-writes|first_writes.sh|20|20
soak|soak.sh|6 20|4 5
TABLE
}

refuse() {
  echo "stress: $1" >&2
  exit 2
}

HARNESS=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$HARNESS/../.." && pwd)
quick=0 only='' keep=0 PAWL=''
while [ $# -gt 0 ]; do
  case $1 in
    --quick) quick=1 ;;
    --only)
      [ $# -ge 2 ] || refuse "--only wants the name of a scenario"
      scenarios | grep -q "^$2|" || refuse "there is no scenario \"$2\" (see --list)"
      only="$only $2 "
      shift
      ;;
    --list)
      scenarios | cut -d '|' -f 1
      exit 0
      ;;
    --keep) keep=1 ;;
    -h | --help)
      usage
      exit 0
      ;;
    -*) refuse "unknown option \"$1\" (see --help)" ;;
    *) PAWL=$1 ;;
  esac
  shift
done

if [ -z "$PAWL" ]; then
  PAWL=$root/dist/pawl
  [ -x "$PAWL" ] || PAWL=$root/scripts/pawl
fi
case $PAWL in
  */*) ;;
  *) PAWL=$(command -v "$PAWL" || echo "$PAWL") ;;
esac
[ -x "$PAWL" ] || refuse "\"$PAWL\" is no program"
PAWL=$(CDPATH='' cd -- "$(dirname -- "$PAWL")" && pwd)/$(basename -- "$PAWL")

# Not every date(1) knows milliseconds.
CLOCK=seconds
case $(date +%s%3N) in
  *[!0-9]*) ! perl -MTime::HiRes -e 1 2>/dev/null || CLOCK=perl ;;
  *) CLOCK='date' ;;
esac
TOML_CHECKER=''
for python in python3 /usr/bin/python3; do
  if "$python" -c 'import tomllib' 2>/dev/null; then
    TOML_CHECKER=$python
    break
  fi
done
LC_ALL=C
export PAWL CLOCK HARNESS TOML_CHECKER LC_ALL
unset PAWL_FILE PAWL_TIMEOUT PAWL_BACKUP
limit_seconds=${STRESS_LIMIT_SECONDS:-300}

top=$(mktemp -d "${TMPDIR:-/tmp}/pawl-stress.XXXXXX") || exit 1
scenario_pid='' guard_pid=''
clean_up() {
  [ -z "$guard_pid" ] || kill "$guard_pid" 2>/dev/null
  if [ -n "$scenario_pid" ]; then
    kill "$scenario_pid" 2>/dev/null
    wait "$scenario_pid" 2>/dev/null
  fi
  if [ "$keep" -eq 1 ]; then echo "The files are in $top"; else rm -rf "$top"; fi
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# guard PID SECONDS: ends a scenario that hangs. A hang is a finding like any other.
guard() {
  left=$2
  while [ "$left" -gt 0 ]; do
    sleep 1
    kill -0 "$1" 2>/dev/null || exit 0
    left=$((left - 1))
  done
  kill -TERM "$1"
}

# run_scenario NAME SCRIPT ARGUMENT…: runs one and adds its line to the table.
run_scenario() {
  name=$1 script=$2
  shift 2
  WORK=$top/$name RESULT=$top/$name.result
  export WORK RESULT
  mkdir "$WORK"
  printf '%-16s' "$name"
  began=$(date +%s)
  "${STRESS_SHELL:-sh}" "$HARNESS/scenarios/$script" "$@" >"$top/$name.log" 2>&1 &
  scenario_pid=$!
  guard "$scenario_pid" "$limit_seconds" &
  guard_pid=$!
  wait "$scenario_pid" 2>/dev/null
  status=$?
  scenario_pid=''
  kill "$guard_pid" 2>/dev/null
  wait "$guard_pid" 2>/dev/null
  guard_pid=''
  seconds=$(($(date +%s) - began))
  if [ ! -s "$RESULT" ]; then
    echo "FAILED - - - - - -" >"$RESULT"
    if [ "$status" -eq 143 ]; then echo "it hung for $limit_seconds s" >>"$RESULT"; fi
    [ ! -s "$WORK/reasons" ] || cat "$WORK/reasons" >>"$RESULT"
    tail -n 3 "$top/$name.log" >>"$RESULT"
  fi
  read -r verdict writers asked kept lost timeouts waits note <"$RESULT"
  echo "$verdict ($seconds s)${note:+: $note}"
  sed -n '2,$s/^/    /p' "$RESULT"
  printf '%-16s %8s %7s %7s %6s %9s %16s %8s  %s\n' \
    "$name" "$writers" "$asked" "$kept" "$lost" "$timeouts" "$waits" "$seconds" "$verdict" >>"$top/table"
}

echo "Stress suite on $PAWL ($("$PAWL" --version 2>/dev/null | head -n 1))"
scenarios >"$top/scenarios"
while IFS='|' read -r name script full short <&3; do
  case "$only" in
    '' | *" $name "*) ;;
    *) continue ;;
  esac
  if [ "$quick" -eq 1 ]; then chosen=$short; else chosen=$full; fi
  [ "$chosen" != - ] || continue
  # The arguments are words.
  # shellcheck disable=SC2086
  run_scenario "$name" "$script" $chosen
done 3<"$top/scenarios"

printf '\n%-16s %8s %7s %7s %6s %9s %16s %8s  %s\n' \
  scenario writers asked kept lost timeouts p50/p99/max seconds verdict
cat "$top/table"
! grep -q 'FAILED$' "$top/table"
