#!/bin/sh
# SPDX-License-Identifier: MIT
# A frame is at most 3 write(2) calls, and nothing at all happens after the end of the run.
. "${SRC:-.}/tests/ui/lib.sh"
plan 3

few_writes()
{
	awk '/^frames/ { exit !($2 >= 10 && $4 > 0 && $4 <= 3 * ($2 + 5)) } END { if (!NR) exit 1 }' "$dir/err"
}

switches()
{
	awk '/ctxt_switches/ { n += $2 } END { print n }' "/proc/$1/status"
}

# Asked again and again (poll): the program has not woken up for 10 times of asking, in which it
# could have drawn 5 frames.
quiet()
{
	now=$(switches "$1")
	[ "$now" = "$before" ] && same=$((same + 1)) || same=0
	before=$now
	[ "$same" -ge 10 ]
}

terminal 200 50
run_line "64 8 --end-after=20"
check "the run ends" wait_for 'DONE'
before=
same=0
check "then it sleeps" poll quiet "$(pgrep -n -f "^$demo 64 8")"
key q
ended 0
check "at most 3 writes per frame" few_writes
