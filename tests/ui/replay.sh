#!/bin/sh
# SPDX-License-Identifier: MIT
# A recording on the screens: forward, backward, event by event, and every way to leave it.
. "${SRC:-.}/tests/ui/lib.sh"
plan 22

partop=${PARTOP:-./partop}
$partop run quicksort --size 3M --threads 4 --runs 2 --no-calibrate --no-ui -q --trace "$dir/r.ptrace" ||
	echo "# the run failed"

# The pane's line with $1, and whether it is there as it was.
line_of()
{
	t capture-pane -p | grep "$1"
}

has_line()
{
	[ -n "$1" ] && t capture-pane -p | grep -qF "$1"
}

has_no_line()
{
	! has_line "$1"
}

replay_line()
{
	rm -f "$dir/before" "$dir/after" "$dir/status"
	type_line "clear; stty -g >$dir/before; $partop $1; echo \$? >$dir/status; stty -g >$dir/after"
}

terminal 80 24
replay_line "replay $dir/r.ptrace"
check "the end is there at first" wait_for '^── 4 workers, median run'
check "and it is said to be a replay" wait_for 'REPLAY x [0-9/]*'
key Space
check "Space plays from the first run on" wait_for '^── 4 workers, last second'
key Space 3
check "the timeline has a cursor at the instant" wait_for '[0-9]\.[0-9]* s  [0-9] of 4 workers in tasks'
key N
check "N goes back to a steal" wait_for ' 0 s  *worker [0-3] took '
one=$(line_of 'workers in tasks  ')
key N n
check "N and n come back to where they were" poll has_line "$one"
key 2
check "the matrix has the steals up to here" wait_for 'steals so far [0-9]'
before=$(line_of 'steals so far')
key n
check "one steal more" poll has_no_line "$before"
key N
check "and one less" poll has_line "$before"
key 1 .
check "an event further, in words" wait_for 'worker [0-3] '
key , ,
check "and back" wait_for 'worker [0-3] '
key r
check "time can be turned round" wait_for 'REPLAY back x'
key '<' '<' '<'
check "and slowed down" wait_for 'REPLAY back x 1/[0-9]*'
key q
check "q leaves the terminal as it was" ended 0

replay_line "$dir/r.ptrace"
check "partop FILE does the same" wait_for 'REPLAY x'
key C-c
check "Ctrl-C" ended 130

head -c 100000 "$dir/r.ptrace" >"$dir/cut.ptrace"
replay_line "$dir/cut.ptrace"
check "a file that was cut is shown as far as it goes" wait_for 'REPLAY x'
key 3 N N , r Space
check "and replayed" wait_for 'REPLAY back'
key q
check "q leaves" ended 0

replay_line "replay $dir/none.ptrace"
check "a file that is not there" ended 3
check "in one line" wait_for 'partop: .*none.ptrace: No such file'

$partop replay "$dir/r.ptrace" </dev/null >"$dir/out" 2>&1
echo $? >>"$dir/out"
check "without a terminal it says what to do" eval '[ "$(tail -n 1 "$dir/out")" = 3 ] &&
	grep -q "replay needs a terminal" "$dir/out"'
