#!/bin/sh
# SPDX-License-Identifier: MIT
# The JSON object of run: all fields, types, and the sums that must hold.
. "$SRC/tests/lib.sh"
needs jq

run "$PARTOP" run fib --size 27 --threads 3 --runs 5 --warmup 2 --seed 9 --json
is "exit code" "$rc" 0
is "nothing on stderr" "$(cat "$tmp/err")" ""
ok "one object" jq -e -s 'length == 1 and (.[0] | type == "object")' "$tmp/out"
for f in schema version workload variant policy params seed threads cpus sequential one_worker \
	parallel speedup self_speedup efficiency utilization cpus_busy balance karp_flatt identity \
	order rounds preview cores tasks spawns steals steal_attempts steal_matrix workers result verified events \
	events_lost peak_rss_bytes trace warnings advice cores_why offcpu_own offcpu_others \
	inflation_machine inflation_program capacity capacity_share; do
	ok "has $f" jq -e "has(\"$f\")" "$tmp/out"
done
point() { # NAME FILTER
	ok "$1" jq -e "$2" "$tmp/out"
}
is "schema" "$(json .schema)" partop.run/1
is "version" "partop $(json .version)" "$("$PARTOP" --version)"
is "workload" "$(json .workload)" fib
is "params" "$(json '.params.size | tostring')" 27
is "seed" "$(json .seed)" 9
is "threads" "$(json .threads)" 3
is "result" "$(json .result.value)" 196418
is "verified" "$(json .verified)" true
is "runs as asked" "$(json '.parallel.runs_s | length')" 5
is "trace is null when none is kept" "$(json .trace)" null
point "as many rounds of each baseline" '(.sequential.runs_s | length == 5) and (.one_worker.runs_s | length == 5)'
point "a speedup per round, of its own runs" \
	'. as $o | .order == "rounds" and (.rounds.speedups | length == 5) and
	([range(5) | ($o.sequential.runs_s[.] / $o.parallel.runs_s[.] - $o.rounds.speedups[.] | fabs) < 1e-6 * $o.rounds.speedups[.]] | all)'
point "the preview is about a quarter, and told" '.preview.size == 24 and .preview.steals >= 0'
point "medians lie within their runs" '[.sequential, .one_worker, .parallel] | all(.median_s >= (.runs_s | min) and .median_s <= (.runs_s | max))'
point "speedup = sequential / parallel" '(.speedup - .sequential.time_s / .parallel.median_s | fabs) < 1e-6 * .speedup'
point "self-speedup = one worker / parallel" '(.self_speedup - .one_worker.time_s / .parallel.median_s | fabs) < 1e-6 * .self_speedup'
point "efficiency = speedup / threads" '(.efficiency - .speedup / .threads | fabs) < 1e-9'
point "S = P U / (A F)" '(.speedup - .threads * .identity.u / (.identity.a * .identity.f) | fabs) < 1e-3 * .speedup'
point "a baseline's time is its median, or less where it was disturbed" '[.sequential, .one_worker] | all(.time_s == .median_s or (.off_cpu > 0.02 and .time_s < .median_s))'
point "off-cpu is split in two" '(.offcpu_own + .offcpu_others - .cores.off_cpu | fabs) < 1e-9'
point "without calibration nothing is said of capacity" '[.capacity, .capacity_share, .inflation_machine, .inflation_program] | all(. == null)'
point "no more CPUs are busy than there are" '.cpus_busy <= .cpus'
point "the cores add up to the threads" '([.cores[]] | add) - .threads | fabs < 1e-6'
point "a worker for each thread" '(.workers | length) == .threads'
point "the matrix is threads x threads" '(.steal_matrix | length) == .threads and (.steal_matrix | all(length == 3))'
point "the matrix adds up to the steals" '([.steal_matrix[][]] | add) == .steals'
point "nobody steals from itself" '[.steal_matrix | to_entries[] | .value[.key]] | all(. == 0)'
point "the workers add up to the steals" '([.workers[].steals] | add) == .steals'
point "the workers add up to the tasks" '([.workers[].tasks] | add) == .tasks'
point "rows of the matrix are the workers' steals" '[.steal_matrix[] | add] == [.workers[].steals]'
point "columns of the matrix are stolen_from" '[.steal_matrix | transpose[] | add] == [.workers[].stolen_from]'
point "steals are among the attempts" '.steals <= .steal_attempts'
is "every counter of the table, of all workers and of each" \
	"$("$PARTOP" list --counters | while read -r c _; do jq -e ".counters | has(\"$c\")" "$tmp/out" &&
		jq -e ".workers | all(has(\"$c\"))" "$tmp/out"; done | sort | uniq -c | xargs)" \
	"$(($("$PARTOP" list --counters | wc -l) * 2)) true"
