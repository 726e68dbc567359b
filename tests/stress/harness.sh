# Common ground of the stress scenarios: launching, waiting, counting, the document and the verdict.
#
# Sourced by each scenario, which run.sh starts in a process of its own with these variables:
#   PAWL    the binary under test        WORK    a private empty directory
#   RESULT  where the verdict goes       CLOCK   how to read milliseconds
#   HARNESS the directory of this file
# Guarantee: whatever a scenario launched is gone when it ends, also when it is interrupted.
# Hazard: a process id read from a lock file may belong to anybody; only those that were launched here are signalled.
# shellcheck shell=sh

set -u
: "${PAWL:?}" "${WORK:?}" "${RESULT:?}" "${CLOCK:?}" "${HARNESS:?}"

file=$WORK/app.toml
lock=$file.lock
running='' # "pid:name" of each process that was launched and not yet collected
writers=0 asked=0 kept=0 lost=0 timeouts=0

# Prints the time in milliseconds.
now_ms() {
  case $CLOCK in
    date) date +%s%3N ;;
    perl) perl -MTime::HiRes=time -e 'printf "%d\n", time * 1000' ;;
    *) echo "$(date +%s)000" ;;
  esac
}

# fail REASON: notes why the scenario fails and goes on, so that one run tells everything.
fail() {
  printf '%s\n' "$*" >>"$WORK/reasons"
}

# skip REASON: ends the scenario where the machine can't run it.
skip() {
  echo "skipped - - - - - - $*" >"$RESULT"
  exit 0
}

# waits: prints p50/p99/max of the milliseconds that the launches of launch_timed took, or "-".
waits() {
  find "$WORK" -name '*.ms' -exec cat {} + | sort -n | awk '
    { took[NR] = $1 }
    END {
      if (NR == 0) print "-"
      else printf "%d/%d/%d\n", took[int((NR + 1) * 0.5)], took[int((NR - 1) * 0.99) + 1], took[NR]
    }'
}

# finish: writes the verdict and ends the scenario.
finish() {
  [ "$lost" -eq 0 ] || fail "$lost acknowledged changes are not in the file"
  verdict=ok
  [ ! -s "$WORK/reasons" ] || verdict=FAILED
  echo "$verdict $writers $asked $kept $lost $timeouts $(waits)" >"$RESULT"
  [ ! -s "$WORK/reasons" ] || cat "$WORK/reasons" >>"$RESULT"
  exit 0
}

# launch NAME COMMAND…: starts a command in the background, its streams in $WORK/NAME.out and $WORK/NAME.err.
launch() {
  launch_name=$1
  shift
  "$@" >"$WORK/$launch_name.out" 2>"$WORK/$launch_name.err" </dev/null &
  running="$running $!:$launch_name"
}

# timed NAME COMMAND…: runs a command and notes in $WORK/NAME.ms how long it took, its start and its end included.
timed() {
  timed_name=$1 began_ms=$(now_ms)
  shift
  "$@"
  status=$?
  echo $(($(now_ms) - began_ms)) >"$WORK/$timed_name.ms"
  return "$status"
}

# launch_timed NAME COMMAND…: as launch, but timed, so that the process is not the command itself.
launch_timed() {
  launched_name=$1
  shift
  launch "$launched_name" timed "$launched_name" "$@"
}

# is_launched PID: whether the process was launched here and not collected, so that its id can't have been reused.
is_launched() {
  case "$running " in
    *" $1:"*) return 0 ;;
    *) return 1 ;;
  esac
}

# collect: waits for all that was launched and appends "NAME STATUS" lines to $WORK/statuses.
collect() {
  for entry in $running; do
    # bash reports each killed child on standard error.
    wait "${entry%%:*}" 2>/dev/null
    echo "${entry#*:} $?" >>"$WORK/statuses"
  done
  running=''
}

# count_status STATUS: how many of the collected processes ended so.
count_status() {
  awk -v wanted="$1" '$2 == wanted { count++ } END { print count + 0 }' "$WORK/statuses"
}

# names_with_status STATUS PREFIX: the numbers of the processes named PREFIXn that ended so, on one line.
names_with_status() {
  awk -v wanted="$1" -v prefix="$2" '
    $2 == wanted && index($1, prefix) == 1 { printf "%s ", substr($1, length(prefix) + 1) }' "$WORK/statuses"
}

# fail_on_status_other_than STATUS…: every other exit status fails the scenario, with the first message.
fail_on_status_other_than() {
  awk -v allowed=" $* " 'index(allowed, " " $2 " ") == 0' "$WORK/statuses" >"$WORK/unexpected"
  [ -s "$WORK/unexpected" ] || return 0
  read -r name status <"$WORK/unexpected"
  fail "$(awk 'END { print NR }' "$WORK/unexpected") unexpected exits, the first: $name exited $status:" \
    "$(head -n 1 "$WORK/$name.err")"
}

