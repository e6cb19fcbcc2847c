#!/bin/sh
# SPDX-License-Identifier: MIT
# --policy: which workload can have which, that it is there in the run, and that it is shown.
# shellcheck disable=SC2154	# what lib.sh sets
. "$SRC/tests/lib.sh"
needs jq

refused 2 "the work of fib is no loop" run fib --policy static
refused 2 "hashagg cannot have 'threads-copy'; it can have: steal, static, dynamic, guided, threads\$" \
	run hashagg --policy threads-copy
refused 2 "'statik' is not one of steal, static, dynamic, guided, threads, threads-copy" \
	run sum --policy statik
refused 2 "the work of fib is no loop" run fib --threads 2 --policy threads
refused 2 "variant barrier of filescan has only steal" \
	run filescan --variant barrier --policy static
refused 2 "variant ordered of transform has only steal" run transform --policy static
refused 2 "variant one-pass of scan has only steal" run scan --policy guided
refused 2 "variant recursive of matmul has only steal" \
	run matmul --variant recursive --policy dynamic
for workload in uts quicksort mergesort nqueens pipeline iowait; do
	refused 2 "the work of $workload is no loop: it has only steal" run $workload --policy static
done
run "$PARTOP" help run sum
ok "help names the policies of a workload" grep -q -- '--policy: .*steal' "$tmp/out"
run "$PARTOP" help run fib
ok "of one without loops it names none" sh -c "! grep -q -- --policy: '$tmp/out'"

measured() { # POLICY: verified, policy, chunks of all workers in a run, threads made
	run "$PARTOP" run sum --size 1M --policy "$1" --threads 3 --runs 2 --verify full --json
	json '"\(.verified) \(.policy)", ([.workers[].chunks] | add), ([.workers[].threads] | add)' |
		tr '\n' ' '
}
is "static: a chunk per worker" "$(measured static)" "true static 3 0 "
is "dynamic: 32 of each worker's share" "$(measured dynamic)" "true dynamic 97 0 "
is "threads: one for each chunk" "$(measured threads)" "true threads 97 97 "
shared() { # WORKLOAD OPTION...: verified, chunks that the workers ran in one run
	run "$PARTOP" run "$@" --threads 3 --runs 1 --verify full --json
	json '"\(.verified) \([.workers[].chunks] | add)"'
}
is "transform: unordered in equal parts" \
	"$(shared transform --variant unordered --size 3k --policy static)" "true 3"
is "parse: equal parts" "$(shared parse --size 3k --policy static)" "true 3"
is "scan: equal parts in both passes" \
	"$(shared scan --variant two-pass --size 3M --policy static)" "true 6"
is "wordcount: equal parts" "$(shared wordcount --size 3M --policy static)" "true 3"
is "matmul: equal parts of two packings and the product" \
	"$(shared matmul --size 200 --policy static)" "true 9"
is "threads-copy: the same" "$(measured threads-copy)" "true threads-copy 97 97 "
run "$PARTOP" run sum --size 1M --policy guided --threads 2 --runs 1 --no-ui
ok "the report names it" grep -q '^sum n=1M, guided' "$tmp/out"
run "$PARTOP" run sum --size 1M --threads 2 --runs 1 --no-ui
ok "and not the default" sh -c "! grep -q steal, '$tmp/out'"
run "$PARTOP" run mandelbrot --size 64 --policy threads --threads 3 --runs 1 --no-ui --detail tasks \
	-o "$tmp/trace"
is "a recording of threads is made" "$rc" 0
run "$PARTOP" check "$tmp/trace"
is "its invariants hold" "$rc" 0

# The law, and shares that are none.
run "$PARTOP" run amdahl --size 100k --serial 20% --threads 8 --runs 1 --json
is "amdahl: 20% serial, 8 workers" "$(json '(.result.predicted_speedup * 100, .result.predicted_limit | round)' | tr '\n' ' ')" "333 5 "
run "$PARTOP" run amdahl --size 20k --runs 1 --threads 2 --no-ui
ok "amdahl: a predicted speedup has no more digits than one reads" grep -q '^  predicted_speedup: 1\.667$' "$tmp/out"
refused 2 '^partop: --serial: 120% is more than all: 0% to 100%$' run amdahl --serial 120%
refused 2 "^partop: --heavy: 'much' is no percentage, as 20% is\$" run irregular --heavy much
finish
