#!/bin/sh
# SPDX-License-Identifier: MIT
# hashagg beside DuckDB's `group by`: the same rows in memory, few groups, many, and as many as rows,
# round by round; a new process of each in every round.  DuckDB is optional: `make bench-duckdb`.
# usage: agg.sh PARTOP [ROUNDS [DIVISOR]]	DIVISOR: of rows and keys, for a test
set -eu
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=bench/figures.sh
. "$here/figures.sh"
# shellcheck disable=SC2034	# of figures.sh
section=agg
partop=$1 rounds=${2:-7} divisor=${3:-1}
node_folder=$(cd "$(dirname "$partop")" && pwd)/bench/node
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
command -v jq >/dev/null || { echo "no jq: hashagg not compared"; exit 0; }
free_mb=$(awk '/^MemAvailable/ { print int($2 / 1024) }' /proc/meminfo)
needs_mb=$((6000 / divisor)) # DuckDB with 10 M groups, and the rows

duckdb() { node "$here/peers/node/duckdb.mjs" "$node_folder" "$@"; }
has_duckdb() { [ -d "$node_folder/node_modules/@duckdb/node-api" ] && command -v node >/dev/null; }

# ---- one round: a line more in the files of the contenders, in seconds ----

ours() { # OPTION...
	"$partop" run hashagg --size "$rows" --keys "$keys" --threads 2 --no-ui --json "$@" >"$tmp/json"
}
ours_once() {
	ours --runs 3 --verify none
	for name in sequential one_worker parallel; do
		jq .$name.median_s "$tmp/json" >>"$tmp/$name"
	done
	jq '.sequential.median_s / .parallel.median_s / (.capacity.compute // nan)' "$tmp/json" >>"$tmp/share"
	jq -r '.capacity | if . then "\(.compute) computing, \(.cache) in caches, \(.memory) in memory" else empty end' \
		"$tmp/json" >"$tmp/capacity"
}
duckdb_once() {
	duckdb run "$tmp/rows.db" 2 1 2 >"$tmp/turns"
	for threads in 1 2; do
		for query in groups counted; do
			awk -v threads=$threads -v query=$query '$1 == threads && $2 == query { print $3 }' \
				"$tmp/turns" >"$tmp/turn"
			middle turn >>"$tmp/$query.$threads"
		done
	done
}
one_round() { # NUMBER
	if ! has_duckdb; then
		ours_once
	elif [ $(($1 % 2)) = 0 ]; then
		ours_once
		duckdb_once
	else
		duckdb_once
		ours_once
	fi
}

# ---- the results: how many groups, and those with the largest sums ----

check() {
	ours --runs 1 --verify full --top 1000
	jq -r '.result | "\(.groups) \(.rows)", (.top[] | "\(.key) \(.count) \(.sum)")' "$tmp/json" >"$tmp/is"
	has_duckdb || return 0
	duckdb groups "$tmp/rows.db" 1000 >"$tmp/should"
	cmp -s "$tmp/is" "$tmp/should" && return 0
	echo "hashagg with $keys keys: not what DuckDB says ($(diff "$tmp/is" "$tmp/should" | sed -n 2,3p | tr '\n' ' '))"
	exit 1
}

# ---- a table for each number of keys ----

row() { # NAME WHAT THREADS
	[ -s "$tmp/$1" ] || return 0
	echo "| $2 | $3 | $(middle "$1" | awk -v rows="$rows" '{ printf "%.1f ms | %.0f M", $1 * 1e3, rows / $1 / 1e6 }') |"
}
table() {
	printf '\n### hashagg: %s, %s groups (%s rounds)\n\n' "$title" "$(sed -n '1s/ .*//p' "$tmp/is")" "$rounds"
	echo "| | threads | median | rows per second |"
	echo "|---|---|---|---|"
	row sequential "hashagg, sequential" 1
	row one_worker "hashagg" 1
	row parallel "hashagg" 2
	row groups.1 "DuckDB" 1
	row groups.2 "DuckDB" 2
	row counted.1 "DuckDB, its groups only counted" 1
	row counted.2 "DuckDB, its groups only counted" 2
	echo
}
against() { # UP DOWN TEXT [RELATION BOUND]
	[ -s "$tmp/$1" ] || return 0
	quotient "$1" "$2" >"$tmp/quotient"
	shift 2
	figure quotient "$@"
}
figures() { # TARGET
	against groups.1 one_worker "DuckDB / hashagg, 1 thread" ">=" "$1"
	against groups.2 parallel "DuckDB / hashagg, 2 threads" ">=" "$1"
	against counted.1 one_worker "the same, its groups only counted, 1 thread"
	against counted.2 parallel "the same, its groups only counted, 2 threads"
	against one_worker sequential "T_1 / T_seq" "<=" 1.05
	against sequential parallel "T_seq / T_2" ">=" 1.75
	grep -q nul "$tmp/share" || figure share "or T_seq / T_2 over what the CPUs give, computing" ">=" 0.95
	[ ! -s "$tmp/capacity" ] || echo "- what the CPUs give: $(cat "$tmp/capacity")"
}
measure() { # ROWS KEYS TARGET
	rows=$(($1 / divisor)) keys=$(($2 / divisor))
	title="$rows rows, $keys keys"
	rm -f "$tmp"/[a-z]*
	! has_duckdb || duckdb make "$tmp/rows.db" "$keys" "$rows"
	check
	i=0
	while [ $i -lt "$rounds" ]; do
		one_round $i
		i=$((i + 1))
	done
	table
	figures "$3"
}

if has_duckdb; then
	printf '\n%s: %s. Each query once that is not counted, then twice; hashagg three times. The middle of the rounds.\n' \
		"$(duckdb version)" "select k, count(*), sum(v) from t group by k"
else
	printf '\nDuckDB: not measured, not installed. It needs node and npm; then make bench-duckdb.\n'
fi
measure 20000000 1000 2.5
measure 20000000 100000 2.3
if [ "$free_mb" -lt $needs_mb ]; then
	printf '\nhashagg with 10 M keys: not measured, less than %s MB of memory are free.\n' $needs_mb
else
	measure 10000000 10000000 8
fi
