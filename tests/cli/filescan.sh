#!/bin/sh
# SPDX-License-Identifier: MIT
# filescan counts what grep counts, on every kind of file.
. "$SRC/tests/lib.sh"
needs jq

scan() { # FILE PATTERN...: lines and counts, as filescan says
	f=$1
	shift
	for p in "$@"; do
		set -- "$@" --pattern "$p"
		shift
	done
	run "$PARTOP" run filescan --input "$f" "$@" --threads "$threads" --runs 1 --warmup 0 --json \
		--verify full
	echo "$rc $(json '.result.lines') $(json '.result.matches | to_entries | sort_by(.key) | map(.value | tostring) | join(" ")')"
}
by_grep() {
	f=$1
	shift
	printf '0 %s' "$(LC_ALL=C grep -a -c '' "$f")"
	printf '%s\n' "$@" | LC_ALL=C sort | while IFS= read -r p; do
		printf ' %s' "$(LC_ALL=C grep -a -c -F -e "$p" "$f")"
	done
	echo
}
same() { # NAME FILE PATTERN...
	name=$1
	shift
	is "$name" "$(scan "$@")" "$(by_grep "$@")"
}

awk 'BEGIN { srand(7); for (i = 0; i < 20000; i++) printf "%d %s line %x\n", i,
	i % 7 == 0 ? "ERROR" : i % 3 == 0 ? "WARN" : "info", rand() * 1e9 }' >"$tmp/log"
threads=1
same "a log, one worker" "$tmp/log" ERROR
threads=4
same "a log" "$tmp/log" ERROR
same "three patterns" "$tmp/log" ERROR WARN a
same "patterns of one length" "$tmp/log" ERROR line.
run "$PARTOP" run filescan --input "$tmp/log" --pattern ERROR --pattern ERROR --runs 1 --json --verify full
is "a pattern given twice is one" "$(json '.result.matches | keys | length')" 1
run "$PARTOP" run filescan --input "$tmp/log" -e ERROR -e line. -eWARN --runs 1 --json --verify full
is "patterns by -e" "$(json '.result.matches | keys | join(" ")')" "ERROR WARN line."
without() { # PATTERN...: counts of --no-lines
	for p in "$@"; do
		set -- "$@" -e "$p"
		shift
	done
	run "$PARTOP" run filescan --input "$tmp/log" --no-lines "$@" --runs 1 --json --verify full
	echo "$rc $(json .result.lines) $(json '.result.matches | to_entries | map(.value | tostring) | join(" ")')"
}
is "--no-lines: lines are not known" "$(without ERROR)" "0 null $(grep -c ERROR "$tmp/log")"
is "--no-lines: two patterns" "$(without ERROR 7)" "0 null $(grep -c ERROR "$tmp/log") $(grep -c 7 "$tmp/log")"
run "$PARTOP" run filescan --input "$tmp/log" --no-lines -e ERROR --runs 1
ok "--no-lines: the report says so" grep -q '^  lines: --$' "$tmp/out"
set --
for i in 0 1 2 3 4 5 6 7 8 9; do set -- "$@" "$i" "1$i" "2$i "; done
same "thirty patterns" "$tmp/log" "$@"
set -- "$PARTOP" run filescan --size 1M
for i in 0 1 2 3 4 5 6; do
	for k in 0 1 2 3 4 5 6 7 8 9; do set -- "$@" -e "$i$k"; done
