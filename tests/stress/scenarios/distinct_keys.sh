# Parallel writers each change a key of their own: odd ones replace a value, even ones add a key.
# Nothing may be lost, a writer that failed must have changed nothing, all other bytes must stay.
# Usage: distinct_keys.sh WRITERS MAY_TIME_OUT
# shellcheck shell=sh source-path=SCRIPTDIR source=../harness.sh
. "$HARNESS/harness.sh"

writers=$1 may_time_out=$2 asked=$1
document "$writers" >"$file"
chmod 640 "$file"
mode=$(mode "$file")
# The lock file must stay the same file for ever; whoever deletes it lets two writers in.
: >"$lock"
lock_inode=$(inode "$lock")

n=0
while [ "$n" -lt "$writers" ]; do
  n=$((n + 1))
  if [ $((n % 2)) -eq 1 ]; then
    launch_timed "slot$n" "$PAWL" set -f "$file" "slots.slot_$n" "$((1000 + n))"
  else
    launch_timed "added$n" "$PAWL" set -f "$file" "added.key_$n" "$n"
  fi
done
collect
timeouts=$(count_status 75)
if [ "$may_time_out" -eq 1 ]; then
  fail_on_status_other_than 0 75
else
  fail_on_status_other_than 0
fi

replaced=$(names_with_status 0 slot)
document "$writers" "$replaced" >"$WORK/expected.toml"
grep -v '^key_[0-9]* = [0-9]*$' "$file" >"$WORK/without_added.toml"
grep '^key_[0-9]* = [0-9]*$' "$file" | sort >"$WORK/added"
for n in $(names_with_status 0 added); do echo "key_$n = $n"; done | sort >"$WORK/expected_added"

# shellcheck disable=SC2046
lost=$(($(count_words $(lost_slots "$replaced")) + $(comm -23 "$WORK/expected_added" "$WORK/added" | wc -l)))
kept=$(($(count_status 0) - lost))
[ -z "$(comm -13 "$WORK/expected_added" "$WORK/added")" ] || fail "writers that failed have changed the file"
cp "$file" "$WORK/final.toml"
expect_valid
expect_no_leftovers
[ "$(mode "$file")" = "$mode" ] || fail "the mode $mode has changed"
[ "$lock_inode" = "$(inode "$lock" 2>/dev/null)" ] || fail "the lock file has been deleted or replaced"
file=$WORK/without_added.toml
[ "$lost" -ne 0 ] || expect_same_bytes "$WORK/expected.toml"
finish
