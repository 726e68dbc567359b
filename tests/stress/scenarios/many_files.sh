# Writers of many files at once: each file has its own, and each writer sets a key of its own. Some files at a time,
# so that the machine's memory is not what is tested. Nothing may be lost and nobody may time out.
# Usage: many_files.sh FILES WRITERS_EACH
# shellcheck shell=sh source-path=SCRIPTDIR source=../harness.sh
. "$HARNESS/harness.sh"

files=$1 each=$2
writers=$((files * each)) asked=$((files * each))
at_a_time=20

mkdir "$WORK/files"
n=0
while [ "$n" -lt "$files" ]; do
  last=$((n + at_a_time))
  while [ "$n" -lt "$last" ] && [ "$n" -lt "$files" ]; do
    n=$((n + 1))
    document "$each" >"$WORK/files/app$n.toml"
    i=0
    while [ "$i" -lt "$each" ]; do
      i=$((i + 1))
      launch_timed "file$n-$i" "$PAWL" set -f "$WORK/files/app$n.toml" "slots.slot_$i" "$((1000 + i))"
    done
  done
  collect
done
timeouts=$(count_status 75)
fail_on_status_other_than 0

n=0
while [ "$n" -lt "$files" ]; do
  n=$((n + 1))
  file=$WORK/files/app$n.toml
  replaced=$(names_with_status 0 "file$n-")
  missing=$(lost_slots "$replaced")
  # shellcheck disable=SC2086
  lost=$((lost + $(count_words $missing)))
  document "$each" "$replaced" >"$WORK/expected.toml"
  [ -n "$missing" ] || expect_same_bytes "$WORK/expected.toml"
  [ ! -s "$file.lock" ] || fail "the lock file of file $n is not empty"
done
kept=$(($(count_status 0) - lost))
expect_no_leftovers
[ "$(find "$WORK/files" -type f | wc -l)" -eq $((2 * files)) ] || fail "there are not just the files and their locks"
finish