# Ends what still runs; a stopped process only dies of KILL.
clean_up() {
  for entry in $running; do
    kill -KILL "${entry%%:*}" 2>/dev/null
  done
  wait 2>/dev/null
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# document SLOTS [CHANGED [REMOVED]]: prints the document with SLOTS slots, those with a number in the list CHANGED
# holding 1000 + number instead of 0, those in REMOVED absent. Its layout is one that a rewriting tool would not keep.
document() {
  awk -v slots="$1" -v changed=" ${2:-} " -v removed=" ${3:-} " '
    /^@slots@$/ {
      for (i = 1; i <= slots; i++) {
        if (index(removed, " " i " ") == 0) {
          printf "slot_%d = %d # slot %d\n", i, index(changed, " " i " ") ? 1000 + i : 0, i
        }
      }
      next
    }
    { print }' "$HARNESS/document.toml.in"
}

# lost_slots NUMBERS: prints the numbers among NUMBERS whose slot in $file does not hold 1000 + number.
lost_slots() {
  awk -v numbers="$1" '
    { seen[$0] = 1 }
    END {
      count = split(numbers, wanted, " ")
      for (i = 1; i <= count; i++) {
        n = wanted[i]
        if (!(("slot_" n " = " (1000 + n) " # slot " n) in seen)) printf "%s ", n
      }
    }' "$file"
}

# count_words WORD…: prints how many words there are.
count_words() {
  echo $#
}

# expect_same_bytes EXPECTED: $file must equal the file EXPECTED byte for byte.
expect_same_bytes() {
  cmp -s "$1" "$file" && return 0
  fail "bytes that nobody asked to change have changed: $(diff "$1" "$file" | sed -n '2,3p' | tr '\n' ' ')"
}

# expect_valid: pawl itself and, where there is one, an independent parser must accept $file.
expect_valid() {
  "$PAWL" list -f "$file" --json >"$WORK/list.json" 2>"$WORK/list.err" ||
    fail "the file does not parse: $(head -n 1 "$WORK/list.err")"
  if [ -n "${TOML_CHECKER:-}" ]; then
    "$TOML_CHECKER" -c 'import sys, tomllib; tomllib.load(open(sys.argv[1], "rb"))' "$file" 2>/dev/null ||
      fail "an independent parser refuses the file"
  fi
}

# expect_no_leftovers: no temporary file and nothing of a write queue may lie beside $file.
expect_no_leftovers() {
  leftovers=$(find "$(dirname "$file")" -name '.*.pawl-tmp' | wc -l)
  [ "$leftovers" -eq 0 ] || fail "$((leftovers)) temporary files are left over"
  queues=$(find "$(dirname "$file")" -name '*.queue' -exec find {} + | tr '\n' ' ')
  [ -z "$queues" ] || fail "a write queue is left over: $queues"
}

# inode FILE: prints its inode number. stat(1) has other options on each system, and the name is our own.
inode() {
  # shellcheck disable=SC2012
  ls -di "$1" | awk '{ print $1 }'
}

# mode FILE: prints its mode as ls does.
mode() {
  # shellcheck disable=SC2012
  ls -ld "$1" | cut -c 1-10
}

# read_record: sets holder_pid to the process that the lock file names, or to nothing. Only built-ins: it has to win a
# race against a holder of a millisecond.
read_record() {
  holder_pid='' record=''
  [ -e "$lock" ] || return 0
  # The record need not end in a line feed, for which read is not successful.
  read -r record <"$lock" || :
  case $record in
    *'"pid":'*)
      holder_pid=${record#*'"pid":'}
      holder_pid=${holder_pid#' '}
      holder_pid=${holder_pid%%[!0-9]*}
      ;;
  esac
}

# stop_holder: stops a launched process while it holds the lock and sets stopped_pid. It fails when all that was
# launched has ended before one was caught.
stop_holder() {
  stopped_pid='' tries=0
  while [ "$tries" -lt 40000 ]; do
    tries=$((tries + 1))
    [ $((tries % 1000)) -ne 0 ] || any_runs || return 1
    read_record
    if [ -z "$holder_pid" ] || ! is_launched "$holder_pid"; then continue; fi
    caught_pid=$holder_pid
    kill -STOP "$caught_pid" 2>/dev/null || continue
    # A stop takes effect at the next return to user mode, which may lie behind an fsync.
    sleep 0.1
    read_record
    if [ "$holder_pid" = "$caught_pid" ] && kill -0 "$caught_pid" 2>/dev/null; then
      # The scenarios go on with it.
      # shellcheck disable=SC2034
      stopped_pid=$caught_pid
      return 0
    fi
    kill -CONT "$caught_pid" 2>/dev/null
  done
  return 1
}

# any_runs: whether one of the launched processes is still there. It may say yes too long (a zombie is still there).
any_runs() {
  for entry in $running; do
    kill -0 "${entry%%:*}" 2>/dev/null && return 0
  done
  return 1
}
