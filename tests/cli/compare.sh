#!/bin/sh
# SPDX-License-Identifier: MIT
# compare: structure of what it says, errors, exit codes, what it keeps.  No time is judged here:
# that is the statistics' own test (tests/unit/test_estimate, test_comparison).
. "$SRC/tests/lib.sh"
needs jq

quick="--size 18 --rounds 2 --runs 2"
# shellcheck disable=SC2086
run "$PARTOP" compare fib $quick --threads 1,2 --json
is "exit code" "$rc" 0
is "nothing on stderr" "$(cat "$tmp/err")" ""
point() { # NAME FILTER
	ok "$1" jq -e "$2" "$tmp/out"
}
is "schema" "$(json .schema)" partop.compare/1
is "a configuration for each value, in order" "$(json '[.configurations[].label] | join(" ")')" "threads=1 threads=2"
is "as many workers as said" "$(json '[.configurations[].threads] | join(" ")')" "1 2"
is "the first is the baseline" "$(json '.baseline, .configurations[0].verdict' | xargs)" "threads=1 baseline"
members >"$tmp/has"
documented compare >"$tmp/told"
is "every member is in the manual page, and every one there is a member" "$(comm -3 "$tmp/has" "$tmp/told")" ""
point "two rounds, in each two runs of each" \
	'.rounds == 2 and (.configurations | all([.time.runs[].round] == [0, 0, 1, 1]))'
point "one run of each baseline in a process" \
	'.configurations[1] | (.sequential.runs | length) == 2 and (.one_worker.runs | length) == 2'
point "a process in a round" '.configurations | all([.processes[].round] == [0, 1])'
point "processes have used something" \
	'[.configurations[].processes[]] | all(.wall_s > 0 and .max_rss_bytes > 100000 and .user_s >= 0)'
point "the cores of a process add up to its workers, where they are known" \
	'[.configurations[] | .threads as $p | .processes[].cores | [.[] | values] | add // $p | . - $p | fabs < 1e-6] | all'
point "runs take time" '[.configurations[].time.runs[].s] | all(. > 0)'
point "medians lie within their runs" \
	'.configurations | all(.time.median_s >= .time.min_s and .time.median_s <= .time.max_s)'
point "the ratio is that of the medians" \
	'(.configurations[0].time.median_s / .configurations[1].time.median_s - .configurations[1].ratio.value | fabs) < 1e-9 * .configurations[1].ratio.value'
point "an interval holds its value" \
	'.configurations[1].ratio | .lo <= .value and .value <= .hi'
point "speedup is sequential / parallel" \
	'.configurations[1] | (.sequential.median_s / .time.median_s - .speedup.value | fabs) < 1e-9 * .speedup.value'
point "results are checked" '.configurations | all(.verified == true)'
point "a winner is the fastest, or there is none" '.winner == null or .winner == .fastest'
point "every run is quiet, disturbed or not known" \
	'[.configurations[].time] | all(.disturbed + .not_known <= (.runs | length))'

# shellcheck disable=SC2086
run "$PARTOP" compare fib $quick --threads 1,2
is "a table: exit code" "$rc" 0
ok "... names what is compared" grep -q '^fib n=18 on ' "$tmp/out"
ok "... has a line for each" sh -c "grep -Eq '^[* ] threads=1 ' '$tmp/out' && grep -Eq '^[* ] threads=2 ' '$tmp/out'"
ok "... says what it comes to" grep -Eq ' is .* faster than |no difference shown' "$tmp/out"
ok "... how far that can be trusted" grep -Eq '^quiet runs .*noise' "$tmp/out"
ok "... fits 80 columns" sh -c "! LC_ALL=C.UTF-8 grep -Eq '.{81}' '$tmp/out'"
run "$PARTOP" compare fib --size 18 --rounds 1 --runs 1 --threads 1,2 --ascii
ok "one round has no winner" grep -q 'no winner: one process' "$tmp/out"
ok "--ascii: ASCII only" sh -c "! LC_ALL=C grep -q '[^ -~]' '$tmp/out'"
run "$PARTOP" compare fib --rounds 1 --runs 1 --size 16,17 --threads 1..3 --json --baselines 0
is "products of lists" "$(json '[.configurations[].label] | join(",")')" \
	"threads=1 size=16,threads=1 size=17,threads=2 size=16,threads=2 size=17,threads=3 size=16,threads=3 size=17"
point "without baselines no speedup" '[.configurations[].speedup.value] | all(. == null)'
run "$PARTOP" compare quicksort --size 20k --rounds 1 --runs 1 --threads 2 \
	--variant parallel-partition,serial-partition,parallel-partition --json
is "a value given twice is compared with itself" "$(json '[.configurations[].label] | join(" ")')" \
	"parallel-partition serial-partition parallel-partition#2"
