#!/bin/sh
# SPDX-License-Identifier: MIT
# What the bench says of figures that are known, of peers that fail, and our own peer's results.
# shellcheck disable=SC2154	# what lib.sh sets
. "$SRC/tests/lib.sh"

compare=$BUILD/bench/compare/compare
mkdir "$tmp/peers"

# A peer that answers the section "queens": 1 ms for everything, but for 2 workers the next of $TIMES
# in each repetition: in all processes, as those are left out that others disturb.  Its 12 queens have
# $SOLUTIONS solutions.
cat >"$tmp/peers/partop" <<'END'
#!/bin/sh
at=$(cat "$0.at" 2>/dev/null || echo 0)
set -- $TIMES
for repetition in 1 2 3 4 5; do
	eval "ns=\${$((at % $# + 1))}"
	printf '0 1000000 %s\n1 1000000 %s\n2 %s %s\n' $SOLUTIONS $SOLUTIONS $ns $SOLUTIONS
	at=$((at + 1))
done
echo $at >"$0.at"
echo "# version none"
END
chmod +x "$tmp/peers/partop"

says() { # NAME VERDICT TIMES
	rm -f "$tmp/peers/partop.at"
	TIMES=$3 SOLUTIONS=14200 BENCH_QUICK=${4-} run "$compare" "$tmp/peers" queens
	is "$1" "$rc $(sed -n 's/^| nqueens, T_2.*| \(.*\) |$/\1/p' "$tmp/out")" "0 $2"
}
says "all intervals below the target: met" met 510000
says "all above: missed" missed 530000
says "on both sides: undecided" undecided "400000 600000"
says "too few processes allow no claim" "too few runs" 510000 1

TIMES=510000 SOLUTIONS=14199 run "$compare" "$tmp/peers" queens
is "a wrong result is no figure" "$rc $(grep -c 'wrong result of queens' "$tmp/out")" "1 3"
is "and leaves its target open" "$(grep -c 'not measured |$' "$tmp/out")" 1
# The shell ends itself: what follows is its text, not this one's.
# shellcheck disable=SC2016
printf '#!/bin/sh\nkill -SEGV $$\n' >"$tmp/peers/partop"
run "$compare" "$tmp/peers" queens
is "a crash is told" "$rc $(grep -c 'ended by signal 11' "$tmp/out")" "1 3"
run "$compare" "$tmp/peers" versions
is "peers that are not there are named" "$(grep -c 'not installed' "$tmp/out")" 6

# A peer that has sorted nothing, and one that has other numbers than the first.
printf '#!/bin/sh\nprintf "0 1000000 0\\n"\n' >"$tmp/peers/quicksort"
printf '#!/bin/sh\nprintf "0 1000000 5\\n"\n' >"$tmp/peers/vqsort"
printf '#!/bin/sh\nprintf "0 1000000 6\\n"\n' >"$tmp/peers/rayon"
chmod +x "$tmp/peers/quicksort" "$tmp/peers/vqsort" "$tmp/peers/rayon"
BENCH_QUICK=1 run "$compare" "$tmp/peers" quicksort
is "numbers that are not sorted are told" "$rc $(grep -c 'quicksort: wrong result of u64:0:10000000: 0' "$tmp/err")" "1 1"
is "and others than those of the peer before" "$(grep -c 'rayon: wrong result of u64:1:10000000: 6' "$tmp/err")" 1
run "$compare" "$tmp/peers" nonsense
is "an unknown section is refused" "$rc" 2

# The node counts are those that the UTS benchmark states.
items="fib:W:20 queens:W:8 tree:W:1 tree:W:3 loop:W:10000 reduce:W:10000 scan:W:10000 filter:W:10000
find:W:10000 max:W:10000 count:W:10000 bins:W:10000 grid:W:100 sort:W:10000 stable:W:10000"
checks="6765 92 4130071 4112897"
result() { # PEER ITEMS
	run "$BUILD/bench/peers/$1" -w 1 $2
	awk '/^[0-9]/ { printf "%s ", $3 }' "$tmp/out"
}
serial=$(result serial "$(echo "$items" | sed s/W/0/g)")
ok "serial C: known results" test "${serial#"$checks "}" != "$serial"
for w in 1 2 8; do
	is "partop, $w workers: the same" \
		"$(result partop "$(echo "$items" | sed s/W/$w/g)")" "$serial"
