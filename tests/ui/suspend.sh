#!/bin/sh
# SPDX-License-Identifier: MIT
# Ctrl-Z gives the terminal back, fg takes it again.
. "${SRC:-.}/tests/ui/lib.sh"
plan 7

terminal 80 24
run_line "8 2"
wait_for 'RUN' || true
key C-z
check "Ctrl-Z stops it" poll is_file "$dir/after"
check "the modes are as they were" cmp -s "$dir/before" "$dir/after"
check "and the screen" poll alternate 0
check "and the cursor" poll cursor 1
type_line "clear; fg; stty -g >$dir/end"
check "fg shows it again" wait_for '^── where the 8 cores went'
key 2 q
check "and it ends" poll is_file "$dir/end"
check "and leaves the terminal as it was" cmp -s "$dir/before" "$dir/end"
