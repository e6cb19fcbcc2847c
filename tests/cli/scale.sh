#!/bin/sh
# SPDX-License-Identifier: MIT
# scale: structure of what it says, errors, exit codes, pictures, what it keeps.  No time is judged
# here: the numbers' own tests are tests/unit/test_scaling, test_fit, test_crossover.
. "$SRC/tests/lib.sh"
needs jq

quick="--rounds 2 --runs 2"
point() { # NAME FILTER
	ok "$1" jq -e "$2" "$tmp/out"
}

# Threads.
# shellcheck disable=SC2086
run "$PARTOP" scale fib --size 18 $quick --threads 1,2,4 --json
is "exit code" "$rc" 0
is "nothing on stderr" "$(cat "$tmp/err")" ""
is "schema and axis" "$(json '.schema, .axis' | xargs)" "partop.scale/1 threads"
members >"$tmp/has"
{ documented compare; documented scale; } | sort -u >"$tmp/told"
is "every member is in the manual page" "$(comm -23 "$tmp/has" "$tmp/told")" ""
documented scale outside >"$tmp/told"
is "... every one there is a member" "$(comm -13 "$tmp/has" "$tmp/told")" ""
is "one curve, a point for each number" "$(json '[.curves[].points[].place] | join(" ")')" "1 2 4"
is "as many workers as said" "$(json '[.curves[0].points[].threads] | join(" ")')" "1 2 4"
point "two rounds, in each two runs" '.rounds == 2 and (.curves[0].points | all([.time.runs[].round] == [0, 0, 1, 1]))'
point "the baseline is that of all points" '[.curves[0].points[].sequential_s] | unique | length == 1'
point "speedup is baseline / time" \
	'.curves[0].points | all((.sequential_s / .time.median_s - .speedup.value | fabs) < 1e-6 * .speedup.value)'
point "efficiency is speedup / workers" \
	'.curves[0].points | all((.speedup.value / .place - .efficiency | fabs) < 1e-9)'
point "self-speedup is against one worker: there about 1, as it is the same and more" \
	'.curves[0].points[0].self_speedup.value > 0.1'
point "one worker has no Karp-Flatt" '.curves[0].points[0].karp_flatt == null'
point "beyond the CPUs is beyond the CPUs" '.curves[0].points | all(.oversubscribed == (.threads > .cpus))'
point "below 4 points there is no law" '.curves[0] | .amdahl == null and .usl == null'
point "no crossover, no flat part" '.curves[0] | .crossover == null and .flat == null'
point "results are checked" '.curves[0].points | all(.verified == true)'

# shellcheck disable=SC2086
run "$PARTOP" scale fib --size 18 $quick --threads 1..3
is "a table: exit code" "$rc" 0
ok "... says of what" grep -q '^fib n=18 on ' "$tmp/out"
ok "... a line for each number" sh -c "grep -Eq '^ +1 ' '$tmp/out' && grep -Eq '^ +3 ' '$tmp/out'"
ok "... and a plot" grep -q 'linear' "$tmp/out"
ok "... says what it comes to" grep -q '^fastest with ' "$tmp/out"
ok "... and why there is no law" grep -q '^no fit: ' "$tmp/out"
ok "... fits 80 columns" sh -c "! grep -Eq '.{81}' '$tmp/out'"
run "$PARTOP" scale fib --size 16 --rounds 1 --runs 1 --threads 1,2 --ascii
ok "--ascii: ASCII only" sh -c "! LC_ALL=C grep -q '[^ -~]' '$tmp/out'"
run "$PARTOP" scale fib --size 16 --rounds 1 --runs 1 --json
point "without a list: from one worker to the CPUs" \
	'.axis == "threads" and (.curves[0].points | .[0].place == 1 and .[-1].place == .[-1].cpus)'
run "$PARTOP" scale fib --size 16 --rounds 1 --runs 1 --threads 1..9x3 --json
is "a range with a step" "$(json '[.curves[].points[].place] | join(" ")')" "1 3 9"
run "$PARTOP" scale quicksort --size 20k --rounds 1 --runs 1 --threads 1,2 --json \
	--variant parallel-partition,serial-partition
is "another list makes curves" "$(json '[.curves[].label] | join(" ")')" \
	"parallel-partition serial-partition"
is "... each with all places" "$(json '[.curves[].points[].place] | join(" ")')" "1 2 1 2"

