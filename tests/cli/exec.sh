#!/bin/sh
# SPDX-License-Identifier: MIT
# partop exec: a user's own program, watched.
. "$SRC/tests/lib.sh"
needs jq

prog=$BUILD/tests/cli/program

run "$PARTOP" exec -- "$prog" fib 22
is "exit code" "$rc" 0
is "stdout is the program's alone" "$(cat "$tmp/out")" 17711
ok "the report comes on stderr" grep -q 'program' "$tmp/err"

run "$PARTOP" exec --quiet "$prog" fib 22 exit 7
is "without --, and the exit code is the program's" "$rc" 7
is "--quiet: no report" "$(cat "$tmp/err")" ""
run "$PARTOP" exec --quiet -- "$prog" say --help
is "--help behind the program is the program's" "$(cat "$tmp/out")" --help

run "$PARTOP" exec --quiet "--json=$tmp/j" -- "$prog" baseline 50 fib 25 say "done"
is "--json=FILE: exit code" "$rc" 0
is "--json=FILE: the schema" "$(jq -r .schema "$tmp/j")" partop.run/1
ok "--json=FILE: tasks were counted" jq -e '.tasks > 100000' "$tmp/j"
ok "--json=FILE: speedup comes from partop_set_baseline_ns" jq -e '.speedup > 0' "$tmp/j"
run "$PARTOP" exec --quiet "--json=$tmp/j" -- "$prog" fib 20
is "--json=FILE: exists" "$rc" 3
ok "... said before the program ran" test ! -s "$tmp/out"

run "$PARTOP" exec -- "$prog" say hello
is "a program that does not use the library: its exit code" "$rc" 0
is "... its output" "$(cat "$tmp/out")" hello
ok "... and it is said" grep -q 'did not use libpartop: nothing was recorded' "$tmp/err"
run "$PARTOP" exec -- true
is "... true(1) too" "$rc" 0
run "$PARTOP" exec --quiet -- "$prog" exit 3
is "exit code 3" "$rc" 3

run "$PARTOP" exec -- "$tmp/nothing"
is "a program that is not there: 127" "$rc" 127
ok "... one line" one_line
run "$PARTOP" exec -- "$tmp"
is "one that cannot be executed: 126" "$rc" 126
run "$PARTOP" exec --trace "$tmp/t0" -- "$tmp/nothing"
ok "... leaves no trace file" test ! -e "$tmp/t0"

run "$PARTOP" exec --quiet --trace "$tmp/t" -- "$prog" fib 22
is "--trace: exit code" "$rc" 0
run "$PARTOP" check "$tmp/t"
is "--trace: the recording adds up" "$rc" 0
run "$PARTOP" report "$tmp/t"
is "--trace: report" "$rc" 0
ok "--trace: report names the program" grep -q program "$tmp/out"

run "$PARTOP" exec -- "$prog" fib 20 abort
is "abort: 128 + 6" "$rc" 134
ok "abort: is said" grep -q 'killed by SIGABRT (Aborted)' "$tmp/err"
run "$PARTOP" exec --timeout 200ms -- "$prog" fib 20 hang
is "--timeout: 124" "$rc" 124
ok "--timeout: is said" grep -q 'not done after 200 ms' "$tmp/err"

printf 'one\ntwo\n' | timeout 60 "$PARTOP" exec --quiet -- "$prog" cat >"$tmp/out" 2>"$tmp/err"
rc=$?
is "the program reads partop's stdin" "$(cat "$tmp/out")" "$(printf 'one\ntwo')"
run "$PARTOP" exec --quiet --detail counters -- "$prog" env PARTOP_DETAIL
is "--detail reaches the program" "$(cat "$tmp/out")" counters
run "$PARTOP" exec --quiet -- sh -c "$prog fib 20; $prog fib 20"
is "two programs, one recording: the first has it" "$(cat "$tmp/out")" "$(printf '6765\n6765')"

# what partop's caller ignores and blocks is the program's, as without partop
dispositions="grep -E '^Sig(Blk|Ign)' /proc/self/status"
for what in "" "HUP" "INT QUIT CHLD PIPE"; do
	# shellcheck disable=SC2086
	want=$(trap '' $what EXIT; sh -c "$dispositions")
	# shellcheck disable=SC2086
	got=$(trap '' $what EXIT; "$PARTOP" exec --quiet -- sh -c "$dispositions")
	is "the program ignores what the caller ignored: ${what:-nothing}" "$got" "$want"
done
streams="ls -l /proc/self/fd/ | grep -Ec ' [012] -> '"
is "a stream that was closed is closed" "$("$PARTOP" exec --quiet -- sh -c "$streams" <&- 2>&-)" \
	"$(sh -c "$streams" <&- 2>&-)"

