#!/bin/sh
# SPDX-License-Identifier: MIT
# Nothing that a command prints is lost without a word: streams that are closed, full, or broken.
. "$SRC/tests/lib.sh"

program=$BUILD/tests/cli/program
small="run fib --size 20 --runs 1 --threads 2 --no-ui"
# shellcheck disable=SC2086
run "$PARTOP" $small --trace "$tmp/recording"

name() {
	printf '%s ' "$@" | sed "s|$tmp/||g; s|$program|PROGRAM|g"
}
lost() { # EXIT ARGS...: what partop ARGS print does not arrive
	want=$1
	shift
	: >"$tmp/out"
	timeout 60 "$PARTOP" "$@" >&- 2>"$tmp/err" </dev/null
	rc=$?
	ok "$(name "$@") >&-" said "$want" 'Bad file descriptor'
	timeout 60 "$PARTOP" "$@" >/dev/full 2>"$tmp/err" </dev/null
	rc=$?
	ok "$(name "$@") >/dev/full" said "$want" 'No space left'
}
lost 2
lost 3 help
lost 3 --help
lost 3 help run
lost 3 help run fib
lost 3 run --help
lost 3 list
lost 3 list -v
lost 3 info
lost 3 version
lost 3 --version
lost 3 report "$tmp/recording"
lost 3 export "$tmp/recording" --format json
lost 3 export "$tmp/recording" --format chrome
lost 3 check "$tmp/recording"
# shellcheck disable=SC2086
lost 3 $small
# shellcheck disable=SC2086
lost 3 $small --json
lost 3 exec --json -- "$program" fib 20
cp "$tmp/recording" "$tmp/violated"
printf '\377' | dd of="$tmp/violated" bs=1 seek=5000 conv=notrunc 2>"$tmp/ignored"
"$PARTOP" check "$tmp/violated" >"$tmp/ignored" 2>&1 && echo "Bail out! a damaged page is no violation"
lost 1 check "$tmp/violated"
timeout 60 "$PARTOP" exec -- "$program" fib 20 >"$tmp/out" 2>/dev/full
is "exec: a report that cannot be written" "$?" 3
timeout 60 "$PARTOP" exec -- "$program" fib 20 >"$tmp/out" 2>&-
is "exec: a report to a closed stream" "$?" 3
timeout 60 "$PARTOP" exec --quiet -- "$program" fib 20 >"$tmp/out" 2>&-
is "exec --quiet has nothing to write" "$?" 0

# A reader that has gone: `partop list | head -1`.  It has gone before partop begins, so partop finds out
# at its first write.
mkfifo "$tmp/fifo"
exec 5<>"$tmp/fifo" 6>"$tmp/fifo" 5>&-
piped() { # HOW ARGS...: partop with SIGPIPE as HOW says
	: >"$tmp/out"
	how=$1
	shift
	timeout 60 env "--$how-signal=PIPE" "$PARTOP" "$@" >&6 2>"$tmp/err" </dev/null
	rc=$?
}
unread() { # ARGS...: partop ARGS ends without a word, as if killed at its write
	piped default "$@"
	is "$(name "$@") | head: ends quietly" "$rc $(cat "$tmp/err")" "141 "
}
if env --default-signal=PIPE true 2>"$tmp/ignored"; then
	unread
	unread help
	unread --help
	unread help run
	unread help run fib
	unread run --help
	unread list
	unread list -v
	unread list --counters
	unread info
	unread version
	unread report "$tmp/recording"
	for format in json chrome csv; do
		unread export "$tmp/recording" --format "$format"
	done
	unread export "$tmp/recording" --format json --output -
	unread check "$tmp/recording"
	unread check "$tmp/violated"
	# shellcheck disable=SC2086
	unread $small
	# shellcheck disable=SC2086
	unread $small --json
	unread exec --json -- "$program" fib 20
	unread compare fib --size 16 --runs 1 --rounds 1 --threads 1,2
	unread compare fib --size 16 --runs 1 --rounds 1 --threads 1,2 --csv
	unread scale fib --size 16 --runs 1 --rounds 1 --threads 1,2
	# shellcheck disable=SC2086
	piped default $small --trace "$tmp/kept"
	run "$PARTOP" check "$tmp/kept"
	is "... not before all is in order: the recording" "$rc" 0
	piped ignore list
	ok "a caller that ignores SIGPIPE is told: list" said 3 'standard output: Broken pipe'
	# shellcheck disable=SC2086
	piped ignore $small
	ok "a caller that ignores SIGPIPE is told: run" said 3 'Broken pipe'
	piped ignore export "$tmp/recording" --format chrome
	ok "a caller that ignores SIGPIPE is told: export" said 3 'Broken pipe'
else
	skip "a closed pipe" "this env has no --default-signal"
fi
exec 6>&-
# shellcheck disable=SC2086
timeout 60 "$PARTOP" $small <&- >&- 2>&-
is "closed standard streams: the report is lost" "$?" 3
# shellcheck disable=SC2086
timeout 60 "$PARTOP" $small --quiet <&- >&- 2>&-
is "closed standard streams: nothing to print" "$?" 0
finish
