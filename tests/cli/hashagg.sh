#!/bin/sh
# SPDX-License-Identifier: MIT
# hashagg says what awk says, exactly; and what it does with awkward CSV.
. "$SRC/tests/lib.sh"
needs jq

agg() { # ARGS...: key count sum min max per line
	run "$PARTOP" run hashagg --runs 1 --warmup 0 --threads "${threads:-3}" --verify full --json "$@"
	json '.result.top[] | [.key, .count, .sum, .min, .max] | map(tostring) | join(" ")'
}
counts() {
	json '"\(.result.groups) \(.result.rows) \(.result.rejected_rows)"'
}

awk 'BEGIN { srand(3); print "id,city,price"; for (i = 0; i < 30000; i++)
	printf "%d,c%02d,%d.%02d\n", i, int(rand() * rand() * 60), int(rand() * 900) - 100, int(rand() * 100) }' >"$tmp/a.csv"
awk -F, 'NR > 1 { v = $3; sub(/\./, "", v); v += 0; c[$2]++; s[$2] += v
	if (c[$2] == 1 || v < lo[$2]) lo[$2] = v
	if (c[$2] == 1 || v > hi[$2]) hi[$2] = v }
	END { for (k in c) printf "%s %d %.2f %.2f %.2f\n", k, c[k], s[k] / 100, lo[k] / 100, hi[k] / 100 }' \
	"$tmp/a.csv" | LC_ALL=C sort -k3,3nr -k1,1 | head -n 5 >"$tmp/want"
for v in fold mutex sharded; do
	for threads in 1 4; do
		is "sums of cents, $v, $threads workers" \
			"$(agg --input "$tmp/a.csv" --key city --value price --top 5 --variant $v)" "$(cat "$tmp/want")"
	done
done
run "$PARTOP" run hashagg --runs 1 --threads 2 --input "$tmp/a.csv" --key city --value price --top 5
is "the report has a line for each of them" "$(sed -n 's/^  top [0-4] key //p' "$tmp/out" | sed 's/  [a-z]* / /g')" \
	"$(awk '{ print $1, $2, $3, $4, $5 }' "$tmp/want")"
threads=3
is "columns by number" "$(agg --input "$tmp/a.csv" --key 2 --value 3 --top 5)" "$(cat "$tmp/want")"
is "all rows counted" "$(counts)" "$(awk -F, 'NR > 1 && !s[$2]++ { n++ } END { print n, NR - 1, 0 }' "$tmp/a.csv")"

cat >"$tmp/q.csv" <<'EOF'
"name","note","v"
"a, b","say ""hi""",1
"a, b",x,2.5
,x,3
"",x,4
plain,"two
lines",5
plain,x,
plain,x,abc
plain,x,0x10
plain,x,-1
EOF
cat >"$tmp/want" <<'EOF'
 2 7 3 4
plain 2 4 -1 5
a, b 2 3.5 1 2.5
EOF
is "quotes, commas and newlines inside, empty keys" \
	"$(agg --input "$tmp/q.csv" --key name --value v --top 9)" "$(cat "$tmp/want")"
is "empty and non-numeric values are rejected and counted" "$(counts)" "3 9 3"
sed 's/$/\r/' "$tmp/a.csv" >"$tmp/crlf.csv"
agg --input "$tmp/a.csv" --key city --value price --top 5 >"$tmp/want"
is "CRLF" "$(agg --input "$tmp/crlf.csv" --key city --value price --top 5)" "$(cat "$tmp/want")"
printf 'k,v\na,1\nb,2' >"$tmp/nofinal.csv"
is "no final newline" "$(agg --input "$tmp/nofinal.csv" --key k --value v --top 9)" "$(printf 'b 1 2 2 2\na 1 1 1 1')"
printf 'k,v\nb,1\na,1\nc,1\n' >"$tmp/tie.csv"
is "ties by key" "$(agg --input "$tmp/tie.csv" --key k --value v --top 2)" "$(printf 'a 1 1 1 1\nb 1 1 1 1')"
awk 'BEGIN { print "k,v\na,0.1"; for (i = 0; i < 20; i++) print "a,999999999999999999" }' >"$tmp/big.csv"
agg --input "$tmp/big.csv" --key k --value v --top 1 >"$tmp/ignored"
ok "sums over 64 bits are exact" grep -q '19999999999999999980\.1' "$tmp/out"
# keys of any bytes: what is different has different names
printf 'k,v\na\0b,1\na\0c,2\na,3\na\\x00b,4\n\377,5\n\\xff,6\n' >"$tmp/bytes.csv"
run "$PARTOP" run hashagg --input "$tmp/bytes.csv" --key k --value v --top 9 --runs 1 --json --verify full
is "keys with NUL and bytes that are no text" "$(json '.result.top | map([.key, .sum]) | tojson')" \
	'[["\\x5cxff",6],["\\xff",5],["a\\x5cx00b",4],["a",3],["a\u0000c",2],["a\u0000b",1]]'
