#!/bin/sh
# SPDX-License-Identifier: MIT
# What the numbers must never claim: sleep is not work, a part is never missing, no number that
# there cannot be.
. "$SRC/tests/lib.sh"
needs jq

prog=$BUILD/tests/cli/program
point() { # NAME FILTER
	ok "$1" jq -e "$2" "$tmp/j"
}
watched() { # WORDS...: the JSON object of the program is $tmp/j
	rm -f "$tmp/j"
	run "$PARTOP" exec --quiet "--json=$tmp/j" -- "$prog" "$@"
}

# a sleeping task keeps no CPU busy
PARTOP_THREADS=8
export PARTOP_THREADS
watched naps 400
is "naps: exit code" "$rc" 0
if jq -e '.cores.blocked == null' "$tmp/j" >/dev/null; then
	skip "naps are blocked time" "this kernel does not tell"
else
	point "naps are blocked time" '.cores.blocked > 4'
	point "... and not busy" '.cpus_busy < 0.5 and .utilization < 0.1'
	point "... of every worker" '.workers | all(.blocked_s > .busy_s)'
fi
point "no more CPUs busy than there are" '.cpus_busy <= .cpus'
point "the cores add up" '([.cores[]] | add) - .threads | fabs < 1e-6'
run "$PARTOP" exec -- "$prog" naps 100
ok "naps: the report has the part" grep -q '^  blocked  ' "$tmp/err"
unset PARTOP_THREADS

# a lock that all tasks want
run "$PARTOP" run hashagg --size 2M --threads 8 --variant mutex --runs 3 --preview none --json
cp "$tmp/out" "$tmp/j"
is "a mutex: exit code" "$rc" 0
if jq -e '.cores.blocked == null' "$tmp/j" >/dev/null; then
	skip "a mutex shows as blocked" "this kernel does not tell"
else
	point "a mutex shows as blocked" '.cores.blocked > 0.1'
fi
point "... no more CPUs busy than there are" '.cpus_busy <= .cpus'
point "... the cores add up" '([.cores[]] | add) - .threads | fabs < 1e-6'

# what is too short is not divided; all advice is in the object
run "$PARTOP" run fib --size 3 --threads 2 --runs 200 --preview none --json
cp "$tmp/out" "$tmp/j"
is "a short run: exit code" "$rc" 0
point "a short run is not divided" '[.cores[]] | all(. == null)'
point "... and it is said why" '.cores_why | test("^run too short to divide \\([0-9.]+ [nu]s\\)$")'
point "... as advice, too" '.advice | map(.rule) | index("too_short") != null'
point "each advice has its rule, number, text and suggestion" '.advice | all((.rule | length > 0) and (.number | type == "number") and (.text | length > 0) and has("suggestion"))'
run "$PARTOP" run fib --size 3 --threads 2 --runs 200 --preview none --no-ui
ok "... in the report" grep -q '^where the cores went: run too short to divide' "$tmp/out"

# each outermost run of a program is a run, and the baseline is of one
watched baseline 5 fib 27 fib 27 fib 27 fib 27 fib 27 fib 27 fib 27 fib 27 fib 27 fib 27
point "ten runs are ten runs" '(.runs == 10) and (.parallel.runs_s | length == 10)'
point "... the speedup is that of one" '(.speedup - 0.005 / .parallel.median_s | fabs) < 1e-6'
point "... the median lies within" '.parallel.min_s <= .parallel.median_s and .parallel.median_s <= .parallel.max_s'
point "... the cores add up" '([.cores[]] | add) - .threads | fabs < 1e-6'
point "... a serial fraction is one, or unknown" '.karp_flatt == null or (.karp_flatt >= 0 and .karp_flatt <= 1)'
watched runs 20000
point "all of many runs are counted" '.runs == 20000'
point "... some of them are measured" '(.parallel.runs_s | length) as $n | $n >= 32 and $n < 20000'
watched fib 27
point "without a baseline the cores add up" '([.cores[]] | add) - .threads | fabs < 1e-6'
watched baseline 5 fib 27
point "without a run on one worker, too" '(.cores.overhead != null) and (([.cores[]] | add) - .threads | fabs < 1e-6)'

# several pools: all are listed, one is shown and named, any can be
rm -f "$tmp/t"
run "$PARTOP" exec --trace "$tmp/t" -- "$prog" fib 26 pool 3 fib 29 fib 29 pool 0 fib 26
is "two pools: exit code" "$rc" 0
ok "... the shown one is named" grep -q '^program, pool 2 of 2: extra, 3 workers' "$tmp/err"
ok "... the other one is not left out" grep -q '^also  pool 1: partop.* 2 runs.*(--pool 1)$' "$tmp/err"
run "$PARTOP" report --pool 1 "$tmp/t"
ok "report --pool 1" grep -q '^program, pool 1 of 2: partop' "$tmp/out"
run "$PARTOP" export --format json --pool 1 "$tmp/t"
cp "$tmp/out" "$tmp/j"
point "export --pool 1" '(.pools | map(.pool) == [1, 2]) and (.pools | map(.shown) == [true, false]) and (.pools[1].threads == 3) and .runs == 2'
point "... its cores add up" '([.cores[]] | add) - .threads | fabs < 1e-6'
refused 2 'there is no pool 3; there are: 1 partop, 2 extra' report --pool 3 "$tmp/t"
run "$PARTOP" check "$tmp/t"
is "two pools: the recording adds up" "$rc" 0
run "$PARTOP" exec --pool 9 -- "$prog" fib 20
ok "a pool that never came is said" grep -q 'there never was a pool 9; there were: 1 partop' "$tmp/err"
rm -f "$tmp/t"
run "$PARTOP" run fib --size 20 --threads 2 --runs 1 --preview none --quiet --trace "$tmp/t"
refused 2 'no pools to choose from' report --pool 1 "$tmp/t"
finish
