#!/bin/sh
# SPDX-License-Identifier: MIT
# First sight: how long after the start the first steal is recorded, and how long until there is an
# answer, which is when the first round ends.  Default sizes.  usage: first.sh PARTOP [PROCESSES]
set -eu
partop=$1 processes=${2:-5}
command -v jq >/dev/null || { echo "no jq: first sight not measured"; exit 0; }
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# Milliseconds since the recording began, a few after the start of the program.
measure() { # workload
	"$partop" run "$1" --runs 1 --verify none --quiet --force --trace "$tmp/trace"
	"$partop" export "$tmp/trace" --format chrome | jq -r '
		. as $all | [([$all[] | select(.name == "steal") | .ts] | min),
			($all[] | select(.name == "run 1") | .ts + .dur)] | map(. / 1000) | @tsv'
}

printf '\n### First sight, default sizes, %s CPUs (median and worst of %s processes)\n\n' "$(nproc)" "$processes"
echo "| workload | first steal ms | worst | target | first answer ms | worst | target |"
echo "|---|---|---|---|---|---|---|"
for workload in $("$partop" list | sed 's/ .*//'); do
	i=0
	while [ $i -lt "$processes" ]; do
		measure "$workload"
		i=$((i + 1))
	done >"$tmp/times"
	awk -v workload="$workload" '
	function at(column, share,   v, i, j, t) {
		for (i = 1; i <= NR; i++) v[i] = value[i, column] + 0
		for (i = 2; i <= NR; i++) for (j = i; j > 1 && v[j] < v[j - 1]; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
		return v[int(1 + share * (NR - 1) + 0.5)]
	}
	{ value[NR, 1] = $1; value[NR, 2] = $2 }
	END {
		printf "| %s | %.0f | %.0f | 2000 | %.0f | %.0f | 5000 |\n", workload,
		    at(1, 0.5), at(1, 1), at(2, 0.5), at(2, 1)
	}' "$tmp/times"
done
