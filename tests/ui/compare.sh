#!/bin/sh
# SPDX-License-Identifier: MIT
# The progress of compare on a terminal: a line that is gone in the end, and what an interrupt leaves.
. "${SRC:-.}/tests/ui/lib.sh"
plan 10

partop=$(realpath "${PARTOP:-./partop}")

# Each process waits until it is let go: nothing here depends on time.
mkfifo "$dir/gate" || exit 1
let_go()
{
	timeout 20 sh -c ": >$dir/gate"
}

compare_line()
{
	rm -f "$dir/status"
	type_line "clear; cd $dir; $partop compare --warmup 0 --rounds 3 $1 -- cat gate -- cat gate; echo \$? >$dir/status"
}

status()
{
	poll is_file "$dir/status" && [ "$(cat "$dir/status")" = "$1" ]
}

terminal 100 24
compare_line ""
check "it says which round, and of what" wait_for '^round 1/3  cat .* *\] 0%'
let_go
check "the bar grows with each process" wait_for '^round 1/3 .*\] 1[67]%'
let_go
check "after a round it tells what it knows so far" wait_for '^round 2/3 .* s left  cat gate.* x ahead'
t resize-window -x 60
check "... where the line has room for all of it" wait_for '^round 2/3 .* s left *$'
t resize-window -x 100
key C-c
check "an interrupt ends it, with the rounds that are complete" wait_for '^1 run of each .*interrupted'
check "... and the code of the signal" status 130
check "... and the line is gone" screen_lacks 'round 2/3'
compare_line --quiet
let_all_go()
{
	is_file "$dir/status" || { timeout 1 sh -c ": >$dir/gate"; false; }
}
poll let_all_go
check "--quiet: no line, no table" status 0
check "... nothing at all" screen_lacks 'round\|cat .* [mu]*s'
# A run tells how far it is: there is an estimate before the first process has ended.
type_line "clear; PARTOP_CAPACITY=none $partop compare fib --size 32 --threads 1,2 --rounds 1 --runs 1000 --time 20s"
check "how long it takes is told while the first process runs" wait_for '^round 1/1  threads=1 .* s left'
key C-c