is "... by the variant's name" "$(json '.configurations[1].variant')" serial-partition

# Files.
run "$PARTOP" compare fib --size 16 --rounds 2 --runs 1 --threads 1,2 "--json=$tmp/j" "--csv=$tmp/c" "--markdown=$tmp/m"
is "--json=FILE and others: exit code" "$rc" 0
is "--json=FILE: the object" "$(jq -r .schema "$tmp/j")" partop.compare/1
is "--csv=FILE: as many fields in each line as names" \
	"$(awk -F, '{ print NF }' "$tmp/c" | sort -u | wc -l) $(wc -l <"$tmp/c")" "1 3"
is "--markdown=FILE: a table" "$(sed -n 2p "$tmp/m" | cut -c1-5)" "|---|"
ok "... and the table on standard output, too" grep -q '^fib' "$tmp/out"
run "$PARTOP" compare fib --size 16 --rounds 1 --runs 1 --threads 1,2 --csv
is "--csv on standard output is alone there" "$(sed -n '1s/,.*//p' "$tmp/out")" configuration
refused 3 'exists; --force' compare fib --threads 1,2 "--json=$tmp/j"
refused 2 'only one can have standard output' compare fib --threads 1,2 --json --csv
refused 2 '^partop: --json and --csv name the same file$' compare fib --threads 1,2 "--json=$tmp/new" "--csv=$tmp/new"

# Recordings.
run "$PARTOP" compare fib --size 16 --rounds 2 --runs 2 --threads 1,2 --save "$tmp/kept"
is "--save: a recording of each process" "$(cd "$tmp/kept" && echo *)" \
	"1-threads=1-1.ptrace 1-threads=1-2.ptrace 2-threads=2-1.ptrace 2-threads=2-2.ptrace"
grep -v '^recordings' "$tmp/out" >"$tmp/then"
run "$PARTOP" report "$tmp/kept"
is "report DIR: the same table as then" "$(cat "$tmp/out")" "$(cat "$tmp/then")"
run "$PARTOP" report "$tmp/kept/2-threads=2-1.ptrace"
ok "report FILE: one of them" grep -q '^fib n=16, 2 workers' "$tmp/out"
rm "$tmp/kept/1-threads=1-2.ptrace"
run "$PARTOP" report "$tmp/kept"
ok "report DIR: an incomplete round does not count" grep -q 'in 1 process,' "$tmp/out"
refused 3 'is not empty' compare fib --threads 1,2 --save "$tmp/kept"
refused 3 'cannot create the folder' compare fib --threads 1,2 --save "$tmp/no/such"
refused 3 'cannot open the folder' compare fib --threads 1,2 --save "$tmp/j"
mkdir "$tmp/empty"
refused 3 'has no recordings of compare or scale' report "$tmp/empty"
run "$PARTOP" run fib --size 16 --runs 1 --quiet --trace "$tmp/empty/run.ptrace"
refused 3 'has no recordings of compare or scale' report "$tmp/empty"

# Commands.
run "$PARTOP" compare --rounds 2 --json -- true -- sh -c 'exit 0'
is "commands: exit code" "$rc" 0
is "... their words" "$(json '[.configurations[].label] | join("|")')" "true|sh -c 'exit 0'"
point "... are timed as processes" '.configurations | all(.kind == "command" and (.time.runs | length) == 2 and .time.min_s > 0)'
point "... have no speedup, no workload" '.configurations | all(.speedup.value == null and (has("workload") | not))'
run "$PARTOP" compare --rounds 1 -- true -- true -- true
ok "three of them" grep -q '^3 commands, 1 round$' "$tmp/out"
run "$PARTOP" compare --rounds 2 --runs 1 -- true -- true
ok "an option that is for workloads is refused" test "$rc" -eq 2
run "$PARTOP" compare --rounds 1 --json -- partop run fib --size 16 --runs 1 -- partop run fib --size 17 --runs 1
is "partop run is measured by its runs" "$(json '[.configurations[] | .workload, .params.size] | join(" ")')" "fib 16 fib 17"
echo marker >"$tmp/count"
run "$PARTOP" compare --rounds 2 --quiet -- sh -c "echo a >>'$tmp/count'" -- sh -c "echo b >>'$tmp/count'"
is "taking turns, the other one first in the next round; a warm-up before" "$(xargs <"$tmp/count")" \
	"marker a b a b b a"
run "$PARTOP" compare --rounds 1 --warmup 0 --quiet -- sh -c "echo a >>'$tmp/count2'" -- true
is "--warmup 0: none" "$(cat "$tmp/count2")" a
run "$PARTOP" compare --rounds 1 --warmup 0 -- sh -c 'cat; echo out; echo err >&2' -- true
is "no input, and what they print is not seen" "$rc $(grep -c '^out$\|^err$' "$tmp/out" "$tmp/err" | cut -d: -f2 | xargs)" "0 0 0"

