#!/bin/sh
# SPDX-License-Identifier: MIT
# A recording that is kept: report, export and check agree with the run; damage is survived.
. "$SRC/tests/lib.sh"
needs jq

t=$tmp/t.ptrace
run "$PARTOP" run quicksort --size 200k --threads 3 --runs 3 --trace "$t" --json
is "run with --trace" "$rc" 0
cp "$tmp/out" "$tmp/run.json"
is "the JSON object names the trace" "$(json .trace)" "$t"

run "$PARTOP" check "$t"
is "check: it adds up" "$rc" 0
ok "check: says so" grep -q 'all invariants hold' "$tmp/out"

run "$PARTOP" export "$t" --format json
is "export json: exit code" "$rc" 0
cp "$tmp/out" "$tmp/export.json"
for f in workload variant params seed threads sequential one_worker parallel speedup cores tasks \
	steals steal_matrix workers result verified; do
	is "export json: $f as in the run" "$(jq -c ".$f" "$tmp/export.json")" "$(jq -c ".$f" "$tmp/run.json")"
done

run "$PARTOP" report "$t"
is "report: exit code" "$rc" 0
is "report: nothing on stderr" "$(cat "$tmp/err")" ""
ok "report: names the run" grep -q 'quicksort n=200k.*3 workers' "$tmp/out"
run "$PARTOP" report "$t" --ascii
ok "report --ascii: ASCII only" sh -c "! LC_ALL=C grep -q '[^ -~]' '$tmp/out'"

run "$PARTOP" export "$t" --format csv
is "export csv: a head, and a line per worker" "$(wc -l <"$tmp/out")" \
	"$((1 + $(jq '.workers | length' "$tmp/export.json")))"
is "export csv: the tasks of the object" \
	"$(awk -F, 'NR > 1 { sum += $3 } END { print sum + 0 }' "$tmp/out")" "$(jq .tasks "$tmp/export.json")"
run "$PARTOP" export "$t" --format csv --csv-separator tab
ok "export csv: fields between tabs" grep -q "^worker	cpu	tasks	" "$tmp/out"
run "$PARTOP" export "$t" --format json --csv-separator tab
ok "export: an option of another format is refused" said 2 'csv-separator is for the format csv, not json'

run "$PARTOP" export "$t" --format chrome --output "$tmp/chrome.json"
is "export chrome: exit code" "$rc" 0
ok "export chrome: events with names, times and threads" jq -e '
	(.traceEvents? // .) | length > 20 and all(.[]; has("ph") and has("pid"))' "$tmp/chrome.json"
run "$PARTOP" export "$t" --format chrome --output "$tmp/chrome.json"
ok "export: an existing file is kept" said 3 'chrome.json exists; --force'
run "$PARTOP" export "$t" --format json --output "$tmp/chrome.json" --force
is "export --force: overwrites" "$rc" 0
ok "export --force: nothing of the longer file is left" jq -e .schema "$tmp/chrome.json"
refused 3 'is the recording itself' export "$t" --format json --output "$t" --force
refused 3 'No such file' export "$tmp/none" --format json --output "$tmp/new"
ok "export: a failed one leaves no file" test ! -e "$tmp/new"
timeout 60 "$PARTOP" export "$t" --format chrome >/dev/full 2>"$tmp/err"
rc=$?
: >"$tmp/out"
ok "export to a full disk" said 3 'No space'

run "$PARTOP" run fib --size 24 --runs 1 --detail counters --trace "$tmp/c" --quiet
run "$PARTOP" check "$tmp/c"
is "--detail counters: it adds up" "$rc" 0

# ---- what is no recording
printf 'hello\n' >"$tmp/text"
: >"$tmp/empty"
printf x >"$tmp/byte"
mkfifo "$tmp/fifo"
head -c 100000 /dev/zero >"$tmp/zeros"
for c in report check "export --format json"; do
	# shellcheck disable=SC2086
	for f in text empty byte zeros fifo none; do
		refused 3 "$f" $c "$tmp/$f"
	done
	# shellcheck disable=SC2086
	refused 3 "$tmp" $c "$tmp"
done

# ---- cut at many places, and with bytes changed: read or refused, never a crash
size=$(wc -c <"$t")
survives() { # what a reader may do
	case $rc in
	0) return 0 ;;
	3) one_line ;;
	*) return 1 ;;
	esac
}
lost=0 read=0
for i in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19; do
	head -c $((size * i / 20)) "$t" >"$tmp/cut"
	run "$PARTOP" report "$tmp/cut"
	survives || lost=$((lost + 1))
	[ "$rc" -ne 0 ] || read=$((read + 1))
done
is "cut at 20 places: none crashes" "$lost" 0
ok "cut at 20 places: some can be read" test "$read" -gt 3
run "$PARTOP" report "$tmp/cut"
ok "a cut recording: a warning" grep -q '^! .*cut short' "$tmp/out"
lost=0
for at in 0 4 8 16 24 40 64 256 300 4096 4100 8192 65536 131072 $((size / 2)) $((size - 70000)); do
	cp "$t" "$tmp/bad"
	printf '\377\377\377\377\377\377\377\377' | dd of="$tmp/bad" bs=1 seek="$at" conv=notrunc 2>"$tmp/dd"
	for c in report check "export --format chrome"; do
		# shellcheck disable=SC2086
		run "$PARTOP" $c "$tmp/bad"
		[ "$rc" -le 3 ] || lost=$((lost + 1))
	done
done
is "changed in 16 places: none crashes" "$lost" 0

# a file of any length costs nothing when it is one hole: it is not walked through
long=$tmp/long
run "$PARTOP" run fib --size 20 --runs 1 --quiet --trace "$long"
if truncate -s 1T "$long" 2>/dev/null; then
	patience=30
	run "$PARTOP" report "$long"
	ok "a hole of 1 TiB at the end: the report" test "$rc" -eq 0
	ok "... says so" grep -q 'longer than what was recorded' "$tmp/out"
	run "$PARTOP" check "$long"
	is "... and check is quick" "$rc" 0
	# the header tells of as many chunks: 16 Mi
	printf '\000\000\000\001\000\000\000\000' | dd of="$long" bs=1 seek=272 conv=notrunc 2>/dev/null
	run timeout 20 "$PARTOP" report "$long"
	is "a hole of 1 TiB that the header vouches for" "$rc" 0
else
	skip "a hole of 1 TiB" "this file system has no such files"
fi
finish
