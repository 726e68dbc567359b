# Shell scripts that take the same lock with flock(1) of util-linux: each side must keep the other out.
# Usage: flock_interoperation.sh WRITERS
# shellcheck shell=sh source-path=SCRIPTDIR source=../harness.sh
. "$HARNESS/harness.sh"

command -v flock >/dev/null 2>&1 || skip "there is no flock(1) here"
writers=$1 asked=$1
document "$writers" >"$file"

# A plain holder blocks us …
# shellcheck disable=SC2016
launch holder flock "$lock" sh -c ': >"$1/held"; sleep 2; : >"$1/released"' sh "$WORK"
while [ ! -e "$WORK/held" ]; do sleep 0.02; done
# … and what waits for it …
wait_for_holder() {
  "$PAWL" set -f "$file" added.waited true || return
  [ -e "$WORK/released" ] || { echo "wrote while flock(1) held the lock" >&2; return 1; }
}
launch waiter wait_for_holder
began_ms=$(now_ms)
"$PAWL" set -f "$file" added.brief true --timeout 300ms 2>"$WORK/brief.err"
status=$?
took_ms=$(($(now_ms) - began_ms))
[ "$status" -eq 75 ] || fail "exit $status instead of 75 under flock(1)"
if [ "$took_ms" -lt 300 ] || [ "$took_ms" -gt 1000 ]; then fail "--timeout 300ms took $took_ms ms"; fi
collect
fail_on_status_other_than 0
grep -q '^brief' "$file" && fail "a writer that timed out has changed the file"
grep -v '^waited = true$' "$file" >"$WORK/without.toml" && mv "$WORK/without.toml" "$file"

# … and the reverse: a stopped pawl keeps flock(1) out.
attempts=0 n=0
while [ -z "${stopped_pid:-}" ] && [ "$attempts" -lt 12 ]; do
  attempts=$((attempts + 1))
  target=$((n + 6))
  while [ "$n" -lt "$target" ]; do
    n=$((n + 1))
    launch "early$n" "$PAWL" set -f "$file" title "$n" --timeout 60s
  done
  stop_holder || collect
done
if [ -n "$stopped_pid" ]; then
  flock -n "$lock" true && fail "flock(1) got the lock that pawl holds"
  kill -CONT "$stopped_pid"
  collect
  flock -w 5 "$lock" true || fail "flock(1) does not get the lock that pawl has released"
else
  fail "no holder could be stopped while it held the lock"
fi
fail_on_status_other_than 0
sed 's/^title   =   "[0-9]*"/title   =   "A title with  two spaces"/' "$file" >"$WORK/restored.toml"
cp "$WORK/restored.toml" "$file"

# Both kinds at once.
# shellcheck disable=SC2016
edit='sed "s/^slot_$1 = 0/slot_$1 = $((1000 + $1))/" "$2" >"$2.$1" && mv "$2.$1" "$2"'
n=0
while [ "$n" -lt "$writers" ]; do
  n=$((n + 1))
  if [ $((n % 2)) -eq 0 ]; then
    launch "slot$n" "$PAWL" set -f "$file" "slots.slot_$n" "$((1000 + n))"
  else
    launch "slot$n" flock "$lock" sh -c "$edit" sh "$n" "$file"
  fi
done
collect
timeouts=$(count_status 75)
fail_on_status_other_than 0
replaced=$(names_with_status 0 slot)
# shellcheck disable=SC2046
lost=$(count_words $(lost_slots "$replaced"))
# shellcheck disable=SC2086
kept=$(($(count_words $replaced) - lost))
document "$writers" "$replaced" >"$WORK/expected.toml"
[ "$lost" -ne 0 ] || expect_same_bytes "$WORK/expected.toml"
expect_valid
expect_no_leftovers
finish
