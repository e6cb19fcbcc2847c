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

# Half a second in which the program could have woken up 5 times.
quiet()
{
	before=$(switches "$1")
	sleep 0.5
	[ "$(switches "$1")" = "$before" ]
}

terminal 200 50
run_line "64 8 --end-after=20"
check "the run ends" wait_for 'DONE'
check "then it sleeps" poll quiet "$(pgrep -n -f "^$demo 64 8")"
key q
ended 0
check "at most 3 writes per frame" few_writes