done
run "$@"
ok "at most 64 patterns" said 2 'more than 64'
refused 2 '--pattern: empty value' run filescan --input "$tmp/log" --pattern ''
refused 2 '--pattern: empty value' run filescan -e ERROR -e ''
same "no match" "$tmp/log" 'not there'
same "one byte" "$tmp/log" 7
same "overlapping itself" "$tmp/log" 11
same "a pattern that begins like an option" "$tmp/log" -E
same "special characters" "$tmp/log" '.*' '[0-9]'
sed 's/$/\r/' "$tmp/log" >"$tmp/crlf"
same "CRLF" "$tmp/crlf" ERROR
same "a pattern with CR" "$tmp/crlf" "$(printf '5\r')"
tr '\n' '\r' <"$tmp/log" >"$tmp/cr"
same "CR alone ends no line" "$tmp/cr" ERROR
ok "... and a warning names it" jq -e '.warnings | any(test("cr. is one line.*CR alone"))' "$tmp/out"
printf 'a line\r\n' >"$tmp/line"
same "one line with CRLF" "$tmp/line" a
ok "... is nothing to warn of" jq -e '.warnings | any(test("CR alone")) | not' "$tmp/out"
printf 'ERROR\nlast ERROR' >"$tmp/nofinal"
same "no final newline" "$tmp/nofinal" ERROR
printf 'a\0ERROR\0b\nERR\0OR\n\0\n' >"$tmp/nul"
same "NUL bytes" "$tmp/nul" ERROR
printf '\n\n\nx\n\n' >"$tmp/blank"
same "empty lines" "$tmp/blank" x
printf 'x' >"$tmp/one"
same "one byte, no newline" "$tmp/one" x
printf '\n' >"$tmp/newline"
same "one newline" "$tmp/newline" x
printf '\377\376ERROR\303\n\200\n' >"$tmp/bytes"
same "bytes that are no text" "$tmp/bytes" ERROR
head -c 3000000 /dev/zero | tr '\0' y >"$tmp/long"
printf 'ERROR' >>"$tmp/long"
head -c 2000000 /dev/zero | tr '\0' z >>"$tmp/long"
printf '\nshort ERROR\n' >>"$tmp/long"
same "lines longer than a chunk" "$tmp/long" ERROR zz
same "the whole line is the pattern" "$tmp/log" "$(sed -n 9p "$tmp/log")"
for i in 65533 65534 65535 65536 65537 131071 262143 1048574; do
	head -c $i /dev/zero | tr '\0' q >"$tmp/edge"
	printf 'ERROR\nERROR\n' >>"$tmp/edge"
	threads=3
	is "a match over byte $i" "$(scan "$tmp/edge" ERROR)" "$(by_grep "$tmp/edge" ERROR)"
done
# two patterns never have one name
run "$PARTOP" run filescan --input "$tmp/bytes" --pattern "$(printf '\377')" --pattern '\xff' --runs 1 --json
is "a byte and the text of its escape" "$(json '.result.matches | to_entries | map("\(.key) \(.value)") | join(", ")')" \
	'\xff 1, \x5cxff 0'
long=$(head -c 16366 /dev/zero | tr '\0' y)
run "$PARTOP" run filescan --input "$tmp/long" --pattern "$long" --pattern "${long}z" --runs 1 --json --verify full
is "patterns of 16 KiB: both are there" "$(json '.result.matches | to_entries |
	map("\(.key | sub("^y*"; "")) \(.value)" | sub("#[0-9a-f]{16}"; "#HASH")) | join(", ")')" \
	'\...16366#HASH 1, \...16367#HASH 0'
is "... nothing was lost" "$(json .journal_lost)" 0
: >"$tmp/empty"
threads=2
is "an empty file" "$(scan "$tmp/empty" x)" "0 0 0"

larger() {
	[ "$(wc -c <"$tmp/growing")" -gt "$(wc -c <"$tmp/log")" ]
}
# files that do not tell their size
for f in /proc/filesystems /sys/devices/system/cpu/online; do
	[ -r $f ] || continue
	same "$f" $f no
	timeout 60 "$PARTOP" run filescan --input - --pattern no --runs 1 --json <$f >"$tmp/out" 2>"$tmp/err"
	rc=$?
	is "$f as standard input" "$rc $(json .result.bytes)" "0 $(wc -c <$f | tr -d ' ')"
done
refused 3 '/proc/self/pagemap' run filescan --input /proc/self/pagemap --pattern x
refused 3 'a directory' run filescan --input /proc/self --pattern x
# a named pipe: opened once, and waited for
mkfifo "$tmp/fifo"
cat "$tmp/log" >"$tmp/fifo" &
run "$PARTOP" run filescan --input "$tmp/fifo" --pattern ERROR --runs 3 --json --verify full
wait $!
is "a named pipe" "$rc $(json .result.lines) $(json .result.matches.ERROR)" \
	"0 $(grep -c '' "$tmp/log") $(grep -c -F ERROR "$tmp/log")"
ok "... is read as often as there are runs, the baseline's too" jq -e '.sequential.median_s > 0 and (.parallel.runs_s | length == 3)' "$tmp/out"
# a file that grows: what it had when it was opened
cp "$tmp/log" "$tmp/growing"
while :; do echo "more ERROR"; done >>"$tmp/growing" &
writer=$!
ok "a growing file: it grows" poll larger
run "$PARTOP" run filescan --input "$tmp/growing" --pattern ERROR --runs 3 --json --verify full
kill "$writer"
bytes=$(json .result.bytes)
is "a growing file: a part of it is counted" "$rc $(json .result.lines) $(json .result.matches.ERROR)" \
	"0 $(head -c "$bytes" "$tmp/growing" | grep -c '') $(head -c "$bytes" "$tmp/growing" | grep -c -F ERROR)"
