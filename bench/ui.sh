#!/bin/sh
# SPDX-License-Identifier: MIT
# What the live screen costs: CPU of the watching process, writes and bytes per frame, and the
# time from start to the first frame.  usage: ui.sh PARTOP
set -eu
partop=$1
command -v tmux >/dev/null || { echo "no tmux: UI not measured"; exit 0; }
sock=partop-bench-$$
tmp=$(mktemp -d)
trap 'tmux -L "$sock" kill-server 2>/dev/null || :; rm -rf "$tmp"' EXIT

now() { date +%s%N; }
measure() { # columns rows view
	tmux -L "$sock" -f /dev/null new-session -d -s b -x "$1" -y "$2" "exec sh"
	a=$(now)
	tmux -L "$sock" send-keys -t b "exec $partop run fib --size 40 --threads 2 --time 60s" Enter
	until tmux -L "$sock" capture-pane -p -t b | grep -q 'Steals\|Steal'; do :; done
	b=$(now)
	pid=$(tmux -L "$sock" list-panes -t b -F '#{pane_pid}')
	sleep 3
	tmux -L "$sock" send-keys -t b "$3"
	sleep 1
	cpu0=$(awk '{ print $1 }' "/proc/$pid/schedstat") io0=$(awk '/^syscw/ { print $2 }' "/proc/$pid/io") w0=$(awk '/^wchar/ { print $2 }' "/proc/$pid/io")
	t0=$(now)
	sleep 8
	cpu1=$(awk '{ print $1 }' "/proc/$pid/schedstat") io1=$(awk '/^syscw/ { print $2 }' "/proc/$pid/io") w1=$(awk '/^wchar/ { print $2 }' "/proc/$pid/io")
	t1=$(now)
	awk -v c=$((cpu1 - cpu0)) -v t=$((t1 - t0)) -v n=$((io1 - io0)) -v w=$((w1 - w0)) -v s="$1x$2 screen $3" 'BEGIN {
		frames = t / 1e8
		printf "- %s: %.2f %% of a core (target < 1), %.1f writes and %.0f bytes per frame at 10 fps (target <= 3 writes)\n", s, 100 * c / t, n / frames, w / frames }'
	[ "$3" != 1 ] || echo "- $1x$2: first frame seen by tmux after $(((b - a) / 1000000)) ms (target < 100; polling and shell included)"
	tmux -L "$sock" kill-session -t b
	while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
}

printf '\n### The live screen\n\n'
measure 80 24 1
measure 80 24 2
measure 200 50 1
measure 200 50 2
