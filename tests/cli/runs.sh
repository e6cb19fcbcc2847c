#!/bin/sh
# SPDX-License-Identifier: MIT
# Every workload, headless, with every variant and several worker counts; how often things run.
. "$SRC/tests/lib.sh"
needs jq

go() { # NAME WANT FILTER ARGS...
	name=$1 want=$2 filter=$3
	shift 3
	run "$PARTOP" run "$@" --json
	is "$name" "$rc $(json "$filter")" "0 $want"
}
small() {
	case $1 in
	fib) echo --size 22 ;;
	nqueens) echo --size 9 ;;
	uts) echo --tree T1 ;;
	filescan) echo --size 300k ;;
	hashagg) echo --size 50k ;;
	iowait) echo --size 40 --work 100 ;;
	irregular) echo --size 2k ;;
	counter) echo --size 60k --work 2 ;;
	mandelbrot | matmul | images) echo --size 200 ;;
	*) echo --size 60k ;;
	esac
}
for w in $("$PARTOP" list | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
	for t in 1 2 8; do
		# shellcheck disable=SC2046
		go "$w, $t workers, every result checked" "$w $t true" '"\(.workload) \(.threads) \(.verified)"' \
			"$w" $(small "$w") --threads $t --runs 3 --verify full
	done
	for v in $("$PARTOP" help run "$w" | sed -n 's/^  \(variant:\|        \) \([a-z][a-z-]*\) .*/\2/p'); do
		# shellcheck disable=SC2046
		go "$w, variant $v" "$v true" '"\(.variant) \(.verified)"' \
			"$w" $(small "$w") --threads 3 --runs 2 --variant "$v"
	done
	[ "$w" != uts ] || continue	# its trees have the size they have
	run "$PARTOP" run "$w" --size 1 --runs 1 --warmup 0 --json --threads 2
	is "$w, size 1 works or is refused" "$(test "$rc" -eq 0 || said 2 '--size' && echo yes)" yes
done
for k in random sorted reversed few organ; do
	go "quicksort of $k input" true .result.sorted quicksort --size 70k --input-kind $k --runs 1
done
for t in u64 i64 u32 i32 f64; do
	go "quicksort of $t" true .result.sorted quicksort --size 70k --type $t --runs 1
done
go "quicksort: the same input, the same checksum" \
	"$(json '.result | tostring')" '.result | tostring' quicksort --size 70k --type f64 --runs 1 --threads 1
for t in u64 i64 i32 f64; do
	go "sum of $t" true .verified sum --size 100k --type $t --runs 1
done
go "a grain" true .verified sum --size 1M --grain 1000 --runs 1 --threads 4
go "fib with a cut-off" 'true 832040' '"\(.verified) \(.result.value)"' fib --size 30 --grain 20 --runs 1

go "--runs 4 --warmup 0" 4 '.parallel.runs_s | length' fib --size 20 --runs 4 --warmup 0
go "--warmup 3 does not count" 2 '.parallel.runs_s | length' fib --size 20 --runs 2 --warmup 3
go "by default at least five runs" true '.parallel.runs_s | length >= 5' fib --size 20
go "--runs 4: four rounds of all three versions" '4 4 4' \
	'"\(.sequential.runs_s | length) \(.one_worker.runs_s | length) \(.parallel.runs_s | length)"' \
	fib --size 20 --runs 4 --threads 2
go "--order blocks: baselines of three runs" '3 3 4' \
	'"\(.sequential.runs_s | length) \(.one_worker.runs_s | length) \(.parallel.runs_s | length)"' \
	fib --size 20 --runs 4 --threads 2 --order blocks
go "--preview none: none is told" null .preview fib --size 20 --runs 1 --preview none
go "one worker: its runs are the baseline" true '.one_worker.runs_s == .parallel.runs_s' \
	fib --size 20 --runs 4 --threads 1

# The order as recorded: names of the phases, in the order of their begin.
phases() { # FILE
	"$PARTOP" export "$1" --format chrome |
		jq -r '[.[] | select(.args.elapsed_ns? != null)] |
			sort_by(.ts) | map(.name | split(" ")[0]) | join(" ")'
}
run "$PARTOP" run quicksort --size 70k --runs 2 --threads 2 -q -o "$tmp/rounds"
is "a small input, preview, the input, then rounds" "$(phases "$tmp/rounds" | sed 's/ verify\| reset//g')" \
	"set-up preview set-up sequential one run sequential one run"
run "$PARTOP" run quicksort --size 70k --runs 2 --threads 2 -q --order blocks --preview none -o "$tmp/blocks"
is "--order blocks --preview none: one version after the other" \
	"$(phases "$tmp/blocks" | sed 's/ verify\| reset//g')" \
	"set-up sequential sequential sequential one one one run run"
run "$PARTOP" run fib --size 20 --runs 1 --threads 2 --warmup 2 -q -o "$tmp/warm"
is "warm-ups come right before the first run" "$(phases "$tmp/warm" | sed 's/ verify//g')" \
	"set-up preview set-up sequential one warm-up warm-up run"
run "$PARTOP" run fib --size 16 --runs 1 --threads 2 --detail full -q -o "$tmp/full"
is "a kept recording of all events has none of a preview" "$(phases "$tmp/full" | sed 's/ verify//g')" \
	"set-up sequential one run"
go "a preview has a part of all: also of what stands far behind its end" "true 900000 250000" \
	'"\(.preview.steals >= 0) \(.result.bad_line) \(.preview.size)"' \
	parse --size 1M --bad 900k --runs 1 --threads 2
printf '%s\n' a b c >"$tmp/lines"
run "$PARTOP" run filescan --input "$tmp/lines" --pattern a --runs 1 --threads 2 -q -o "$tmp/input"
is "an input file is previewed as it is" "$(phases "$tmp/input" | sed 's/ verify\| reset//g')" \
	"set-up preview sequential one run"
go "--baselines 1: in the first round only" 1,1,3 '[.sequential, .one_worker, .parallel] | map(.runs_s | length | tostring) | join(",")' \
	fib --size 20 --runs 3 --threads 2 --baselines 1
go "--baselines 0: none, and no speedup" true '.sequential.runs_s == [] and .speedup == null and (.parallel.runs_s | length) == 2' \
	fib --size 20 --runs 2 --threads 2 --baselines 0
run "$PARTOP" run fib --size 27 --time 300ms --json
ok "--time 300ms: runs for so long" jq -e '(.parallel.runs_s | length) > 1 and (.parallel.runs_s[:-1] | add) <= 0.3' "$tmp/out"
go "--time and --runs: whichever comes first" 2 '.parallel.runs_s | length' fib --size 20 --time 60s --runs 2
go "--detail counters records no events" 0 .events fib --size 24 --runs 1 --threads 2 --detail counters
go "--detail steals does" true '.events > 0' fib --size 24 --runs 1 --threads 2
go "--verify none" null .verified fib --size 20 --runs 1 --verify none
run "$PARTOP" run fib --size 20 --runs 1 --verify none
ok "... and the report says so" grep -q '^  not verified ' "$tmp/out"
go "--seed changes the input" true '.result | length > 0' quicksort --size 70k --seed 2 --runs 1

run "$PARTOP" run fib --size 20 --runs 1
is "no terminal: the report" "$rc" 0
ok "... names workload and workers" grep -q fib "$tmp/out"
ok "... without escape sequences" sh -c "! grep -q '$(printf '\033')' '$tmp/out'"
is "... nothing on stderr" "$(cat "$tmp/err")" ""
run "$PARTOP" run fib --size 20 --runs 1 --no-ui --color always
ok "--color always: with escape sequences" grep -q "$(printf '\033')" "$tmp/out"
run "$PARTOP" run fib --size 20 --runs 1 --ascii
ok "--ascii: ASCII only" sh -c "! LC_ALL=C grep -q '[^ -~]' '$tmp/out'"
finish
