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
run "$PARTOP" run fib --size 3 --threads 2 --runs 3 --preview none --json
cp "$tmp/out" "$tmp/j"
is "a short run: exit code" "$rc" 0
point "a short run is not divided" '[.cores[]] | all(. == null)'
point "... and it is said why" '.cores_why | test("^run too short to divide \\([0-9.]+ [nu]s\\)$")'
point "... as advice, too" '.advice | map(.rule) | index("too_short") != null'
point "each advice has its rule, number, text and suggestion" '.advice | all((.rule | length > 0) and (.number | type == "number") and (.text | length > 0) and has("suggestion"))'
run "$PARTOP" run fib --size 3 --threads 2 --runs 3 --preview none --no-ui
ok "... in the report" grep -q '^where the cores went: run too short to divide' "$tmp/out"
finish
