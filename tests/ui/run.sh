#!/bin/sh
# SPDX-License-Identifier: MIT
# The real program: from its first frame to the report, and every way to leave it.
. "${SRC:-.}/tests/ui/lib.sh"
plan 18

partop=${PARTOP:-./partop}

# partop_line ARGUMENTS: as run_line, with the program itself.
partop_line()
{
	rm -f "$dir/before" "$dir/after" "$dir/status"
	type_line "clear; stty -g >$dir/before; $partop run $1; echo \$? >$dir/status; stty -g >$dir/after"
}

runner()
{
	pgrep -n -f "^$partop run $1"
}

workload()
{
	pgrep -P "$(runner "$1")" | head -n 1
}

gone()
{
	[ -n "$1" ] && ! kill -0 "$1" 2>/dev/null
}

process_is()
{
	[ "$(sed 's/.*) //; s/ .*//' "/proc/$2/stat" 2>/dev/null)" = "$1" ]
}

both_gone()
{
	poll gone "$program" && poll gone "$child"
}

# start ARGUMENTS: a long run, with $program and $child set.
start()
{
	partop_line "$1"
	wait_for '▶ ' || true
	program=$(runner "$1")
	child=$(workload "$1")
}

terminal 80 24
partop_line "fib --size 30 --threads 8 --runs 3"
check "the overview appears" wait_for '^── where the 8 cores went'
check "the run ends" wait_for '■ DONE'
check "the parts are there" wait_for '░ off-cpu: own *[0-9.-]* '
key 2
check "the matrix is there" wait_for '^   7 │'
key q
check "the terminal is as it was" ended 0
check "the report stays on the normal screen" poll history_shows '^worker  *CPU'

start "fib --size 45 --threads 3"
key q
check "q cancels the run and leaves" poll is_file "$dir/after"
check "the workload is gone" both_gone

start "fib --size 45 --threads 4"
key C-c
check "Ctrl-C" ended 130
check "the workload is gone" both_gone

start "fib --size 45 --threads 5"
kill -TERM "$program"
check "SIGTERM" ended 143

start "fib --size 45 --threads 6"
key C-z
poll is_file "$dir/after"
check "Ctrl-Z stops the workload too" poll process_is T "$child"
type_line "clear; fg"
wait_for '▶ ' || true
check "fg lets it go on" poll eval '! process_is T "$child"'
key C-c
both_gone

start "fib --size 45 --threads 7"
kill -SEGV "$child"
check "a crash of the workload is named" wait_for 'ERROR.*'
check "by its signal" wait_for 'SIGSEGV'
key q
check "and the terminal is as it was" eval 'poll is_file "$dir/after" && cmp -s "$dir/before" "$dir/after"'

start "pipeline --size 64M --threads 4"
check "depths of channels are seen live" wait_for '^ made  *[0-9]* of [0-9]'
key C-c
both_gone

without_leak_checker
terminal 80 24
start "fib --size 45 --threads 2"
t kill-pane
check "a closed terminal ends both" both_gone
