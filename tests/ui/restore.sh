#!/bin/sh
# SPDX-License-Identifier: MIT
# However it ends, the terminal is as it was.
. "${SRC:-.}/tests/ui/lib.sh"
plan 10

terminal 80 24

start()
{
	run_line "$1"
	wait_for "$2"
}

pid()
{
	pgrep -n -f "^$demo $1"
}

start "8 2" 'RUN'
key C-c
check "Ctrl-C" ended 130
start "8 3" 'RUN'
kill -TERM "$(pid "8 3")"
check "SIGTERM" ended 143
start "8 4" 'RUN'
kill -HUP "$(pid "8 4")"
check "SIGHUP" ended 0
start "8 5" 'RUN'
key 'C-\'
check "Ctrl-\\" ended 131
type_line "clear"
run_line "8 2 --crash=abort"
check "abort()" ended 134
type_line "clear"
run_line "8 2 --crash=segv"
check "a segmentation fault" ended 139
type_line "clear"
run_line "8 2 --crash=exit"
check "exit()" ended 9
type_line "clear"
start "8 2 --end-after=3" 'DONE'
key q
check "q after the end of the run" ended 0
type_line "clear"
start "8 2 --end-after=3 --end-as=error" 'ERROR'
check "a crashed child keeps its screens, and is named" wait_for 'its process was killed by SIGSEGV'
key q
check "q after an error" ended 0
