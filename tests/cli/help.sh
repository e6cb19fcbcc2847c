#!/bin/sh
# SPDX-License-Identifier: MIT
# help, list, version: what a new user asks first.
. "$SRC/tests/lib.sh"

run "$PARTOP"
is "no command: exit 2" "$rc" 2
ok "no command: says how to begin" grep -q '^usage: partop' "$tmp/out"

run "$PARTOP" --version
is "--version: exit 0" "$rc" 0
ok "--version: name and number" grep -Eq '^partop [0-9]+\.[0-9]+' "$tmp/out"
cp "$tmp/out" "$tmp/version"
run "$PARTOP" version
ok "version is --version" cmp "$tmp/out" "$tmp/version"

# Long options in a help text; in a section of the manual page, and that section.
options() {
	sed -nE 's/^  (-[A-Za-z],|   ) --([a-z-]+).*/\2/p' | sort -u
}
flags() {
	grep -E '^\.(It |Op )?Fl | Fl ' | grep -oE ' -[a-z][a-z-]+' | sed 's/^ -//' | sort -u
}
section() {
	awk -v want="$1" '/^\.S[sh] / { on = $1 == ".Ss" && $2 == want } on' "$SRC/doc/partop.1"
}

names() {
	sed -n 's/^  \([a-z]*\) .*/\1/p'
}
for w in $("$PARTOP" list | names); do
	"$PARTOP" help run "$w"
done | options >"$tmp/of-workloads"

run "$PARTOP" help
is "help: exit 0" "$rc" 0
commands=$(names <"$tmp/out")
ok "help: lists run" sh -c "echo '$commands' | grep -qx run"
ok "help: hides the child" sh -c "! grep -q __child '$tmp/out'"
for c in $commands; do
	run "$PARTOP" help "$c"
	cp "$tmp/out" "$tmp/help"
	is "help $c: exit 0" "$rc" 0
	ok "help $c: usage" grep -q "^usage: partop $c" "$tmp/out"
	ok "help $c: fits 80 columns" sh -c "! grep -E '.{81}' '$tmp/out'"
	options <"$tmp/help" >"$tmp/has"
	# options that only workloads have are spoken of, too
	comm -23 "$tmp/of-workloads" "$tmp/has" >"$tmp/others"
	section "$c" | grep -v "Cm run Fl" | flags | comm -23 - "$tmp/others" >"$tmp/told"
	is "help $c: its section of the manual page has its options and no other" \
		"$(comm -3 "$tmp/has" "$tmp/told")" ""
	is "help $c: usage names only options that it has" \
		"$(sed -n '1p' "$tmp/help" | grep -oE -- '--[a-z-]+' | sed 's/--//' | sort -u |
			comm -13 "$tmp/has" -)" ""
	run "$PARTOP" "$c" --help
	ok "$c --help is help $c" cmp "$tmp/out" "$tmp/help"
done

# The formats of export are those of its table, in the help and in the manual page.
run "$PARTOP" help export
formats=$(sed -n 's/^      --format F *[^:]*: *//p' "$tmp/out" | tr '|' ' ')
ok "help export: lists formats" test -n "$formats"
missing=
for f in $formats; do
	section export | grep -qx "\.Cm $f" || missing="$missing $f"
	run "$PARTOP" export /nonexistent --format "$f"
	said 3 nonexistent || missing="$missing --format $f"
done
is "help export: each is explained in the manual page, and taken" "$missing" ""
is "the synopsis has them, too" \
	"$(sed -n 's/^\.Fl -format Cm //p' "$SRC/doc/partop.1" | tr -d '|' | xargs)" "$(echo "$formats" | xargs)"

run "$PARTOP" list
is "list: exit 0" "$rc" 0
workloads=$(names <"$tmp/out")
grep '^[^ ]' "$tmp/out" >"$tmp/chapters"
ok "list: begins with a chapter" sh -c "head -n 1 '$tmp/out' | grep -q '^[A-Z]'"
is "list: chapters have titles and at least two workloads each" \
	"$(awk '/^[A-Z ]+: [a-z]/ { if (NR > 1 && n < 2) bad++; n = 0; next } /^  [a-z]+ +[^ ]/ { n++; next }
		{ bad++ } END { print bad + (n < 2) }' "$tmp/out")" 0
ok "list: fits 80 columns" sh -c "! grep -E '.{81}' '$tmp/out'"
for w in fib sum quicksort hashagg filescan; do
	ok "list: $w" sh -c "echo '$workloads' | grep -qx $w"
done
run "$PARTOP" list -v
ok "list -v: what workloads teach" grep -q teaches "$tmp/out"
is "list -v: the same chapters" "$(grep '^[A-Z]' "$tmp/out")" "$(cat "$tmp/chapters")"
all=$(echo "$workloads" | wc -l)
is "... by which comparison" "$(grep -c '^  shown by: *partop compare ' "$tmp/out")" "$all"
is "... and what to expect of it" "$(grep -c '^  expect: ' "$tmp/out")" "$all"
for w in $workloads; do
	run "$PARTOP" help run "$w"
	is "help run $w: exit 0" "$rc" 0
	ok "help run $w: usage" grep -q "^usage: partop run $w" "$tmp/out"
	cp "$tmp/out" "$tmp/help"
	ok "help run $w: fits 80 columns" sh -c "! grep -E '.{81}' '$tmp/out'"
	run "$PARTOP" run "$w" --help
	ok "run $w --help is help run $w" cmp "$tmp/out" "$tmp/help"
done
run "$PARTOP" help run scan
ok "help run scan: policies, and the variant that has none of them" sh -c \
	"tr -s ' \n' ' ' <'$tmp/out' | grep -q 'policy: steal, static, .*threads; with --variant one-pass only steal '"
run "$PARTOP" help run quicksort
ok "help run quicksort: its own options" grep -q -- --input-kind "$tmp/out"
ok "help run quicksort: the default of an option" grep -q 'default: 60M' "$tmp/out"

refused 2 "unknown command 'rnu': did you mean run" rnu
refused 2 "unknown command 'xyzzy'; partop help" xyzzy
refused 2 "unknown command" help xyzzy
refused 2 "unknown workload 'quiksort': did you mean quicksort" run quiksort
refused 2 "unknown workload 'xyzzy'; partop list" run xyzzy
refused 2 "unknown workload" help run xyzzy
refused 2 "one word too many" list fib
refused 2 "one word too many" version 2
refused 2 "stands before a command" --threads 4 run fib
refused 2 "for partop itself" __child fib

finish
