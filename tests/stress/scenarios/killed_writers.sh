# Writers die of SIGKILL, first on purpose while they hold the lock, then at random. The file must stay valid, each
# acknowledged change must be in it, the next writer must say that it recovered and leave no temporary file.
# Usage: killed_writers.sh KILLED_HOLDERS RANDOM_WRITERS
# shellcheck shell=sh source-path=SCRIPTDIR source=../harness.sh
. "$HARNESS/harness.sh"

holders=$1 random_writers=$2
wave=12
document 0 >"$file"
cp "$file" "$WORK/base.toml"
n=0

# launch_writers COUNT: starts writers that add the next COUNT keys.
launch_writers() {
  target=$((n + $1))
  while [ "$n" -lt "$target" ]; do
    n=$((n + 1))
    launch "key$n" "$PAWL" set -f "$file" "added.key_$n" "$n"
  done
}

count_reports() {
  cat "$WORK"/key*.err | grep -ci recover
}

# kill_holder: kills one writer of a wave while it holds the lock, if it can catch one.
kill_holder() {
  reports=$(count_reports)
  launch_writers "$wave"
  stop_holder || { collect; return 1; }
  kill -KILL "$stopped_pid"
  collect
  launch_writers 1
  collect
  [ "$(count_reports)" -gt "$reports" ] || fail "nobody said that it recovered from the death of $stopped_pid"
  expect_no_leftovers
}

caught=0 attempts=0
while [ "$caught" -lt "$holders" ] && [ "$attempts" -lt $((holders * 6)) ]; do
  attempts=$((attempts + 1))
  if kill_holder; then caught=$((caught + 1)); fi
done
[ "$caught" -eq "$holders" ] || fail "only $caught of $holders holders could be killed while they held the lock"
[ "$(count_status 137)" -eq "$caught" ] || fail "$(count_status 137) writers died instead of $caught"

# Which writers die, and when, is random; the seed is in the verdict if it fails.
seed=${STRESS_SEED:-$$}
launch_writers "$random_writers"
victims=$(echo "$running" | tr ' ' '\n' | awk -F: -v seed="$seed" '
  BEGIN { srand(seed) }
  $1 != "" && rand() < 0.4 { print rand(), $1 }' | sort | awk '{ print $2 }')
for pid in $victims; do
  kill -KILL "$pid" 2>/dev/null
  sleep 0.03
done
collect
[ "$(count_status 137)" -gt "$caught" ] || fail "no random writer was killed, so this run shows little"
launch_writers 1
collect

writers=$n asked=$n
timeouts=$(count_status 75)
fail_on_status_other_than 0 137
for i in $(names_with_status 0 key); do echo "key_$i = $i"; done | sort >"$WORK/acknowledged"
for i in $(names_with_status 137 key); do echo "key_$i = $i"; done | sort >"$WORK/killed"
grep '^key_[0-9]* = [0-9]*$' "$file" | sort >"$WORK/found"
lost=$(($(comm -23 "$WORK/acknowledged" "$WORK/found" | wc -l)))
kept=$(($(wc -l <"$WORK/found")))
sort "$WORK/acknowledged" "$WORK/killed" >"$WORK/allowed"
[ "$(comm -13 "$WORK/allowed" "$WORK/found" | wc -l)" -eq 0 ] || fail "keys that nobody wrote"
expect_valid
expect_no_leftovers
grep -v '^key_[0-9]* = [0-9]*$' "$file" >"$WORK/without_added.toml"
file=$WORK/without_added.toml
expect_same_bytes "$WORK/base.toml"
[ ! -s "$WORK/reasons" ] || fail "repeat with STRESS_SEED=$seed"
finish
