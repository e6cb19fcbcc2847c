#!/bin/sh
# SPDX-License-Identifier: MIT
# The first frame, and what every key does.
. "${SRC:-.}/tests/ui/lib.sh"
plan 15

terminal 80 24
run_line "8 2"
check "the overview appears" wait_for '^── where the 8 cores went'
check "it is drawn on the second screen" alternate 1
check "the cursor is hidden" cursor 0
check "8 workers on 2 CPUs are said" wait_for '8 workers on 2 CPUs'
key 2
check "2 shows the steals" wait_for '^── who stole from whom'
key BTab
check "Shift-Tab goes back" wait_for '^── where the 8 cores went'
key Tab
check "Tab goes on" wait_for '^── who stole from whom'
key 1 '?'
check "? shows the help" wait_for '┌─ help'
key '?'
check "? closes it" wait_gone '┌─ help'
key Down Down Down
check "arrows select a worker" wait_for '^ w[orker]* 2 '
check "the cursor shows where" cursor 1
key Space
check "Space freezes the view" wait_for 'FROZEN'
check "and says how far it is behind" wait_for 'frozen, +[1-9][0-9.]* s behind'
key Space
check "Space goes on" wait_for '▶ RUN'
key q
check "q cancels, and leaves the terminal as it was" ended 0