# Failures.
failed() { # NAME REGEX ARGS: exit 1, one line
	name=$1 regex=$2
	shift 2
	run "$PARTOP" compare "$@"
	ok "$name" said 1 "$regex"
}
failed "a command that fails is named" '^partop: false failed with exit code 1$' -- true -- false
failed "... with its last words" "failed with exit code 3: too bad\$" -- true -- sh -c 'echo first >&2; echo too bad >&2; exit 3'
run "$PARTOP" compare -- true -- sh -c 'kill -TERM $$'
is "a command that is killed" "$rc $(grep -c 'killed by SIGTERM' "$tmp/err")" "143 1"
run "$PARTOP" compare --rounds 2 -- true -- false -- true
is "the others go on while two are left" "$rc $(grep -c '^partop: false failed' "$tmp/err") $(grep -c FAILED "$tmp/out")" "1 1 1"
ok "... without a winner" grep -q 'no winner: false failed' "$tmp/out"
run "$PARTOP" compare --rounds 2 -i -- true -- false
is "--ignore-failure" "$rc" 0
run "$PARTOP" compare --timeout 100ms -- sleep 100 -- true
is "--timeout" "$rc $(grep -c 'not done after' "$tmp/err")" "124 1"
refused 127 'cannot run .*no-such-program' compare -- "$tmp/no-such-program" -- true
run "$PARTOP" compare filescan --input "$tmp/none" --pattern a,b --rounds 1
is "a workload that fails: its own line and code" "$rc $(grep -c none "$tmp/err") $(wc -l <"$tmp/err")" "3 1 1"

# Bad words.
refused 2 '^partop: compare: which workload' compare
refused 2 '^partop: compare: with what.* as in partop compare fib --grain 1,20$' compare fib
refused 2 '^partop: compare: with what' compare fib --threads 2
refused 2 '^partop: compare: one command only' compare -- true
refused 2 '^partop: compare: there is an empty command' compare -- true --
refused 2 '^partop: compare: there is an empty command' compare --
refused 2 "is one word; without the quotes" compare -- 'sleep 1' -- 'sleep 2'
refused 2 'not alike' compare -- true -- partop run fib
refused 2 'a workload or commands' compare fib -- true -- false
refused 2 '^partop: --threads: .4\.\.1. is an empty list' compare fib --threads 4..1
refused 2 '^partop: --variant: .,. is an empty list' compare quicksort --variant ,
refused 2 'has an empty value' compare fib --threads 1,,2
refused 2 "^partop: --variant: quicksort has no 'x'" compare quicksort --variant parallel-partition,x
refused 2 "^partop: --threads: 'x' is not a number" compare fib --threads 1,x
refused 2 '^partop: --threads: .*above 256' compare fib --threads 1..300
refused 2 'more than 64 configurations' compare fib --threads 1..65
refused 2 '^partop: --rounds: 0 is below 1' compare fib --threads 1,2 --rounds 0
refused 2 "^partop: fib has no option --pattern" compare fib --pattern a,b
refused 2 "^partop: unknown option '--trace'" compare fib --threads 1,2 --trace "$tmp/t"
refused 2 'can be read only once' compare filescan --input - --pattern a,b
mkfifo "$tmp/fifo"
refused 2 'can be read only once' compare filescan --input "$tmp/fifo" --pattern a,b
refused 2 '^partop: --save: commands leave no recordings' compare --save "$tmp/s" -- true -- true
refused 2 '^partop: --trace: --save' compare -- partop run fib --trace "$tmp/t" -- partop run fib
ok "nothing is left behind" test ! -e "$tmp/s" -a ! -e "$tmp/t" -a ! -e "$tmp/no"

# A name means one thing.
options() {
	sed -nE 's/^  (-[A-Za-z],|   ) --([a-z-]+).*/\2/p' | sort -u
}
"$PARTOP" help compare | options >"$tmp/own"
for w in $("$PARTOP" list | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
	"$PARTOP" help run "$w"
done | options >"$tmp/of-workloads"
is "no workload has an option of compare's own" "$(comm -12 "$tmp/own" "$tmp/of-workloads")" ""

# An interrupt ends it with the rounds that are complete.
"$PARTOP" compare --rounds 1000 --warmup 0 -- sh -c "echo x >>'$tmp/turns'" -- sh -c "echo x >>'$tmp/turns'" \
	>"$tmp/out" 2>"$tmp/err" &
pid=$!
enough_turns() { [ "$(wc -l <"$tmp/turns")" -ge 8 ]; }
poll enough_turns
kill -TERM $pid	# a shell's background job ignores SIGINT
wait $pid
rc=$?
is "interrupted: the code of the signal" "$rc" 143
ok "... and what there is" grep -q 'interrupted: ' "$tmp/out"
finish
