# A day of a busy file in some seconds: workers set, unset, add, increment and append without a pause, and one in six of
# their calls is killed at some moment. In the end all that was acknowledged is there, once, nothing that nobody asked
# for is, and nothing is left over of those that died. Each worker keeps a ledger of what it was told.
# Usage: soak.sh WORKERS SECONDS
# shellcheck shell=sh source-path=SCRIPTDIR source=../harness.sh
. "$HARNESS/harness.sh"

writers=$1
seconds=${STRESS_SOAK_SECONDS:-$2}
seed=${STRESS_SEED:-$$}
mkdir "$WORK/data"
file=$WORK/data/app.toml
lock=$file.lock
printf '# soaked\ncount = 0 # so far\nlog = []\n\n[own]\n\n[won]\n' >"$file"
ends_at=$(($(date +%s) + seconds))

# plan WORKER: prints what the worker does: an operation, and after how many seconds it is killed, if at all.
plan() {
  awk -v seed="$seed$1" 'BEGIN {
    srand(seed)
    count = split("set unset add increment append", operations, " ")
    for (i = 0; i < 1000000; i++) {
      print operations[int(rand() * count) + 1], rand() < 1 / 6 ? sprintf("%.3f", rand() * 0.12) : "-"
    }
  }'
}

# call WORKER DELAY ARGUMENT…: runs pawl, kills it after the delay, and sets status.
call() {
  message=$WORK/message$1 delay=$2
  shift 2
  if [ "$delay" = - ]; then
    timed "call$((number % 1000))-$worker" "$PAWL" "$@" -f "$file" 2>"$message"
    status=$?
    return
  fi
  "$PAWL" "$@" -f "$file" 2>"$message" &
  victim=$!
  sleep "$delay"
  kill -KILL "$victim" 2>/dev/null
  wait "$victim" 2>/dev/null
  status=$?
}

# work WORKER: makes one call after the other; prints "STATUS OPERATION NUMBER" for each.
work() {
  worker=$1 number=0
  plan "$worker" | while read -r operation delay; do
    [ "$(date +%s)" -lt "$ends_at" ] || break
    number=$((number + 1))
    case $operation in
      set) call "$worker" "$delay" set "own.key_$worker" "$number" ;;
      unset) call "$worker" "$delay" unset "own.key_$worker" ;;
      add) call "$worker" "$delay" add "won.round_$number" "$worker" ;;
      increment) call "$worker" "$delay" increment count ;;
      append) call "$worker" "$delay" append log "$((worker * 100000 + number))" ;;
    esac
    echo "$status $operation $number"
    case $status in
      0 | 1 | 3 | 75 | 137) ;;
      *) echo "$operation exited $status: $(head -n 1 "$WORK/message$worker")" >>"$WORK/wrong" ;;
    esac
  done
}

n=0
while [ "$n" -lt "$writers" ]; do
  n=$((n + 1))
  launch "worker$n" work "$n"
done
collect
fail_on_status_other_than 0
[ ! -s "$WORK/wrong" ] || fail "$(head -n 1 "$WORK/wrong")"
cat "$WORK"/worker*.out >"$WORK/ledger"
asked=$(wc -l <"$WORK/ledger")
timeouts=$(grep -c '^75 ' "$WORK/ledger")
[ "$(grep -c '^137 ' "$WORK/ledger")" -gt 0 ] || fail "nobody was killed, so this run shows little"

# Whoever comes next looks after those that died.
"$PAWL" set -f "$file" own.last 1 2>/dev/null || fail "no write is possible afterwards"
"$PAWL" get -f "$file" log --json | tr -d '[] \n' | tr ',' '\n' >"$WORK/log"
echo >>"$WORK/log"
[ -z "$(sed '/^$/d' "$WORK/log" | sort | uniq -d)" ] || fail "some elements were appended twice"

# tally WORD OPERATION: how many calls ended with "done" or "killed".
tally() {
  awk -v wanted="$1" -v operation="$2" '$1 == wanted && $2 == operation { count++ } END { print count + 0 }' \
    "$WORK/ledger"
}
count=$("$PAWL" get -f "$file" count)
least=$(tally 0 increment) most=$(($(tally 0 increment) + $(tally 137 increment)))
[ "$count" -le "$most" ] || fail "the counter says $count after at most $most increments"
[ "$count" -ge "$least" ] || lost=$((lost + least - count))

n=0
while [ "$n" -lt "$writers" ]; do
  n=$((n + 1))
  awk -v worker="$n" '$2 == "append" { print $1, worker * 100000 + $3 }' "$WORK/worker$n.out"
done >"$WORK/appends"
lost=$((lost + $(awk 'NR == FNR { there[$1] = 1; next } $1 == 0 && !($2 in there)' "$WORK/log" "$WORK/appends" | wc -l)))
surplus=$(awk 'NR == FNR { if ($1 == 0 || $1 == 137) asked[$2] = 1; next } $1 != "" && !($1 in asked)' \
  "$WORK/appends" "$WORK/log" | wc -l)
[ "$surplus" -eq 0 ] || fail "$((surplus)) elements are there that nobody appended, or whose append failed"

# The last call for its own key that a worker knows of says what is there, unless one that was killed came after it.
n=0
while [ "$n" -lt "$writers" ]; do
  n=$((n + 1))
  found=$(sed -n "s/^key_$n = //p" "$file")
  awk -v found="${found:--}" '
    $2 == "set" && $1 == 0 { delete may; may[$3] = 1 }
    $2 == "unset" && $1 <= 1 { delete may; may["-"] = 1 }
    $2 == "set" && $1 == 137 { may[$3] = 1 }
    $2 == "unset" && $1 == 137 { may["-"] = 1 }
    BEGIN { may["-"] = 1 }
    END { exit !(found in may) }' "$WORK/worker$n.out" || {
    lost=$((lost + 1))
    fail "key_$n is ${found:-absent}"
  }
done

# Each round was won by one worker at most, and who won it is there.
n=0
while [ "$n" -lt "$writers" ]; do
  n=$((n + 1))
  awk -v worker="$n" '$2 == "add" && $1 == 0 { print "round_" $3 " = " worker }' "$WORK/worker$n.out"
done | sort >"$WORK/winners"
[ -z "$(cut -d ' ' -f 1 "$WORK/winners" | uniq -d)" ] || fail "two workers won one round"
grep '^round_' "$file" | sort >"$WORK/won"
lost=$((lost + $(comm -23 "$WORK/winners" "$WORK/won" | wc -l)))

kept=$(($(grep -c '^0 ' "$WORK/ledger") - lost))
expect_valid
expect_no_leftovers
[ ! -s "$lock" ] || fail "the lock file is not empty"
[ "$(find "$WORK/data" -type f | wc -l)" -eq 2 ] || fail "left over: $(find "$WORK/data" -type f | tr '\n' ' ')"
[ ! -s "$WORK/reasons" ] || fail "repeat with STRESS_SEED=$seed"
finish
