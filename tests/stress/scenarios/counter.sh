# Processes increment one counter by compare and set: they read the version, which is the etag of the file or the rev of
# a managed one, set the next value with --if-match or --expect-rev, and do it again on a conflict (exit 3).
# The sum must be exact, and so must the rev.
# Usage: counter.sh PROCESSES INCREMENTS etag|rev
# shellcheck shell=sh source-path=SCRIPTDIR source=../harness.sh
. "$HARNESS/harness.sh"

writers=$1 increments=$2 version=$3
asked=$((writers * increments))
printf '# counted by many\ncount = 0 # so far\n' >"$file"
if [ "$version" = rev ]; then "$PAWL" manage -f "$file" || fail "the file can't be managed"; fi

# set_next COUNT VERSION: sets the counter if the file has still that version.
set_next() {
  if [ "$version" = rev ]; then
    "$PAWL" set -f "$file" count "$1" --expect-rev "$2"
  else
    "$PAWL" set -f "$file" count "$1" --if-match "$2"
  fi
}

# read_version: sets count and found to what the file says, and to which version of it says so.
read_version() {
  if [ "$version" = rev ]; then
    # Both come from one look at one version.
    values=$(awk '/^count = / { count = $3 } /^rev = / { rev = $3 } END { print count, rev }' "$file")
    count=${values% *} found=${values#* }
  else
    found=$("$PAWL" etag -f "$file") || return
    # Any reader will do, and a quick one makes conflicts rarer.
    count=$(sed -n 's/^count = \([0-9]*\).*/\1/p' "$file")
  fi
}

# increment NAME: adds one, however many attempts it takes. Prints each exit status of the set.
increment() {
  while :; do
    read_version || return
    set_next "$((count + 1))" "$found" 2>"$WORK/$1.message"
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
if [ "$version" = rev ]; then
  "$PAWL" status -f "$file" --json | grep -q "\"rev\":$((asked + 1))[,}]" || fail "the rev is not $((asked + 1))"
  "$PAWL" unmanage -f "$file" || fail "the file can't be unmanaged"
fi
printf '# counted by many\ncount = %d # so far\n' "$asked" >"$WORK/expected.toml"
[ "$lost" -ne 0 ] || expect_same_bytes "$WORK/expected.toml"
expect_no_leftovers
finish
