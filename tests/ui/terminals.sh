#!/bin/sh
# SPDX-License-Identifier: MIT
# What the terminal and the environment can do decides how it looks.
. "${SRC:-.}/tests/ui/lib.sh"
plan 9

terminal 80 24

colours()
{
	t capture-pane -e -p | grep -q '38;5;33m'
}

no_colours()
{
	! colours
}

leave()
{
	key q
	ended 0
	type_line clear
}

run_line "8 2"
wait_for 'RUN' || true
check "256 colours" poll colours
leave
type_line "NO_COLOR=1; export NO_COLOR"
run_line "8 2"
wait_for 'RUN' || true
check "NO_COLOR: none" no_colours
leave
run_line "8 2 --color=always"
wait_for 'RUN' || true
check "--color=always: in spite of NO_COLOR" poll colours
leave
type_line "unset NO_COLOR"
run_line "8 2 --color=never"
wait_for 'RUN' || true
check "--color=never: none" no_colours
leave
run_line "8 2 --ascii"
check "--ascii" wait_for '^-- where the 8 cores went'
leave
type_line "LC_ALL=C; export LC_ALL"
run_line "8 2"
check "LANG=C: plain characters" wait_for '^-- where the 8 cores went'
leave
type_line "LC_ALL=C.UTF-8; TERM=dumb; export LC_ALL TERM"
run_line "8 2"
check "TERM=dumb: no screens" ended 3
check "and it says so" grep -q 'cannot draw on this terminal' "$dir/err"
type_line "unset TERM"
run_line "8 2"
check "no TERM: no screens" ended 3
