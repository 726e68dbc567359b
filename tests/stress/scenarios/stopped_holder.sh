# A holder is stopped (SIGSTOP) while it has the lock: every waiter must give up after 5 s with exit 75 and name it,
# readers must not notice, and when the holder goes on nothing is lost.
# Usage: stopped_holder.sh WAITERS
# shellcheck shell=sh source-path=SCRIPTDIR source=../harness.sh
. "$HARNESS/harness.sh"

waiters=$1
grace_ms=${STRESS_GRACE_MS:-250}
document "$waiters" >"$file"
# The default is what is tested.
unset PAWL_TIMEOUT

# reference SECONDS: starts the binary and sleeps. How late that is at the end is the machine's fault, and the start-up
# is not part of the timeout, which runs from the first attempt to lock.
reference() {
  "$PAWL" --version
  sleep "$1"
}

# expect_timeout NAME TIMEOUT_MS REFERENCE…: NAME, which was timed beside the references, must have ended after
# the timeout and not much later than the slowest reference.
expect_timeout() {
  read -r took_ms <"$WORK/$1.ms" || took_ms=-1
  name=$1 least_ms=$2
  shift 2
  most_ms=$(($(cat "$@" | sort -n | tail -n 1) + grace_ms))
  if [ "$took_ms" -lt "$least_ms" ] || [ "$took_ms" -gt "$most_ms" ]; then
    fail "$name took $took_ms ms, not $least_ms to $most_ms ms"
  fi
}

n=0 attempts=0
until [ "$attempts" -ge 12 ]; do
  attempts=$((attempts + 1))
  target=$((n + 6))
  while [ "$n" -lt "$target" ]; do
    n=$((n + 1))
    launch "early$n" "$PAWL" set -f "$file" "added.key_$n" "$n"
  done
  if stop_holder; then break; fi
  collect
done
if [ -z "$stopped_pid" ]; then
  fail "no holder could be stopped while it held the lock"
  finish
fi
cp "$file" "$WORK/during.toml"

# One after the other, so that 5 s is what is measured and not how long the machine takes to start them all.
i=0
while [ "$i" -lt "$waiters" ]; do
  i=$((i + 1))
  launch_timed "reference$i" reference 5
  launch_timed "slot$i" "$PAWL" set -f "$file" "slots.slot_$i" "$((1000 + i))"
  sleep 0.15
done
launch_timed impatient-reference reference 0
launch_timed impatient "$PAWL" set -f "$file" slots.slot_1 1 --no-wait
sleep 0.15
launch_timed brief-reference reference 0.3
launch_timed brief "$PAWL" set -f "$file" slots.slot_1 1 --timeout 300ms
sleep 0.15
launch terminated "$PAWL" set -f "$file" slots.slot_1 1
terminated_pid=${running##* }
launch reader "$PAWL" get -f "$file" server.host
sleep 0.5
kill -TERM "${terminated_pid%%:*}" 2>/dev/null

holder_job=''
waiting=''
for entry in $running; do
  if [ "${entry%%:*}" = "$stopped_pid" ]; then holder_job=$entry; else waiting="$waiting $entry"; fi
done
for entry in $waiting; do
  wait "${entry%%:*}"
  echo "${entry#*:} $?" >>"$WORK/statuses"
done
running=$holder_job
cmp -s "$file" "$WORK/during.toml" || fail "the file has changed while its lock was held"
kill -CONT "$stopped_pid"
collect
"$PAWL" set -f "$file" added.afterwards true || fail "no write is possible afterwards"

i=0
while [ "$i" -lt "$waiters" ]; do
  i=$((i + 1))
  expect_timeout "slot$i" 5000 "$WORK"/reference*.ms
  grep -qw "$stopped_pid" "$WORK/slot$i.err" ||
    fail "slot$i does not name the holder $stopped_pid: $(head -n 1 "$WORK/slot$i.err")"
done
expect_timeout impatient 0 "$WORK/impatient-reference.ms"
expect_timeout brief 300 "$WORK/brief-reference.ms"
grep -qw "$stopped_pid" "$WORK/impatient.err" || fail "--no-wait does not name the holder"
[ "$(cat "$WORK/reader.out")" = localhost ] || fail "a reader has to wait: $(head -n 1 "$WORK/reader.err")"

timeouts=$(count_status 75)
waiter='^(slot[0-9]+|impatient|brief) '
[ "$(grep -Ec "$waiter"75$ "$WORK/statuses")" -eq $((waiters + 2)) ] ||
  fail "not each waiter exits 75: $(grep -E "$waiter" "$WORK/statuses" | grep -v ' 75$' | head -n 1)"
[ "$(awk '$1 == "terminated" { print $2 }' "$WORK/statuses")" = 143 ] || fail "SIGTERM does not end a waiter with 143"
fail_on_status_other_than 0 75 143

writers=$((waiters + n + 3)) asked=$((waiters + n + 3))
acknowledged=$(names_with_status 0 early)
for i in $acknowledged; do
  if grep -q "^key_$i = $i\$" "$file"; then kept=$((kept + 1)); else lost=$((lost + 1)); fi
done
[ "$(grep -c '^key_' "$file")" -eq "$kept" ] || fail "a writer that timed out has changed the file"
grep -v '^key_[0-9]* = [0-9]*$' "$file" | grep -v '^afterwards = true$' >"$WORK/without_added.toml"
expect_valid
expect_no_leftovers
document "$waiters" >"$WORK/expected.toml"
file=$WORK/without_added.toml
expect_same_bytes "$WORK/expected.toml"
finish
