# Parallel first writes to the default file, when neither it nor its directory exists.
# Usage: first_writes.sh WRITERS
# shellcheck shell=sh source-path=SCRIPTDIR source=../harness.sh
. "$HARNESS/harness.sh"

writers=$1 asked=$1
unset PAWL_FILE
XDG_CONFIG_HOME=$WORK/new/config
export XDG_CONFIG_HOME
file=$XDG_CONFIG_HOME/pawl/config.toml

n=0
while [ "$n" -lt "$writers" ]; do
  n=$((n + 1))
  launch "key$n" "$PAWL" set "key_$n" "$n"
done
collect
timeouts=$(count_status 75)
fail_on_status_other_than 0
[ -f "$file" ] || { fail "there is no $file"; : >"$WORK/none"; file=$WORK/none; }

for n in $(names_with_status 0 key); do echo "key_$n = $n"; done | sort >"$WORK/expected"
sort "$file" >"$WORK/found"
lost=$(($(comm -23 "$WORK/expected" "$WORK/found" | wc -l)))
kept=$(($(count_status 0) - lost))
[ "$(comm -13 "$WORK/expected" "$WORK/found" | wc -l)" -eq 0 ] || fail "the new file holds more than was asked for"
expect_valid
expect_no_leftovers
finish