run "$PARTOP" run hashagg --input "$tmp/bytes.csv" --key k --value v --top 9 --runs 1
is "... in the report" "$(sed -n 's/^  top [0-9] key \([^ ]*\).*/\1/p' "$tmp/out" | tr '\n' ' ')" \
	'\x5cxff \xff a\x5cx00b a a\x00c a\x00b '
{ echo k,v; head -c 20000 /dev/zero | tr '\0' y; echo x,1; head -c 20000 /dev/zero | tr '\0' y; echo z,2; } >"$tmp/long.csv"
run "$PARTOP" run hashagg --input "$tmp/long.csv" --key k --value v --top 2 --runs 1 --json
ok "long keys are cut with a mark, and still differ" jq -e '.result.top | map(.key) | unique | length == 2 and
	all(test("^y{4096}\\\\\\.\\.\\.20001#[0-9a-f]{16}$"))' "$tmp/out"
is "... nothing was lost" "$(json .journal_lost)" 0
printf 'k,v\n' >"$tmp/header.csv"
agg --input "$tmp/header.csv" --key k --value v >"$tmp/ignored" 2>&1
is "only a header: no groups" "$rc $(counts)" "0 0 0 0"

# rejected rows are told, not only counted
first_rejected() { # VALUE
	printf 'k,v\na,%s\n' "$1" >"$tmp/one"
	run "$PARTOP" run hashagg --input "$tmp/one" --key k --value v --runs 1 --json
	json '.warnings | map(select(test("rejected"))) | .[]'
}
fits=$(printf '%040d' 0 | tr 0 x)
is "a rejected value of 40 bytes is shown whole" "$(first_rejected "$fits")" \
	"the only row was rejected, in line 2: '$fits' is no number"
is "a longer one is cut with a mark" "$(first_rejected "${fits}y")" \
	"the only row was rejected, in line 2: '$fits...' is no number"
for v in 1e+ 1e 1e+x -e3; do
	is "'$v' is no number" "$(first_rejected "$v")" \
		"the only row was rejected, in line 2: '$v' is no number"
done
run "$PARTOP" run hashagg --input "$tmp/q.csv" --key name --value v --runs 1 --json
is "a warning names the first rejected row" "$(json '.warnings | map(select(test("rejected"))) | .[]')" \
	"3 of 9 rows were rejected, the first in line 8: an empty value"
run "$PARTOP" run hashagg --input "$tmp/q.csv" --key name --value note --runs 1
ok "... the report has it, above all when all are rejected" \
	grep -q "^! all 9 rows were rejected, the first in line 2: 'say \"\"hi\"\"' is no number" "$tmp/out"
printf 'id,ns\n18446744073709551615,1764303600123456789\n18446744073709551615,18446744073709551615\n' >"$tmp/ns.csv"
agg --input "$tmp/ns.csv" --key id --value ns --top 1 >"$tmp/ignored"
ok "64-bit integers are taken, their sum is exact" grep -q '20211047673833008404' "$tmp/out"

# dialects
sed 's/,/;/g; 2i # 5" long' "$tmp/a.csv" >"$tmp/semi.csv"
agg --input "$tmp/a.csv" --key city --value price --top 5 >"$tmp/want"
is "--separator, --comment" \
	"$(agg --input "$tmp/semi.csv" --key city --value price --top 5 --separator ';' --comment '#')" "$(cat "$tmp/want")"
refused 2 "it has 'id;city;price'; try --separator ';'" run hashagg --input "$tmp/semi.csv" --key city --value price
tr , '\t' <"$tmp/a.csv" >"$tmp/tab.csv"
is "--separator tab" "$(agg --input "$tmp/tab.csv" --key city --value price --top 5 --separator tab)" "$(cat "$tmp/want")"
refused 2 "try --separator tab" run hashagg --input "$tmp/tab.csv" --key city --value price
printf 'k,v\n5" disk,1\n"a,2\n' >"$tmp/inch.csv"
refused 3 'line 2: a quote in a field' run hashagg --input "$tmp/inch.csv" --key k --value v
is "--no-quotes" "$(agg --input "$tmp/inch.csv" --key k --value v --top 9 --no-quotes)" "$(printf '"a 1 2 2 2\n5" disk 1 1 1 1')"
{ printf '\n\r\n'; cat "$tmp/a.csv"; } >"$tmp/blank.csv"
is "empty lines before the header" "$(agg --input "$tmp/blank.csv" --key city --value price --top 5)" "$(cat "$tmp/want")"
tr '\n' '\r' <"$tmp/a.csv" >"$tmp/cr.csv"
refused 3 'lines end with CR alone' run hashagg --input "$tmp/cr.csv" --key city --value price
refused 2 "separator: '::' is no single" run hashagg --input "$tmp/a.csv" --key city --value price --separator ::
refused 2 'comment and --separator' run hashagg --input "$tmp/a.csv" --key city --value price --comment ,
refused 2 "it has 'id', 'city', 'price'" run hashagg --input "$tmp/a.csv" --key City --value price
refused 2 'nope' run hashagg --input "$tmp/a.csv" --key nope --value price
refused 2 '9' run hashagg --input "$tmp/a.csv" --key 9 --value price
: >"$tmp/empty.csv"
run "$PARTOP" run hashagg --input "$tmp/empty.csv" --key k --value v --runs 1
ok "an empty file: refused" one_line
for f in /proc/self/pagemap /proc/self /dev/null; do
	refused 3 "cannot read '$f'" run hashagg --input $f --key 1 --value 1 --no-header
