# Readers without a lock while writers write: a reader must always see a whole, valid version, and never an older one
# than it has seen before. The payload proves itself: a value is its number, repeated.
# Usage: readers_and_writers.sh WRITERS WRITES
# shellcheck shell=sh source-path=SCRIPTDIR source=../harness.sh
. "$HARNESS/harness.sh"

writers=$1 writes=$2
asked=$((writers * writes))
# payload NUMBER: prints the value with that number.
payload() {
  echo "$1:$1:$1:$1:$1:$1:$1:$1:$1:$1:$1:$1:$1:$1:$1:$1"
}

document "$writers" | sed "s/^\(slot_[0-9]*\) = 0/\1 = \"$(payload 0)\"/" >"$file"
cp "$file" "$WORK/base.toml"

write() {
  number=0
  while [ "$number" -lt "$writes" ]; do
    number=$((number + 1))
    "$PAWL" set -f "$file" "slots.slot_$1" "$(payload "$number")" || exit
    echo "$number"
  done
}

# read_text NAME: reads with cat and compares with the base and with what was read before.
read_text() {
  cp "$WORK/base.toml" "$WORK/$1.before"
  while [ ! -e "$WORK/stop" ]; do
    cat "$file" >"$WORK/$1.now" || echo "cat failed"
    awk -f "$HARNESS/check_version.awk" "$WORK/base.toml" "$WORK/$1.before" "$WORK/$1.now" || exit 0
    mv "$WORK/$1.now" "$WORK/$1.before"
    echo read
  done
}

# read_value SLOT: reads one value with pawl.
read_value() {
  before=0
  while [ ! -e "$WORK/stop" ]; do
    value=$("$PAWL" get -f "$file" "slots.slot_$1") || { echo "get exited $?"; exit 0; }
    number=${value%%:*}
    [ "$value" = "$(payload "$number")" ] || echo "torn value $value"
    [ "$number" -ge "$before" ] || echo "went back from $before to $number"
    before=$number
    echo read
  done
}

launch text1 read_text text1
launch text2 read_text text2
launch value1 read_value 1
reader_jobs=$running
running=''
n=0
while [ "$n" -lt "$writers" ]; do
  n=$((n + 1))
  launch "writer$n" write "$n"
done
writer_jobs=$running
running="$reader_jobs$writer_jobs"
for entry in $writer_jobs; do
  wait "${entry%%:*}"
  echo "${entry#*:} $?" >>"$WORK/statuses"
done
running=$reader_jobs
: >"$WORK/stop"
collect
timeouts=$(count_status 75)
fail_on_status_other_than 0

for reader in text1 text2 value1; do
  reads=$(grep -c '^read$' "$WORK/$reader.out")
  [ "$reads" -ge 5 ] || fail "$reader read only $reads times, so this run shows nothing"
  complaint=$(grep -v '^read$' "$WORK/$reader.out" | head -n 1)
  [ -z "$complaint" ] || fail "$reader: $complaint"
done

n=0
while [ "$n" -lt "$writers" ]; do
  n=$((n + 1))
  acknowledged=$(tail -n 1 "$WORK/writer$n.out")
  found=$(sed -n "s/^slot_$n = \"\([0-9]*\):.*/\1/p" "$file")
  kept=$((kept + ${found:-0}))
  [ "${found:-0}" -ge "${acknowledged:-0}" ] || lost=$((lost + acknowledged - ${found:-0}))
done
awk -f "$HARNESS/check_version.awk" "$WORK/base.toml" "$WORK/base.toml" "$file" >"$WORK/last" ||
  fail "the last version: $(cat "$WORK/last")"
expect_valid
expect_no_leftovers
finish
