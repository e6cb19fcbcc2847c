#!/bin/sh
# SPDX-License-Identifier: MIT
# What happens when the system refuses or interferes: fewer threads than asked for, a stopped
# process, other CPUs in mid-run.  The run goes on, its result is right, and its accounts hold.
# shellcheck disable=SC2154
. "$SRC/tests/lib.sh"
. "$SRC/tests/stress/disturb.sh"
needs jq taskset

# limited N ARGS...: partop as a user who may have N threads
limited() {
	limit=$1
	shift
	run setpriv --reuid 65534 --clear-groups prlimit --nproc="$limit" \
		env HOME=/tmp "$PARTOP" "$@"
}

# As nobody, who must not have threads already; a sanitizer may need one of its own.
may_limit() {
	[ "$(id -u)" = 0 ] && ! sanitized && command -v setpriv prlimit >/dev/null &&
		limited 400 --version && [ "$rc" = 0 ] && [ -z "$(ps -u 65534 -o pid= 2>/dev/null)" ]
}

if may_limit; then
	limited 5 run fib --size 22 --threads 8 --runs 2 --json
	is "no more threads: the run goes on with fewer" \
		"$rc $(json '.verified, (.threads < 8), (.threads >= 1)' | tr '\n' ' ')" "0 true true true "
	ok "no more threads: it says so" \
		jq -e '.warnings[] | select(test("^only [1-7] of 8 workers could be started"))' "$tmp/out"
	limited 5 run fib --size 22 --threads 8 --runs 2 --no-ui
	ok "no more threads: the report says so" \
		grep -q 'only [1-7] of 8 workers could be started' "$tmp/out" "$tmp/err"
else
	skip "no more threads: the run goes on with fewer" "needs root, setpriv, prlimit, no sanitizer"
fi

# The runner and its child with the workers, both.
family() {
	echo "$1"
	pgrep -P "$1"
}

stop_all() {
	for _ in $(seq 16); do
		for p in $(family "$1"); do kill -STOP "$p" 2>/dev/null; done
		sleep 0.025
		for p in $(family "$1"); do kill -CONT "$p" 2>/dev/null; done
		sleep 0.025
	done
}

flip_all() {
	for _ in $(seq 8); do
		for p in $(family "$1"); do taskset -acp "$cpu_one" "$p"; done
		sleep 0.05
		for p in $(family "$1"); do taskset -acp "$cpus_all" "$p"; done
		sleep 0.05
	done
}

# while_running NAME FUNCTION ARGS...
while_running() {
	name=$1 act=$2
	shift 2
	timeout -k 5 "$patience" "$PARTOP" run "$@" --threads 3 --time 1s --json="$tmp/j" -o "$tmp/f" \
		--force --no-ui >"$tmp/out" 2>"$tmp/err" </dev/null &
	sleep 0.3
	$act "$(pgrep -P $!)" >/dev/null 2>&1
	wait $!
	rc=$?
	is "$name: the result is right" "$rc $(jq .verified "$tmp/j")" "0 true"
	run "$PARTOP" check "$tmp/f"
	is "$name: the accounts hold" "$rc" 0
}

needs pgrep
while_running "stopped and continued" stop_all fib --size 27
while_running "moved between CPUs" flip_all fib --size 27
while_running "stopped and continued, a loop" stop_all quicksort --size 200k

# A task that crashes: what was recorded until then is whole.
crash() {
	kill -SEGV "$(pgrep -P "$1")"
}
# A fault is to end the program as a fault does, also where a sanitizer would report it.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}handle_segv=0"
"$PARTOP" run fib --size 27 --time 100s --no-ui -o "$tmp/crashed" >"$tmp/out" 2>"$tmp/err" </dev/null &
parent=$!
recorded() {
	[ "$("$PARTOP" export "$tmp/crashed" --format json | jq '.parallel.runs_s | length > 2')" = true ]
}
poll recorded
crash "$parent"
wait "$parent"
rc=$?
is "crashed: exit code" "$rc" 139
run "$PARTOP" check "$tmp/crashed"
is "crashed: the accounts hold" "$rc" 0
run "$PARTOP" report "$tmp/crashed"
is "crashed: there is a report" "$rc" 0
finish
