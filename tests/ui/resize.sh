#!/bin/sh
# SPDX-License-Identifier: MIT
# A storm of sizes, from one cell to larger than any screen.
. "${SRC:-.}/tests/ui/lib.sh"
plan 5

terminal 80 24
run_line "64 8"
wait_for '^── where the 64 cores went' || true
for size in 1x1 2x3 500x200 1x200 200x1 80x24 40x12 3x2 39x8 160x45 1x1 80x24; do
	t resize-window -x "${size%x*}" -y "${size#*x}"
done
check "the overview is whole again" wait_for '^── where the 64 cores went.*56 of 64 workers have no CPU ─$'
t resize-window -x 40 -y 1
check "one row shows the numbers" wait_for '^quicksort n=100M P=64 '
t resize-window -x 160 -y 45
check "a large one shows more" wait_for '^── steals/s, whole run'
t resize-window -x 500 -y 200
check "so does a huge one" wait_for '^── advice: .*─\{300\}'
key q
check "the terminal is as it was" ended 0
