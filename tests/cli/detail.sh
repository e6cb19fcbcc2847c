#!/bin/sh
# SPDX-License-Identifier: MIT
# How much is recorded: detail levels, and what happens when the recording is full.
. "$SRC/tests/lib.sh"
needs jq

prog=$BUILD/tests/cli/program
point() { # NAME FILTER
	ok "$1" jq -e "$2" "$tmp/out"
}
holds() { # NAME FILE
	run "$PARTOP" check "$2"
	is "$1: it adds up" "$rc" 0
}

for d in counters steals tasks full; do
	run "$PARTOP" run fib --size 22 --threads 3 --runs 2 --detail $d --trace "$tmp/$d" --json
	is "--detail $d: exit code" "$rc" 0
	is "--detail $d: is in the object" "$(json .detail)" $d
	point "--detail $d: nothing lost" '.events_lost == 0'
	holds "--detail $d" "$tmp/$d"
done
ok "full: the graph has no contradiction" grep -q '^ok .*no contradiction  *1$' "$tmp/out"
run "$PARTOP" report "$tmp/full"
ok "full: the report tells work and span" grep -Eq '^work .*, span .*, parallelism ' "$tmp/out"
ok "full: and what the events cost" grep -Eq '^detail full: .* events of about [0-9.]+ ns each, estimated .* % of the work' "$tmp/out"
run "$PARTOP" report "$tmp/steals"
ok "steals: no graph" sh -c "! grep -q '^work ' '$tmp/out'"
run "$PARTOP" export "$tmp/full" --format json
point "full: the graph is in the object" '.graph.work_s > 0 and .graph.span_s <= .graph.work_s and .graph.spawns > 0'
run "$PARTOP" run fib --size 20 --runs 1 --detail counters --json
point "counters: no cost of events, no graph" '.event_ns == null and .tracing_share == null and .graph == null'
run "$PARTOP" run fib --size 20 --runs 1 --json
point "steals: an event costs something" '.event_ns > 0 and .tracing_share >= 0'
run "$PARTOP" run fib --size 24 --threads 2 --runs 2 --detail full --no-ui
ok "events that cost much: a warning" grep -q '^! writing events took an estimated .* % of the work' "$tmp/out"

run env PARTOP_DETAIL=tasks "$PARTOP" run sum --size 3M --runs 1 --json
is "PARTOP_DETAIL is the default" "$(json .detail)" tasks
run env PARTOP_DETAIL=tasks "$PARTOP" run sum --size 3M --runs 1 --detail counters --json
is "--detail beats PARTOP_DETAIL" "$(json .detail)" counters
run env PARTOP_DETAIL=all "$PARTOP" run fib
ok "PARTOP_DETAIL=all is refused" said 2 '^partop: PARTOP_DETAIL: .*counters, steals, tasks, full'

# ---- a recording that is full
for full in stop overwrite; do
	run "$PARTOP" run fib --size 23 --threads 2 --runs 2 --detail full --trace "$tmp/$full" \
		--trace-full $full --trace-cap 2Mi --json
	is "$full: exit code" "$rc" 0
	point "$full: what is lost is told" '.events_lost > 100000 and .events > 10000'
	cp "$tmp/out" "$tmp/$full.json"
	holds "$full" "$tmp/$full"
	run "$PARTOP" export "$tmp/$full" --format json
	is "$full: the file tells the same" "$(json .events,.events_lost)" \
		"$(jq .events,.events_lost "$tmp/$full.json")"
	run "$PARTOP" report "$tmp/$full"
	ok "$full: a warning in the report" grep -Eq '^! [0-9]+ events lost' "$tmp/out"
	ok "$full: no graph is made of a part" sh -c "! grep -q '^work ' '$tmp/out'"
	ok "$full: the file is not larger than asked for" \
		test "$(du -k "$tmp/$full" | cut -f 1)" -lt $((2048 + 512))
done
is "stop: what was written is there" "$(jq '.events == .events_written' "$tmp/stop.json")" true
is "overwrite: what was written is there or counted as lost" \
	"$(jq '.events + .events_lost == .events_written' "$tmp/overwrite.json")" true

refused 2 '^partop: --trace-full: .*stop, overwrite' run fib --trace "$tmp/x" --trace-full wait
refused 2 '^partop: --trace-full: nothing is kept without --trace' run fib --trace-full stop
refused 2 '^partop: --trace-cap: nothing is kept without --trace' run fib --trace-cap 2Mi
refused 2 '^partop: --trace-cap: .*below' run fib --trace "$tmp/x" --trace-cap 1000
refused 2 '^partop: --trace-cap: .*not a size' run fib --trace "$tmp/x" --trace-cap 1MB
refused 2 '^partop: --trace-cap: too little for the rings of 65 workers' \
	run fib --threads 64 --trace "$tmp/x" --trace-full overwrite --trace-cap 2Mi
refused 2 '^partop: --trace-full: nothing is kept without --trace' exec --trace-full stop -- true
ok "nothing was made" test ! -e "$tmp/x"

# ---- exec
run "$PARTOP" exec --quiet --detail full "--json=$tmp/j" --trace "$tmp/e" -- "$prog" fib 20
is "exec: exit code" "$rc" 0
is "exec: the level reaches the library" "$(jq -r .detail "$tmp/j")" full
ok "exec: the cost was measured" jq -e '.event_ns > 0' "$tmp/j"
ok "exec: the graph" jq -e '.graph.spawns == 10945' "$tmp/j"
holds "exec" "$tmp/e"
run env PARTOP_THREADS=2 "$PARTOP" exec --quiet --detail full --trace "$tmp/r" --trace-full overwrite --trace-cap 2Mi \
	-- "$prog" fib 25
is "exec, overwrite: exit code" "$rc" 0
run "$PARTOP" export "$tmp/r" --format json
point "exec, overwrite: counted" '.events + .events_lost == .events_written and .events_lost > 0'
finish