point "the counters of the workers add up" '[.workers[].spawned] | add == '"$(json .counters.spawned)"
point "a maximum is the largest, not a sum" '[.workers[].nest_max] | max == '"$(json .counters.nest_max)"
point "every spawned task ran once" '.tasks == .spawns'
point "fib(27) spawns fib(28)-1 tasks" '.spawns == 317810'
point "times of a worker" '.workers | all(.work_s >= 0 and .busy_s >= 0 and .blocked_s >= 0 and .search_s >= 0 and .park_s >= 0 and .wait_s >= 0 and .off_cpu_s >= 0)'
point "memory" '.peak_rss_bytes > 100000'
point "no events lost" '.events_lost == 0'

run "$PARTOP" run sum --size 3M --threads 1 --runs 1 --verify none --json
is "one worker: exit code" "$rc" 0
point "what it reads" '.stream.bytes == 24e6 and .stream.bytes_per_s > 0 and (.stream.bytes_per_s * .run_s / .stream.bytes - 1 | fabs) < 1e-9'
point "without calibration there is no limit" '.stream.limit_share == null'
is "not verified is null" "$(json .verified)" null
is "Karp-Flatt of one worker is null" "$(json .karp_flatt)" null
is "variant of a workload without variants is null" "$(json .variant)" null

run "$PARTOP" run quicksort --size 100k --threads 2 --runs 1 --warmup 0 --no-ui "--json=$tmp/j"
is "--json=FILE: exit code" "$rc" 0
is "--json=FILE: the object" "$(jq -r .workload "$tmp/j")" quicksort
ok "--json=FILE: and the report" grep -q quicksort "$tmp/out"
is "quicksort: sorted" "$(jq -r .result.sorted "$tmp/j")" true
is "quicksort: default variant" "$(jq -r .variant "$tmp/j")" parallel-partition
run "$PARTOP" run quicksort --size 100k --threads 8 --runs 1 --json --verify none
point "more workers than CPUs: a warning" '.threads <= .cpus or (.oversubscribed and (.warnings | any(test("workers on"))))'
# Told what these CPUs can give: half of what they seem to be.
cpus=$("$PARTOP" info | sed -n 's/^  allowed *//p')
levels=$(awk -v n="$cpus" 'BEGIN { for (p = 1; p < n; p *= 2) printf "%d,", p; print n }')
gives=$(echo "$levels" | awk -F, '{ for (i = 1; i <= NF; i++) { if (i > 1) printf ","; printf "%d", (i == 1 ? 1000 : $i * 500) } }')
PARTOP_CAPACITY="1 cpus=$cpus quota=none busy=0 copies=$levels compute=$gives cache=$gives memory=$gives"
export PARTOP_CAPACITY
run "$PARTOP" run fib --size 27 --threads 3 --runs 3 --json
point "capacity: as told" '.capacity.compute == (if ([.cpus, 3] | min) > 1 then ([.cpus, 3] | min) / 2 else 1 end) and .capacity.disturbed == false'
point "share of the capacity" '(.capacity_share - .speedup / .capacity.compute | fabs) < 1e-9'
point "inflation is split in two" '(.inflation_machine + .inflation_program - .cores.inflation | fabs) < 1e-9 and .inflation_machine >= 0'
run "$PARTOP" exec --quiet "--json=$tmp/exec" -- "$BUILD/tests/cli/program" fib 20
ok "exec: the recording says it, too" jq -e '.capacity.compute > 0' "$tmp/exec"
run "$PARTOP" run fib --size 27 --threads 3 --runs 3 --trace "$tmp/kept" --quiet
run env PARTOP_CAPACITY=none "$PARTOP" export "$tmp/kept" --format json
point "a kept recording brings its own" '.capacity.compute > 0'
known="2${PARTOP_CAPACITY#1} read=$(echo "$levels" | sed 's/[0-9][0-9]*/&000/g')"
run env PARTOP_CAPACITY="$known" "$PARTOP" run fib --size 20 --runs 1 --threads 1 --json
point "capacity: what one copy reads" '.capacity.read_bytes_per_s == 1e9'
export PARTOP_CAPACITY=none
finish
