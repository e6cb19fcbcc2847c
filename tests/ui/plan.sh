#!/bin/sh
# SPDX-License-Identifier: MIT
# First sight: the plan is on the first screen, steals before anything is measured, and the plan
# becomes the result.
. "${SRC:-.}/tests/ui/lib.sh"
plan 17

partop=${PARTOP:-./partop}

# start ARGUMENTS: the real program.
start()
{
	rm -f "$dir/before" "$dir/after" "$dir/status"
	type_line "clear; stty -g >$dir/before; $partop run $1; echo \$? >$dir/status; stty -g >$dir/after"
}

# rows_of PATTERN: the numbers of the rows that show it.
rows_of()
{
	screen | grep -n -- "$1" | cut -d: -f1 | tr '\n' ' '
}

# The sequential run takes many seconds: whatever is seen while it goes on came before the answer.
terminal 80 24
start "fib --size 50 --threads 4"
check "the sequential version runs first" wait_for '^ Now the sequential version, then 1 worker, then 4'
check "when the first answer comes is said" wait_for 'first answer in [0-9]* \(s\|min\)$'
check "its bar grows" wait_for '^ sequential ▇▇*.* about [0-9]* %'
check "one worker comes next" screen_shows '^ 1 worker  *next'
check "then all of them" screen_shows '^ 4 workers  *then'
check "the lanes show the preview" screen_shows '^  3 [^ ].*%'
check "... and say so" screen_shows '^── 4 workers, preview (over), '
key 2
check "its steals are counted" wait_for 'steals so far [1-9]'
check "... and listed" wait_for '^ *[0-9.]* s  w[0-3] .*← w[0-3]'
key 1 q
check "it can be left" ended 130

terminal 80 24
start "fib --size 34 --threads 2 --runs 3"
check "the answer comes while rounds go on or at the end" wait_for '^ .*speedup\|FASTER\|SLOWER\|no faster'
check "the run ends" wait_for '■ DONE'
is_result()
{
	[ "$(rows_of '^ sequential .*s .* \.\. ')" = "4 " ] &&
		[ "$(rows_of '^ 1 worker .*s .* \.\. ')" = "5 " ] &&
		[ "$(rows_of '^ 2 workers .*s .* \.\. ')" = "6 " ]
}
check "the three bars stand in rows 4 to 6, with their ranges" poll is_result
key q
check "the terminal is as it was" ended 0

# What the terminal is sent: the first frame ends with the keys, and has the plan in it.
terminal 80 24
t pipe-pane -o "cat >$dir/sent"
start "fib --size 34 --threads 2 --runs 1"
check "it runs" wait_for '■ DONE'
place() { # TEXT: where it is sent first
	grep -abo -- "$1" "$dir/sent" | head -n 1 | cut -d: -f1
}
first_frame()
{
	[ "$(place '1 worker')" -lt "$(place 'Help')" ] && [ "$(place '2 workers')" -lt "$(place 'Help')" ]
}
check "the plan is in the first frame" first_frame
key q

terminal 80 24
start "fib --size 30 --threads 1 --runs 2"
two_rows()
{
	wait_for '■ DONE' && [ "$(rows_of '^ sequential  *▇')$(rows_of '^ 1 worker  *▇')" = "4 5 " ]
}
check "one worker: two bars" two_rows
key q