# Weak.
run "$PARTOP" scale quicksort --size 10k --rounds 1 --runs 1 --threads 1,2,3 --weak --json
is "weak: axis" "$(json .axis)" weak
is "... no more work for one than for three" "$(json '[.curves[0].points[].params.size] | join(" ")')" "10000 20000 30000"
point "... each has its own baseline" '.curves[0].points | all(.sequential.median_s == .sequential_s)'
point "... growth begins at 1" '.curves[0].points | .[0].growth == 1 and .[2].growth > 0'
run "$PARTOP" scale fib --size 20 --rounds 1 --runs 1 --threads 1,2,4 --weak --json
is "... by the work that the workload says" "$(json '[.curves[0].points[].params.size] | join(" ")')" "20 21 23"
run "$PARTOP" scale fib --rounds 1 --runs 1 --threads 1,2 --weak --json --baselines 0
is "... the most workers have the default size" "$(json '.curves[0].points[-1].params.size')" 38

# Sizes.
run "$PARTOP" scale quicksort --sizes 100..10K --rounds 2 --threads 2 --json
is "sizes: axis" "$(json .axis)" size
is "... by powers of ten" "$(json '[.curves[0].points[].params.size] | join(" ")')" "100 1000 10000"
point "... baselines as often as runs" '.curves[0].points[0] | (.sequential.runs | length) == (.time.runs | length)'
point "... there is an answer" '.curves[0].crossover.kind | IN("never", "always", "from", "part")'
run "$PARTOP" scale quicksort --sizes 100,10K --rounds 1 --threads 2
ok "... in words" grep -Eq '^the parallel version wins' "$tmp/out"

run "$PARTOP" scale quicksort --sizes 100,1K --rounds 1 --runs 1 --threads 1,2 --json
is "... over threads: numbers have their names" "$(json '[.curves[].label] | join(" ")')" "threads=1 threads=2"

# Grains.
run "$PARTOP" scale sum --size 100k --grains 1..1000 --rounds 2 --runs 2 --threads 2 --json
is "grains: axis" "$(json .axis)" grain
is "... by powers of four" "$(json '[.curves[0].points[].place] | join(" ")')" "1 4 16 64 256 1000"
point "... the flat part holds the best" '.curves[0].flat | .first <= .best and .best <= .last'
run "$PARTOP" scale sum --size 100k --grains 1,1000 --rounds 1 --runs 2 --threads 2
ok "... in words" grep -Eq '^(flat from|best grain) ' "$tmp/out"

# Files.
run "$PARTOP" scale fib --size 16 --rounds 2 --runs 1 --threads 1,2 "--json=$tmp/j" "--csv=$tmp/c" "--markdown=$tmp/m"
is "--json=FILE and others: exit code" "$rc" 0
is "--json=FILE: the object" "$(jq -r .schema "$tmp/j")" partop.scale/1
is "--csv=FILE: as many fields in each line as names" \
	"$(awk -F, '{ print NF }' "$tmp/c" | sort -u | wc -l) $(wc -l <"$tmp/c")" "1 3"
is "--markdown=FILE: a table" "$(sed -n 2p "$tmp/m" | cut -c1-5)" "|---:"
refused 3 'exists; --force' scale fib --threads 1,2 "--json=$tmp/j"

# Recordings.
run "$PARTOP" scale quicksort --size 20k --rounds 2 --runs 2 --threads 1,2 --save "$tmp/kept" --variant \
	parallel-partition,serial-partition
is "--save: a recording of each process" "$(cd "$tmp/kept" && echo *.ptrace | wc -w)" 8
grep -v '^recordings' "$tmp/out" >"$tmp/then"
run "$PARTOP" report "$tmp/kept"
is "report DIR: the same as then" "$(cat "$tmp/out")" "$(cat "$tmp/then")"

# Pictures.
run "$PARTOP" scale fib --size 16 --rounds 1 --runs 1 --threads 1,2 --quiet --plot "$tmp/p.svg" \
	--plot "$tmp/p.png" --plot "$tmp/p.pdf"
if grep -q 'cairo' "$tmp/err"; then
	is "without cairo: one line, exit 3" "$rc $(wc -l <"$tmp/err")" "3 1"
	skip "pictures" "this partop has no cairo"
