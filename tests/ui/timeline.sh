#!/bin/sh
# SPDX-License-Identifier: MIT
# The timeline of a real run: while it goes on, and when it is over.
. "${SRC:-.}/tests/ui/lib.sh"
plan 11

partop=${PARTOP:-./partop}

partop_line()
{
	rm -f "$dir/before" "$dir/after" "$dir/status"
	type_line "clear; stty -g >$dir/before; $partop run $1; echo \$? >$dir/status; stty -g >$dir/after"
}

terminal 80 24
partop_line "fib --size 45 --threads 4 --preview none --baselines 0 --no-calibrate"
wait_for '^── where the 4 cores went' || true
key 3
check "lanes of all workers are there while it runs" wait_for '^   3 .*▇'
check "and how many work" wait_for '^── workers in tasks'
key Right n
check "n stands at a steal" wait_for 'worker [0-3] took .* from worker [0-3]'
key Down v Right
check "a range is measured" wait_for 'range of '
key Escape Escape
check "the cursor goes away" wait_for 'a column'
key C-c
check "Ctrl-C ends it" ended 130

partop_line "quicksort --size 2M --threads 4 --runs 2 --no-calibrate"
check "another run ends" wait_for '■ DONE'
key 3
check "its timeline has the last run" wait_for '┊run 2'
key 0
check "and all that came before" wait_for '│0 s'
key Right N
check "N goes back to a steal" wait_for 'worker [0-3] took .* from worker [0-3]'
key q
check "q leaves the terminal as it was" ended 0