# descriptors of others
echo precious >"$tmp/own"
for first in "" "fib 20"; do
	# shellcheck disable=SC2086
	run "$PARTOP" exec --quiet -- "$prog" $first reexec 1 own "$tmp/own" fib 20
	is "a program that opens its own file in the recording's place: exit code" "$rc" 0
	is "... the file is untouched" "$(cat "$tmp/own")" precious
done
run "$PARTOP" exec --quiet --trace "$tmp/re" -- "$prog" reexec 3 fib 20
is "a program that becomes itself again before it uses the library" "$rc" 0
run "$PARTOP" check "$tmp/re"
is "... is recorded" "$rc" 0

# a recording that is cut short while the program writes it
for detail in steals full; do
	run "$PARTOP" exec --quiet --detail $detail --trace "$tmp/cut-$detail" -- "$prog" fib 15 block 1 cut "$tmp/cut-$detail" fib 22
	is "a cut recording: the program lives, $detail" "$rc $(cat "$tmp/out")" "$(printf '0 610\n17711')"
done

# a caller with a small stack
if sanitized; then
	skip "a caller with a stack of 16 KiB" "sanitizers take more"
else
	run "$prog" thread 12
	is "a caller with a stack of 16 KiB" "$rc $(cat "$tmp/out")" "0 144"
	for detail in counters full; do
		run "$PARTOP" exec --quiet --force --trace "$tmp/small" --detail $detail -- "$prog" thread 12
		is "... recorded, $detail" "$rc $(cat "$tmp/out")" "0 144"
	done
fi

# limited address space: every worker gets a part
for workers in 1 2 16 64; do
	if sanitized; then
		skip "$workers workers in 300 MB of address space" "sanitizers take terabytes"
		continue
	fi
	# shellcheck disable=SC3045
	(ulimit -v 300000 && timeout 60 "$prog" workers $workers fib 20 >"$tmp/out" 2>"$tmp/err")
	is "$workers workers in 300 MB of address space" "$? $(cat "$tmp/out")" "$(printf '0 %d\n6765' $workers)"
	# shellcheck disable=SC3045
	(ulimit -v 300000 && timeout 60 "$PARTOP" exec --quiet --force --trace "$tmp/space" -- "$prog" \
		workers $workers fib 20 >"$tmp/out" 2>"$tmp/err")
	is "... and a recording" "$? $(cat "$tmp/out")" "$(printf '0 %d\n6765' $workers)"
done

# forks
run "$PARTOP" exec --quiet "--json=$tmp/fork.json" -- "$prog" fork 22 fork 23 fib 12
is "a child that is forked before the first use: exit code" "$rc" 0
ok "... the recording is the program's" jq -e '.tasks < 1000' "$tmp/fork.json"
# A child waits 0.2 s for its parent to go, which a busy machine may exceed: then once more.
recorded() { # KIND
	for again in '' 1 2 3 4; do
		[ -z "$again" ] || run "$PARTOP" exec --force --trace "$tmp/daemon$1" -- "$prog" daemon "$1" fib 22
		(patience=4 && poll "$PARTOP" check "$tmp/daemon$1") && return
	done
	return 1
}
for session in 0 1; do
	run "$PARTOP" exec --trace "$tmp/daemon$session" -- "$prog" daemon $session fib 22
	is "daemon, kind $session: the program ends" "$rc" 0
	ok "daemon, kind $session: is recorded" recorded $session
done
if sanitized; then
	# The sanitizer's allocator may be locked by another thread at the fork, and stays so in the child.
	skip "a fork beside the first use, 60 times" "the sanitizer's own lock is not reset in a child"
else
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		run "$PARTOP" exec --quiet -- "$prog" race 3
		[ "$rc" -eq 0 ] || break
		run "$prog" race 3
		[ "$rc" -eq 0 ] || break
	done
	is "a fork beside the first use, 60 times" "$rc" 0
fi
# shellcheck disable=SC3045
(ulimit -n 40 && timeout 60 "$PARTOP" exec --quiet -- "$prog" fib 20 >"$tmp/out" 2>"$tmp/err")
is "with 40 descriptors" "$? $(cat "$tmp/out" "$tmp/err")" "0 6765"
if command -v bash >/dev/null; then
	is "process substitution: read" "$(bash -c "'$PARTOP' exec --quiet -- wc -c <(echo hello)" | cut -d' ' -f1)" 6
	bash -c "'$PARTOP' exec --quiet -- tee >(cat >'$tmp/sub') </dev/null; '$PARTOP' exec --quiet -- '$prog' fib 20 > >(cat >'$tmp/sub')"
	written() { [ "$(cat "$tmp/sub")" = 6765 ]; }
	ok "process substitution: written" poll written
fi
finish
