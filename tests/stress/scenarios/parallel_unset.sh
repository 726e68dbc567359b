# Parallel `pawl unset`, each of a key of its own: all go, and nothing but their lines goes.
# Usage: parallel_unset.sh WRITERS
# shellcheck shell=sh source-path=SCRIPTDIR source=../harness.sh
. "$HARNESS/harness.sh"

writers=$1 asked=$1
# Every third key stays.
document "$((writers * 3 / 2))" >"$file"
numbers=''
n=0 launched=0
while [ "$launched" -lt "$writers" ]; do
  n=$((n + 1))
  [ $((n % 3)) -ne 0 ] || continue
  launched=$((launched + 1))
  launch "unset$n" "$PAWL" unset -f "$file" "slots.slot_$n"
done
collect
timeouts=$(count_status 75)
fail_on_status_other_than 0

numbers=$(names_with_status 0 unset)
for n in $numbers; do echo "slot_$n"; done | sort >"$WORK/removed"
sed -n 's/^\(slot_[0-9]*\) = .*/\1/p' "$file" | sort >"$WORK/present"
lost=$(($(comm -12 "$WORK/removed" "$WORK/present" | wc -l)))
kept=$(($(count_status 0) - lost))
document "$((writers * 3 / 2))" '' "$numbers" >"$WORK/expected.toml"
[ "$lost" -ne 0 ] || expect_same_bytes "$WORK/expected.toml"
expect_valid
expect_no_leftovers

"$PAWL" unset -f "$file" slots.slot_1 2>/dev/null
[ $? -eq 1 ] || fail "unsetting a key that is gone does not exit 1"
finish