done

# the 1BRC format: by integers of tenths, and by names that only their ends tell apart
awk 'BEGIN { srand(5); for (i = 0; i < 30000; i++) { n = int(rand() * rand() * 60); t = int(rand() * 1999) - 999
	printf "%s%d;%s%d.%d\n", substr("Saint-Augustin-de-Desmaures and more", 1, n % 37), n, t < 0 ? "-" : "",
		(t < 0 ? -t : t) / 10, (t < 0 ? -t : t) % 10 } }' >"$tmp/brc"
awk -F ';' '{ v = $2; sub(/\./, "", v); v += 0; c[$1]++; s[$1] += v
	if (c[$1] == 1 || v < lo[$1]) lo[$1] = v
	if (c[$1] == 1 || v > hi[$1]) hi[$1] = v }
	END { for (k in c) printf "%s;%d;%d;%d;%d\n", k, c[k], s[k], lo[k], hi[k] }' \
	"$tmp/brc" | LC_ALL=C sort -t ';' -k3,3nr -k1,1 >"$tmp/want"
brc() { # ARGS...
	run "$PARTOP" run hashagg --runs 1 --preview none --verify full --json --format 1brc --input "$tmp/brc" --top 100 "$@"
	json '.result.top[] | [.key, .count, (.sum, .min, .max | . * 10 | round)] | map(tostring) | join(";")'
}
for threads in 1 2 8; do
	is "1brc: sums of tenths, $threads workers" "$(brc --threads $threads)" "$(cat "$tmp/want")"
done
printf 'a;1.5\nb;-2.0\na;0.5\n' >"$tmp/two"
run "$PARTOP" run hashagg --runs 1 --format 1brc --input "$tmp/two" --top 2
is "1brc: all values have one decimal" "$(sed -n 's/^  top [0-9] key //p' "$tmp/out")" \
	"$(printf 'a  count 2  sum 2.0  min 0.5  max 1.5\nb  count 1  sum -2.0  min -2.0  max -2.0')"
for simd in none sse2 avx2 avx512; do
	grep -qw "${simd}vl\|$simd" /proc/cpuinfo || [ $simd = none ] || continue
	is "1brc: ... --simd $simd" "$(brc --simd $simd --threads 2)" "$(cat "$tmp/want")"
done
for policy in static dynamic guided threads; do
	is "1brc: ... --policy $policy" "$(brc --policy $policy --threads 3 --grain 5000)" "$(cat "$tmp/want")"
done
refused 2 "key is about a CSV file: not with --format 1brc" run hashagg --input "$tmp/brc" --format 1brc --key 1
refused 2 "format is about a file: needs --input" run hashagg --format 1brc
refused 2 "'2brc' is not one of csv, 1brc" run hashagg --input "$tmp/brc" --format 2brc
refused 3 "is empty" run hashagg --input "$tmp/empty.csv" --format 1brc
is "1brc: from a pipe" "$("$PARTOP" run hashagg --runs 1 --format 1brc --input - --json --verify full <"$tmp/brc" |
	jq -r '"\(.verified) \(.result.rows)"')" "true 30000"

for keys in 7 20k; do
	run "$PARTOP" run hashagg --variant atomic --size 60k --keys $keys --runs 1 --threads 4 --json --verify full
	is "atomics, $keys keys: verified" "$rc $(json .verified)" "0 true"
done
refused 2 "variant atomic is about generated rows: not with --input" \
	run hashagg --variant atomic --input "$tmp/a.csv" --key city --value price

run "$PARTOP" run hashagg --size 30k --keys 100 --skew zipf --runs 1 --threads 3 --json --verify full
is "made rows: verified" "$rc $(json .verified) $(counts)" "0 true 100 30000 0"
finish