else
	is "--plot: exit code" "$rc" 0
	is "... a PNG" "$(head -c 4 "$tmp/p.png" | tail -c 3)" PNG
	is "... a PDF" "$(head -c 5 "$tmp/p.pdf")" "%PDF-"
	if command -v xmllint >/dev/null 2>&1; then
		ok "... an SVG that is XML" xmllint --noout "$tmp/p.svg"
		is "... and SVG" "$(xmllint --xpath 'local-name(/*)' "$tmp/p.svg")" svg
	else
		skip "an SVG that is XML" "xmllint is not installed"
	fi
	refused 3 'exists; --force' scale fib --threads 1,2 --plot "$tmp/p.svg"
	run "$PARTOP" scale fib --size 16 --rounds 1 --runs 1 --threads 1,2 --quiet --force --plot "$tmp/p.svg"
	is "--force replaces it" "$rc" 0
	refused 3 'no/such' scale fib --threads 1,2 --plot "$tmp/no/such.svg"
	refused 2 'ends in none of' scale fib --threads 1,2 --plot "$tmp/new.svg" --plot "$tmp/x.jpg"
	ok "... and nothing is left of the other" test ! -e "$tmp/new.svg"
fi
refused 2 "^partop: --plot: .*x\.jpg. ends in none of .svg, .png, .pdf" scale fib --plot x.jpg
refused 2 'ends in none of' scale fib --plot svg

# Failures.
run "$PARTOP" scale filescan --input "$tmp/none" --pattern a --rounds 1
is "a workload that fails: its own line and code" "$rc $(grep -c none "$tmp/err") $(wc -l <"$tmp/err")" "3 1 1"
refused 3 'needs .* of memory' scale quicksort --sizes 1K,1P --save "$tmp/nothing"
ok "what does not fit is refused before anything runs" test ! -e "$tmp/nothing"
refused 2 "^partop: --serial: '1' is no percentage" scale amdahl --serial 1,2 --threads 1,2
refused 3 'needs .* of memory' scale quicksort --size 1P --threads 1,2
refused 3 'needs .* of memory' scale quicksort --size 100T --threads 1,64 --weak
refused 3 'needs .* of memory' compare quicksort --size 1K,1P

# Bad words.
refused 2 '^partop: scale: which workload' scale
refused 2 "unknown workload 'fob'" scale fob
refused 2 '^partop: --threads: .4\.\.1. is an empty list' scale fib --threads 4..1
refused 2 '^partop: --threads: .*0' scale fib --threads 0
refused 2 '^partop: --threads: .*0' scale fib --threads 0..4
refused 2 '^partop: --threads: .*300' scale fib --threads 1,300
refused 2 '^partop: --threads: .1\.\.4x1.' scale fib --threads 1..4x1
refused 2 'more than 64 configurations' scale fib --threads 1..100
refused 2 'more than 64 configurations' scale fib --threads 1..40 --size 20,21
refused 2 '^partop: --sizes: .10\.\.1. is an empty list' scale fib --sizes 10..1
refused 2 '^partop: --sizes: .*61' scale fib --sizes 10,61
refused 2 '^partop: --sizes: .*abc' scale fib --sizes abc
refused 2 '^partop: --grains: uts has no --grain' scale uts --grains 1..4
refused 2 '^partop: --sizes: uts has no --size' scale uts --sizes 1..4
refused 2 '^partop: --weak: uts has no --size' scale uts --weak
refused 2 '^partop: --size and --sizes: one of them' scale fib --size 1 --sizes 1,2
refused 2 '^partop: --grain and --grains: one of them' scale fib --grain 1 --grains 1,2
refused 2 '^partop: --sizes and --grains: one of them' scale fib --sizes 1,2 --grains 1,2
refused 2 '^partop: --weak and --sizes: one of them' scale fib --weak --sizes 1,2
refused 2 'largest size, 60' scale fib --weak --size 59 --threads 1,4
refused 2 'no size of nqueens has about 2 times the work of 9; 10 has [0-9.]+ times' scale nqueens --weak --size 9 --threads 1,2
refused 2 'size is that of one worker' scale fib --weak --size 1,2
refused 2 'only one can have standard output' scale fib --threads 1,2 --json --csv
refused 2 "quicksort has no 'heap'" scale quicksort --variant heap
refused 2 'unknown option' scale fib --no-such
finish
