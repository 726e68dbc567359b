# A dotfile that is a symbolic link into a repository: half of the writers use the link, a quarter the real name and
# a quarter a linked directory. The link must stay, and all names must share one lock.
# Usage: symlinked_dotfile.sh WRITERS
# shellcheck shell=sh source-path=SCRIPTDIR source=../harness.sh
. "$HARNESS/harness.sh"

writers=$1 asked=$1
mkdir "$WORK/repository" "$WORK/home"
real=$WORK/repository/app.toml
link=$WORK/home/.app.toml
ln -s ../repository/app.toml "$link"
ln -s repository "$WORK/linked"
document "$writers" >"$real"

n=0
while [ "$n" -lt "$writers" ]; do
  n=$((n + 1))
  case $((n % 4)) in
    0 | 2) name=$link ;;
    1) name=$real ;;
    *) name=$WORK/linked/app.toml ;;
  esac
  launch "slot$n" "$PAWL" set -f "$name" "slots.slot_$n" "$((1000 + n))"
done
collect
timeouts=$(count_status 75)
fail_on_status_other_than 0

file=$real
replaced=$(names_with_status 0 slot)
# shellcheck disable=SC2046
lost=$(count_words $(lost_slots "$replaced"))
kept=$(($(count_status 0) - lost))
if [ -L "$link" ]; then
  [ "$(readlink "$link")" = ../repository/app.toml ] || fail "the link points elsewhere"
else
  fail "the link has been replaced by a file"
fi
if [ -L "$real" ] || [ ! -f "$real" ]; then fail "the real file is no regular file"; fi
[ "$(find "$WORK" -name '*.lock' | wc -l)" -eq 1 ] || fail "there is not exactly one lock file"
document "$writers" "$replaced" >"$WORK/expected.toml"
[ "$lost" -ne 0 ] || expect_same_bytes "$WORK/expected.toml"
expect_valid
expect_no_leftovers
finish
