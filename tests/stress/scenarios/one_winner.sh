# Writers that all expect the same version of a file, once its etag and once its rev: exactly one of them wins each
# round, the others exit 3 and have changed nothing.
# Usage: one_winner.sh WRITERS ROUNDS
# shellcheck shell=sh source-path=SCRIPTDIR source=../harness.sh
. "$HARNESS/harness.sh"

writers=$1 rounds=$2
asked=$((2 * rounds))
printf 'winner = 0 # of this round\n' >"$file"
"$PAWL" manage -f "$file" || fail "the file can't be managed"

# compete NAME OPTION VERSION: lets all writers try at once. One must win, and be in the file.
compete() {
  : >"$WORK/statuses"
  n=0
  while [ "$n" -lt "$writers" ]; do
    n=$((n + 1))
    launch_timed "$1-$n" "$PAWL" set -f "$file" winner "$n" "$2" "$3"
  done
  collect
  timeouts=$((timeouts + $(count_status 75)))
  fail_on_status_other_than 0 3
  winners=$(names_with_status 0 "$1-")
  # shellcheck disable=SC2086
  [ "$(count_words $winners)" -eq 1 ] || fail "$1: $(count_status 0) of $writers win: $winners"
  found=$(sed -n 's/^winner = \([0-9]*\) # of this round$/\1/p' "$file")
  case " $winners" in
    *" $found "*) kept=$((kept + 1)) ;;
    *) lost=$((lost + 1)) ;;
  esac
}

round=0
while [ "$round" -lt "$rounds" ]; do
  round=$((round + 1))
  # Nobody may win by asking for what is there already.
  "$PAWL" set -f "$file" winner 0
  compete "etag$round" --if-match "$("$PAWL" etag -f "$file")"
  "$PAWL" set -f "$file" winner 0
  compete "rev$round" --expect-rev "$(sed -n 's/^rev = //p' "$file")"
done
[ "$(sed -n 's/^rev = //p' "$file")" -eq $((4 * rounds)) ] || fail "the rev does not count each change"
expect_valid
expect_no_leftovers
finish
