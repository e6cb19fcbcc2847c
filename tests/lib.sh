# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# Helpers of the shell tests; sourced, prints TAP.
#
#	needs TOOL...		skips the script when a tool is not installed
#	run CMD...		runs it; sets rc, leaves $tmp/out and $tmp/err
#	ok NAME CMD...		a point: CMD succeeds
#	is NAME GOT WANT	a point: both texts are equal
#	skip NAME WHY		a point that cannot be tested here
#	refused RC REGEX ARGS...  a point: partop ARGS says one line, matching REGEX, and exits RC
#	sanitized		whether partop was built with sanitizers
#	poll CMD...		waits until CMD succeeds; fails after $patience seconds
#	finish			at the end of every script
#
# There are no fixed sleeps: a test polls for what it waits for.

: "${SRC:=.}" "${BUILD:=$SRC}" "${PARTOP:=$BUILD/partop}"
case $PARTOP in
/*) ;;
*) PARTOP=$(cd "$(dirname "$PARTOP")" && pwd)/${PARTOP##*/} ;; # some tests change the folder
esac
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
unset PARTOP_THREADS PARTOP_RECORDING PARTOP_DETAIL NO_COLOR
export LC_ALL=C.UTF-8 TERM=dumb
# No second for finding out what the CPUs can give, and no figures of theirs in any result.
export PARTOP_CAPACITY=none XDG_CACHE_HOME="$tmp/cache"
n=0 bad=0 rc=0 patience=${PARTOP_TEST_PATIENCE:-60}

needs() {
	for tool; do
		(unset -f "$tool" && command -v "$tool") >/dev/null 2>&1 || {
			echo "1..0 # SKIP $tool is not installed"
			exit 0
		}
	done
}

# jq 1.6 -e is content with no input at all: an empty file is to fail.
jq() {
	if [ "$1" = -e ]; then
		for last; do :; done
		[ ! -f "$last" ] || [ -s "$last" ] || return 4
	fi
	command jq "$@"
}

run() {
	timeout -k 5 "$patience" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	rc=$?
}

explain() {
	bad=1
	{
		[ $# -eq 0 ] || printf '%s\n' "$@"
		echo "exit code $rc"
		for f in out err; do
			[ ! -s "$tmp/$f" ] || sed "s/^/$f: /" "$tmp/$f" | head -n 20
		done
	} | sed 's/^/# /'
}

ok() {
	n=$((n + 1)) name=$1
	shift
	if "$@" >"$tmp/ok" 2>&1; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		explain "failed: $*" "$(head -n 20 "$tmp/ok")"
	fi
}

is() {
	n=$((n + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		explain "got:  $2" "want: $3"
	fi
}

skip() {
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}

# One line on stderr that begins with "partop: ", nothing on stdout.
one_line() {
	[ ! -s "$tmp/out" ] && [ "$(wc -l <"$tmp/err")" -eq 1 ] && grep -q '^partop: ' "$tmp/err"
}

said() {
	[ "$rc" -eq "$1" ] && one_line && grep -Eq -- "$2" "$tmp/err"
}

refused() {
	want=$1 regex=$2
	shift 2
	run "$PARTOP" "$@"
	ok "exit $want: partop $(printf '%s ' "$@" | sed "s|$tmp|TMP|g")" said "$want" "$regex"
}

poll() {
	end=$(($(date +%s) + patience))
	until "$@" >/dev/null 2>&1; do
		[ "$(date +%s)" -lt "$end" ] || return 1
		sleep 0.02
	done
}

# Whether partop was built with sanitizers, which use memory of their own.
sanitized() {
	ldd "$PARTOP" 2>/dev/null | grep -Eq 'lib[a-z]*san\.'
}

# A value of the JSON object on the last run's stdout.
json() {
	jq -r "$1" "$tmp/out"
}

# The members that the section "partop.SCHEMA/1" of the manual page names, all or those outside of
# parentheses; and those of the last run's object.
documented() { # SCHEMA [outside]
	awk -v want="partop.$1/1" -v only="${2-}" '
		/^\.S[sh] / { on = $2 == want }
		on && (!only || $1 == ".Va") {
			va = 0
			for (i = 1; i <= NF; i++)
				if ($i == "Va" || $i == ".Va") va = 1
				else if ($i ~ /^[A-Z.]/) va = 0
				else if (va && $i ~ /^[a-z_]+$/) print $i
		}' "$SRC/doc/partop.1" | sort -u
}
members() {
	jq -r '[walk(if type == "object" then if has("params") then .params = null else . end | if has("cores") then .cores = null else . end else . end)
		| .. | objects | keys[]] | unique[]' "$tmp/out" | sort -u
}

finish() {
	echo "1..$n"
	exit "$bad"
}