rm "$tmp/growing"
refused 3 '/dev/zero' run filescan --input /dev/zero --pattern x
run "$PARTOP" run filescan --size 2M --runs 1 --json
is "a made log: verified" "$rc $(json .verified)" "0 true"

truncate -s 200M "$tmp/sparse"
# constant memory: at most 16 MiB, and 4 MiB per thread
bounded() { # NAME THREADS OPTION...: of 200 MB
	name=$1 threads=$2
	shift 2
	if sanitized; then
		skip "memory: $name" "sanitizers use memory"
		return
	fi
	run "$PARTOP" run filescan "$@" --pattern x --runs 1 --preview none --threads "$threads" --verify none --json
	ok "memory: $name" jq -e ".peak_rss_bytes <= (16 + 4 * $threads) * 1048576" "$tmp/out"
}
sanitized || yes 'a line of a log that is as long as lines are' | head -c 200000000 >"$tmp/large"
bounded "200 MB read" 4 --input "$tmp/large" --io pread
bounded "200 MB mapped" 1 --input "$tmp/large" --io mmap
bounded "200 MB mapped, 4 threads" 4 --input "$tmp/large" --io mmap
bounded "a made log of 200 MB" 2 --size 200M
bounded "a line of 200 MB" 2 --input "$tmp/sparse" --io mmap
sanitized || is "a line of 200 MB is one" "$(json .result.lines)" 1
rm -f "$tmp/large"

# a file that shrinks while it is read
"$PARTOP" run filescan --input "$tmp/sparse" --pattern x --time 100s --trace "$tmp/t" --no-ui \
	>"$tmp/out" 2>"$tmp/err" </dev/null &
parent=$!
running() { # jq -e is content with no input at all
	"$PARTOP" export "$tmp/t" --format json >"$tmp/live" && jq -e '.parallel.runs_s | length > 0' "$tmp/live"
}
ok "a shrinking file: it runs" poll running
truncate -s 1000 "$tmp/sparse"
wait "$parent"
rc=$?
is "a shrinking file: exit 3" "$rc" 3
ok "a shrinking file: one line names it" sh -c "grep -c '^partop: .*sparse' '$tmp/err' | grep -qx 1"

# inputs that are descriptors of partop's caller
seq 30000 | sed 's/^/line ERROR /' >"$tmp/lines"
count() { # NAME WANT: of the run before
	is "$1" "$rc $(jq -c .result.matches.ERROR "$tmp/out")" "0 $2"
}
scan() {
	timeout 60 "$PARTOP" run filescan --pattern ERROR --runs 1 --json "$@" >"$tmp/out" 2>"$tmp/err"
	rc=$?
}
for name in - /dev/stdin /dev/fd/0 /proc/self/fd/0; do
	scan --input $name <"$tmp/lines"
	count "--input $name: a file" 30000
	timeout 60 sh -c "cat '$tmp/lines' | '$PARTOP' run filescan --pattern ERROR --runs 1 --json --input $name" \
		>"$tmp/out" 2>"$tmp/err"
	rc=$?
	count "--input $name: a pipe" 30000
done
{ read -r _ && read -r _ && scan --input -; } <"$tmp/lines"
count "--input -: the rest of a file" 29998
scan --input /dev/fd/7 7<"$tmp/lines"
count "--input /dev/fd/7" 30000
if command -v bash >/dev/null; then
	timeout 60 bash -c "'$PARTOP' run filescan --pattern ERROR --runs 1 --json --input <(cat '$tmp/lines')" \
		>"$tmp/out" 2>"$tmp/err"
	rc=$?
	count "--input <(process substitution)" 30000
fi
refused 3 "cannot read '-': it is a device" run filescan --input - --pattern x
refused 3 "cannot open '/dev/fd/99'" run filescan --input /dev/fd/99 --pattern x
timeout 60 "$PARTOP" run filescan --input - --pattern x <"$tmp" >"$tmp/out" 2>"$tmp/err"
rc=$?
ok "--input -: a folder" said 3 "it is a directory"
finish