done
is "plain functions, a chunk per index, depth" \
	"$(result partop "fib-plain:2:20 loop-each:2:10000 deep:2:10000" | cut -d' ' -f1,3)" "6765 10000"

# The same numbers sorted in three ways, of three types, and in other orders.  0: not sorted.
sorts=$(for type in u64 i32 f64; do echo "$type:W:10001 $type-scalar:W:10001 $type-half:W:10001"; done
	for order in sorted reversed few organ; do echo "u64.$order:W:9999"; done)
sorted=$(result quicksort "$(echo "$sorts" | sed s/W/0/g)")
is "quicksort: sorted, the same in each way" \
	"$(echo "$sorted" | tr ' ' '\n' | grep -v '^0*$' | uniq -c | awk '{ printf "%s ", $1 }')" "3 3 3 1 1 1 1 "
for w in 1 2 8; do
	is "quicksort, $w workers: the same" "$(result quicksort "$(echo "$sorts" | sed s/W/$w/g)")" "$sorted"
done

# The same numbers added up by a loop in C, and by the workload.
sums="sum.u64:W:10007 sum.i32:W:10007 sum.f64:W:10007"
added=$(result serial "$(echo "$sums" | sed s/W/1/g)")
is "a loop in C adds up: three sums" "$(echo "$added" | tr ' ' '\n' | grep -cv '^0*$')" 3
for w in 0 1 2 8; do
	is "sum, $w workers: the same" "$(result sum "$(echo "$sums" | sed s/W/$w/g)")" "$added"
done

# hashagg without DuckDB; then a node that plays it, with wrong groups where there are as many as rows.
mkdir -p "$tmp/build" "$tmp/bin"
ln -s "$(realpath "$PARTOP")" "$tmp/build/partop"
cat >"$tmp/bin/node" <<'END'
#!/bin/sh
file=$4
case $3 in
make) echo "--keys $5 --size $6" >"$file" ;;
groups)
	case $(cat "$file") in *" 10000 "*) echo "9 9"; exit ;; esac
	"$PARTOP" run hashagg $(cat "$file") --top "$5" --runs 1 --threads 1 --json |
		jq -r '.result | "\(.groups) \(.rows)", (.top[] | "\(.key) \(.count) \(.sum)")'
	;;
run)
	for turn in 1 2; do
		printf '1 groups 5 1\n1 counted 4 1\n2 groups 3 1\n2 counted 2 1\n'
	done
	;;
esac
END
chmod +x "$tmp/bin/node"
if command -v jq >/dev/null; then
	run sh "$SRC/bench/agg.sh" "$tmp/build/partop" 1 1000
	is "hashagg alone: three tables, and how to install DuckDB" \
		"$rc $(grep -c '^###' "$tmp/out") $(grep -c 'make bench-duckdb' "$tmp/out") $(grep -c '^| DuckDB' "$tmp/out")" "0 3 1 0"
	mkdir -p "$tmp/build/bench/node/node_modules/@duckdb/node-api"
	run env PATH="$tmp/bin:$PATH" PARTOP="$PARTOP" sh "$SRC/bench/agg.sh" "$tmp/build/partop" 1 1000
	is "beside DuckDB: its times" \
		"$(sed -n 's/^| DuckDB.*| \([12]\) | \(.*\) ms .*/\1 \2/p' "$tmp/out" | head -n 4 | tr '\n' ' ')" \
		"1 5000.0 2 3000.0 1 4000.0 2 2000.0 "
	is "groups that are not DuckDB's are told" \
		"$rc $(grep -c '^###' "$tmp/out") $(grep -c 'with 10000 keys: not what DuckDB says (< [0-9]* 10000 ' "$tmp/out")" "1 2 1"
else
	skip "hashagg beside DuckDB" "no jq"
fi
run "$BUILD/bench/peers/partop" -p 1 region-hot:2:0 steal-hot:2:0 steal-parked:2:0 lifecycle:2:0
is "latencies are there" "$rc $(grep -c '^[0-9] [1-9]' "$tmp/out")" "0 4"
BENCH_DETAIL=full run "$BUILD/bench/peers/partop" -w 1 fib:1:20
ok "events are counted: two or more of each of 10,945 spawns" \
	awk '/^# events/ && $3 > 2 * 10945 { found = 1 } END { exit !found }' "$tmp/out"
finish
