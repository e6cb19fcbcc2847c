#!/bin/sh
# SPDX-License-Identifier: MIT
# Files that cannot be written or read: one line that names them, exit 3, nothing overwritten.
. "$SRC/tests/lib.sh"

small="run fib --size 20 --runs 1 --threads 2 --no-ui"
keep="precious"
try() { # REGEX OPTION...
	regex=$1
	shift
	# shellcheck disable=SC2086
	refused 3 "$regex" $small "$@"
}

echo "$keep" >"$tmp/there"
echo "$keep" >"$tmp/target"
ln -s target "$tmp/link"
mkfifo "$tmp/fifo"
mkdir "$tmp/dir"
for o in --trace --json; do
	try 'there exists; --force overwrites' "$o=$tmp/there"
	try 'link is a symbolic link' "$o=$tmp/link"
	try 'fifo is not a regular file' "$o=$tmp/fifo"
	try 'dir is a directory' "$o=$tmp/dir"
	try 'full is not a regular file' "$o=/dev/full"
	try 'no such directory|No such file' "$o=$tmp/none/x"
	try 'Not a directory' "$o=$tmp/there/x"
	try 'link is a symbolic link' "$o=$tmp/link" --force
	try 'fifo is not a regular file' "$o=$tmp/fifo" --force
done
is "nothing was overwritten" "$(cat "$tmp/there" "$tmp/target")" "$(printf '%s\n%s' "$keep" "$keep")"

# A partop that the permissions of files hold for, root's too: what may pass them is taken from it.
all_powers=$PARTOP no_powers=$PARTOP
if [ "$(id -u)" -eq 0 ]; then
	no_powers=$tmp/no-powers
	printf '#!/bin/sh\nexec setpriv --bounding-set=-dac_override,-dac_read_search -- "$@"\n' \
		>"$tmp/drop"
	printf '#!/bin/sh\nexec sh "%s" "%s" "$@"\n' "$tmp/drop" "$PARTOP" >"$no_powers"
	chmod +x "$no_powers"
	mkdir -m 555 "$tmp/probe"
	sh "$tmp/drop" true 2>/dev/null && ! sh "$tmp/drop" touch "$tmp/probe/x" 2>/dev/null || no_powers=
fi
PARTOP=$no_powers
if [ -n "$no_powers" ]; then
	mkdir -m 555 "$tmp/locked"
	try 'Permission denied' "--trace=$tmp/locked/x"
	chmod 755 "$tmp/locked"
else
	skip "a directory without permission" "root may do everything"
fi
PARTOP=$all_powers

# shellcheck disable=SC2086
run "$PARTOP" $small --trace "$tmp/there" --force
is "--force overwrites" "$rc" 0
run "$PARTOP" check "$tmp/there"
is "... with a recording" "$rc" 0

# outputs are replaced, never written over: the old file is whole until the new one is
old=$(mktemp "$tmp/oldXXXXXX")
echo "$keep" >"$old"
chmod 640 "$old"
exec 9<"$old"
refused 3 'needs .* of memory' run sum --size 1000T --json="$old" --force
refused 3 'needs more than 16 EiB of memory' run sum --size 10E
is "--json --force: a run that is refused leaves the old file" "$(cat "$old")" "$keep"
# shellcheck disable=SC2086
run "$PARTOP" $small --json="$old" --force
ok "--json --force: the new file" grep -q '"schema"' "$old"
is "... with the mode of the old one" "$(stat -c %a "$old")" 640
is "... who has the old one open still has it" "$(cat <&9)" "$keep"
exec 9<&-
run "$PARTOP" exec --quiet --trace "$old" --force -- true
ok "--trace --force, nothing recorded: the old file stays" grep -q '"schema"' "$old"
run "$PARTOP" exec --quiet --trace "$tmp/mine" -- sh -c "rm '$tmp/mine'; echo $keep >'$tmp/mine'"
is "what another program has put in the place of ours is not removed" "$(cat "$tmp/mine")" "$keep"
run "$PARTOP" export "$tmp/there" --format json --output "$old" --force
ok "export --force: the new file" grep -q '"schema"' "$old"
cp "$old" "$tmp/before"
# shellcheck disable=SC3045
(ulimit -f 1 && trap '' XFSZ && timeout 60 "$PARTOP" export "$tmp/there" --format chrome --output "$old" --force >"$tmp/out" 2>"$tmp/err")
rc=$?
ok "export --force that fails" said 3 "cannot write"
ok "... leaves the old file" cmp "$old" "$tmp/before"

# a recording that another partop replaces while it is in use
# shellcheck disable=SC2086
"$PARTOP" run fib --size 20 --time 1s --runs 1000 --no-ui --trace "$tmp/both" >"$tmp/out1" 2>"$tmp/err1" </dev/null &
first=$!
poll test -s "$tmp/both"
# shellcheck disable=SC2086
run "$PARTOP" $small --trace "$tmp/both" --force
is "a second partop --force: exit code" "$rc" 0
wait "$first"
is "... the first goes on to its end" "$? $(cat "$tmp/err1")" "0 "
run "$PARTOP" check "$tmp/both"
is "... and the recording is whole" "$rc" 0
ok "nothing is left beside outputs" sh -c "! ls '$tmp' | grep -F .new"
refused 2 'the same file' run fib --size 20 --runs 1 --trace "$tmp/t" --json="$tmp/t"
ok "... and leaves none behind" test ! -e "$tmp/t"
refused 2 'unknown' run fib --foo --trace "$tmp/t"
refused 3 'needs .* of memory' run sum --size 1000T --trace "$tmp/t" --json="$tmp/j"
ok "a run that was refused leaves no JSON file" test ! -e "$tmp/j"

# a disk that is full: files may not grow over 1 MiB
# shellcheck disable=SC2086
(ulimit -f 64 && trap '' XFSZ && timeout 60 "$PARTOP" $small --trace "$tmp/big" >"$tmp/out" 2>"$tmp/err")
rc=$?
ok "a recording that does not fit on the disk" said 3 "$tmp/big"
ok "... leaves no file" test ! -e "$tmp/big"

for w in filescan hashagg; do
	own=
	[ $w = filescan ] && own="--pattern x"
	[ $w = hashagg ] && own="--key a --value b"
	for f in "$tmp/none" "$tmp/dir"; do
		# shellcheck disable=SC2086
		refused 3 "$f" run $w --input "$f" $own --runs 1
	done
	PARTOP=$no_powers
	if [ -n "$no_powers" ]; then
		printf 'a,b\n1,2\n' >"$tmp/secret"
		chmod 000 "$tmp/secret"
		# shellcheck disable=SC2086
		refused 3 "secret'?: Permission denied" run $w --input "$tmp/secret" $own --runs 1
	else
		skip "$w: an unreadable input" "root reads everything"
	fi
	PARTOP=$all_powers
	printf 'a,b\n1,2\n' >"$tmp/in"
	# shellcheck disable=SC2086
	refused 3 'in is the input file' run $w --input "$tmp/in" $own --runs 1 --trace "$tmp/in" --force
	is "$w: the input is still there" "$(cat "$tmp/in")" "$(printf 'a,b\n1,2')"
	# shellcheck disable=SC2086
	refused 2 'empty' run $w --input= $own --runs 1
done
finish
