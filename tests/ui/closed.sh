#!/bin/sh
# SPDX-License-Identifier: MIT
# A terminal that is closed ends the program, at once and without a busy loop.
. "${SRC:-.}/tests/ui/lib.sh"
plan 2

gone()
{
	[ -n "$1" ] && ! kill -0 "$1" 2>/dev/null
}

without_leak_checker
terminal 80 24
run_line "8 6"
wait_for 'RUN' || true
program=$(pgrep -n -f "^$demo 8 6")
t kill-pane
check "it ends with its terminal" poll gone "$program"

# In a session of its own it gets no SIGHUP: it only sees that its terminal is gone.
terminal 80 24
type_line "setsid -f $demo 8 7"
wait_for 'RUN' || true
program=$(pgrep -n -f "^$demo 8 7")
t kill-pane
check "also without a signal" poll gone "$program"
