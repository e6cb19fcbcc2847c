#!/bin/sh
# SPDX-License-Identifier: MIT
# Time limits, signals and deaths: exit codes, one line, nobody left behind.
. "$SRC/tests/lib.sh"
needs jq pgrep

# a sanitizer would turn a deadly signal into a report
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}handle_segv=0:handle_abort=0"
export TSAN_OPTIONS="${TSAN_OPTIONS:+$TSAN_OPTIONS:}handle_segv=0:handle_abort=0"

refused 124 'not done after 300 ms \(--timeout\)' run fib --size 45 --timeout 300ms --quiet
run "$PARTOP" run fib --size 24 --runs 3 --timeout 60s --quiet
is "a time limit that is not reached" "$rc" 0

# Wherever it is cancelled at the beginning (small input, preview, input), the recording is whole.
for t in 1 20 60 120 200 300; do
	run "$PARTOP" run quicksort --size 40M --threads 4 --timeout ${t}ms --quiet --force -o "$tmp/cut"
	is "cancelled after $t ms" "$rc" 124
	run "$PARTOP" check "$tmp/cut"
	is "... leaves a recording that keeps its rules" "$rc" 0
done

# Starts partop in the background and waits until its child runs: sets parent and child.
start() {
	"$PARTOP" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null &
	parent=$!
	poll pgrep -P "$parent"
	child=$(pgrep -P "$parent")
}
gone() {
	! kill -0 "$1" 2>/dev/null
}
end() {
	wait "$parent"
	rc=$?
}
long="run fib --size 45 --no-ui"

# a shell's background jobs ignore INT and QUIT, and partop then does too
for s in TERM:143 HUP:129; do
	# shellcheck disable=SC2086
	start $long
	kill -s "${s%:*}" "$parent"
	end
	is "SIG${s%:*}: 128 + N" "$rc" "${s#*:}"
	ok "SIG${s%:*}: the child is gone" poll gone "$child"
done
# shellcheck disable=SC2086
start $long
kill -s KILL "$parent"
wait "$parent" 2>/dev/null
ok "killed: the child dies with its parent" poll gone "$child"

for s in SEGV:139:Segmentation KILL:137:Killed ABRT:134:Aborted; do
	sig=${s%%:*} code=${s#*:}
	# shellcheck disable=SC2086
	start $long
	kill -s "$sig" "$child"
	end
	is "child killed by SIG$sig: 128 + N" "$rc" "${code%:*}"
	ok "child killed by SIG$sig: is said" grep -Eq \
		"^partop: fib: its process was killed by SIG$sig \(${s##*:}" "$tmp/err"
done
# shellcheck disable=SC2086
start $long
kill -s TERM "$child"
end
is "child terminated by somebody: 143" "$rc" 143

# what was measured before a death is shown
"$PARTOP" run fib --size 27 --time 100s --json="$tmp/j" --trace "$tmp/t" >"$tmp/out" 2>"$tmp/err" </dev/null &
parent=$!
poll pgrep -P "$parent"
child=$(pgrep -P "$parent")
poll test -s "$tmp/t"
ran() {
	"$PARTOP" export "$tmp/t" --format json >"$tmp/live" && jq -e '.parallel.runs_s | length > 2' "$tmp/live"
}
ok "a recording can be read while it grows" poll ran
kill -s SEGV "$child"
end
is "killed in a run: exit code" "$rc" 139
ok "killed in a run: says in which" grep -q 'killed by SIGSEGV .* in ' "$tmp/err"
ok "killed in a run: the runs before are reported" jq -e '.parallel.runs_s | length > 2' "$tmp/j"
run "$PARTOP" report "$tmp/t"
is "killed in a run: the trace can be read" "$rc" 0

# a child that is stopped can still be ended
# shellcheck disable=SC2086
start $long
kill -s STOP "$child"
kill -s TERM "$parent"
end
is "a stopped child: ended" "$rc" 143
ok "a stopped child: gone" poll gone "$child"

# job control without a shell: partop stops its child with itself
# shellcheck disable=SC2086
start $long
state() {
	grep -q "^State:.$1" "/proc/$2/status"
}
kill -s TSTP "$parent"
ok "SIGTSTP: partop stops" poll state T "$parent"
ok "SIGTSTP: and its child" poll state T "$child"
kill -s CONT "$parent"
runs() {
	! state T "$child"
}
ok "SIGCONT: the child runs again" poll runs
kill -s TERM "$parent"
end
is "... and can be ended" "$rc" 143

# a caller that ignores the end of its children: the system reaps them
for c in "run fib --size 20 --runs 1" "exec -- true" "exec -- sh -c 'exit 7'"; do
	(trap '' CHLD && eval "timeout 60 '$PARTOP' $c" >"$tmp/out" 2>"$tmp/err")
	rc=$?
	case $c in *7*) want=7 ;; *) want=0 ;; esac
	is "SIGCHLD ignored by the caller: $c" "$rc" "$want"
done
finish
