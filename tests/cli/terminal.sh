#!/bin/sh
# SPDX-License-Identifier: MIT
# Without screens, but on a terminal: the progress line, and a program that reads the terminal.
. "$SRC/tests/lib.sh"
needs script

on_terminal() { # COMMAND: its terminal's output in $tmp/out
	timeout -k 5 "$patience" script -qec "$1" /dev/null >"$tmp/out" 2>"$tmp/err"
	rc=$?
	tr '\r' '\n' <"$tmp/out" >"$tmp/lines"
}

on_terminal "$PARTOP run fib --size 27 --time 500ms --no-ui 2>&1" </dev/null
is "--no-ui on a terminal: exit code" "$rc" 0
ok "a progress line" grep -Eq '^fib n=27  (run|sequential|one worker) .*\[=*>? *\] +[0-9]+%' "$tmp/lines"
ok "the report" grep -q 'where the .* went' "$tmp/lines"
on_terminal "$PARTOP run fib --size 50 --threads 2 --timeout 2s --no-ui 2>&1" </dev/null
is "a long run is cancelled" "$rc" 124
ok "before there is an answer: the step, and when it comes" \
	grep -Eq '^fib n=50  sequential 1/5  2 workers .* answer in [0-9]+ s' "$tmp/lines"
on_terminal "$PARTOP run fib --size 27 --runs 1 --no-ui --quiet 2>&1" </dev/null
is "--quiet: nothing, no progress line either" "$(cat "$tmp/out")" ""
on_terminal "$PARTOP run fib --size 22 --runs 1 --json 2>/dev/null" </dev/null
ok "--json on a terminal: the object, no screens" grep -q '"schema": "partop.run/1"' "$tmp/lines"
on_terminal "TERM=dumb $PARTOP run fib --size 22 --runs 1 2>&1" </dev/null
is "TERM=dumb: exit code" "$rc" 0
ok "TERM=dumb: says why there are no screens" grep -q '^partop: this terminal' "$tmp/lines"
ok "TERM=dumb: no escape sequences" sh -c "! grep -q '$(printf '\033')' '$tmp/out'"
on_terminal "NO_COLOR=1 TERM=xterm $PARTOP run fib --size 22 --runs 1 --no-ui 2>&1" </dev/null
ok "NO_COLOR: no escape sequences" sh -c "! grep -q '$(printf '\033')' '$tmp/out'"
on_terminal "TERM=xterm $PARTOP run fib --size 22 --runs 1 --no-ui 2>&1" </dev/null
ok "a colour terminal: colours in the report" grep -q "$(printf '\033')" "$tmp/out"

printf 'typed\n\004' >"$tmp/keys"
on_terminal "$PARTOP exec --no-ui --quiet -- $BUILD/tests/cli/program cat say end" <"$tmp/keys"
is "exec: the program reads the terminal" "$rc" 0
ok "exec: ... and gets what was typed, and its end" grep -q '^end' "$tmp/lines"
is "exec: ... once as echo, once as its output" "$(grep -c '^typed' "$tmp/lines")" 2
finish
