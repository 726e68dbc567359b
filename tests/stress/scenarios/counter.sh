# Processes increment one counter by compare and set: etag, read, set --if-match, again on a conflict (exit 3).
# The sum must be exact.
# Usage: counter.sh PROCESSES INCREMENTS
# shellcheck shell=sh source-path=SCRIPTDIR source=../harness.sh
. "$HARNESS/harness.sh"

writers=$1 increments=$2
asked=$((writers * increments))
printf '# counted by many\ncount = 0 # so far\n' >"$file"

# increment NAME: adds one, however many attempts it takes. Prints each exit status of the set.
increment() {
  while :; do
    etag=$("$PAWL" etag -f "$file") || return
    # Any reader will do, and a quick one makes conflicts rarer.
    count=$(sed -n 's/^count = \([0-9]*\).*/\1/p' "$file")
    "$PAWL" set -f "$file" count "$((count + 1))" --if-match "$etag" 2>"$WORK/$1.message"
    status=$?
    echo "$status"
    [ "$status" -eq 3 ] || return "$status"
    # Losers that come back at once only make each other lose again.
    sleep "0.$(awk -v seed="$1$count" 'BEGIN { srand(seed); print int(rand() * 10) }')"
  done
}

count_up() {
  left=$increments
  while [ "$left" -gt 0 ]; do
    left=$((left - 1))
    increment "$1" || return
  done
}

n=0
while [ "$n" -lt "$writers" ]; do
  n=$((n + 1))
  launch "counter$n" count_up "$n"
done
collect
fail_on_status_other_than 0
cat "$WORK"/counter*.out >"$WORK/attempts"
timeouts=$(grep -c '^75$' "$WORK/attempts")
done_count=$(grep -c '^0$' "$WORK/attempts")
kept=$("$PAWL" get -f "$file" count)
[ "$kept" -eq "$asked" ] || fail "the counter says $kept, not $asked"
lost=$((done_count > kept ? done_count - kept : 0))
[ "$(grep -c '^3$' "$WORK/attempts")" -gt 0 ] || fail "nobody ever met a conflict, so this run shows nothing"
printf '# counted by many\ncount = %d # so far\n' "$asked" >"$WORK/expected.toml"
[ "$lost" -ne 0 ] || expect_same_bytes "$WORK/expected.toml"
expect_no_leftovers
finish
