#!/bin/sh
# SPDX-License-Identifier: MIT
# Rounds beside blocks: what the order of runs does to the medians.  The same seed, one process after
# the other, each order in turn; *first* are processes that run every version once, without a preview.
# usage: order.sh PARTOP [PROCESSES [WORKLOAD...]]
set -eu
partop=$1 processes=${2:-11}
shift
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- quicksort sum hashagg fib
command -v jq >/dev/null || { echo "no jq: orders not compared"; exit 0; }
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

words_of() {
	case $1 in
	rounds) echo --order rounds ;;
	blocks) echo --order blocks --preview none --warmup 1 ;;
	first) echo --runs 1 --preview none ;;
	esac
}

measure() { # workload order
	# shellcheck disable=SC2046
	"$partop" run "$1" --seed 1 --verify none --no-ui --json $(words_of "$2") |
		jq -r '[.sequential.median_s, .one_worker.median_s, .parallel.median_s,
			.sequential.median_s / .parallel.median_s] | @tsv'
}

# A line per process; the order that goes first changes.
for workload in "$@"; do
	i=0
	while [ $i -lt "$processes" ]; do
		case $((i % 3)) in
		0) orders="rounds blocks first" ;;
		1) orders="blocks first rounds" ;;
		2) orders="first rounds blocks" ;;
		esac
		for order in $orders; do
			measure "$workload" "$order" >>"$tmp/$workload.$order"
		done
		i=$((i + 1))
	done
done

printf '\n### rounds beside blocks (%s processes of each, the same seed)\n\n' "$processes"
echo "| workload | order | T_seq ms | T_1 ms | T_P ms | speedup | middle half of the processes |"
echo "|---|---|---|---|---|---|---|"
for workload in "$@"; do
	for order in rounds blocks first; do
		awk -v workload="$workload" -v order="$order" '
		function at(column, share,   v, i, j, t) {
			for (i = 1; i <= NR; i++) v[i] = value[i, column] + 0
			for (i = 2; i <= NR; i++) for (j = i; j > 1 && v[j] < v[j - 1]; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
			return v[int(1 + share * (NR - 1) + 0.5)]
		}
		{ for (i = 1; i <= 4; i++) value[NR, i] = $i }
		END {
			printf "| %s | %s | %.1f | %.1f | %.1f | %.3f | %.3f .. %.3f |\n", workload, order,
			    at(1, 0.5) * 1e3, at(2, 0.5) * 1e3, at(3, 0.5) * 1e3, at(4, 0.5), at(4, 0.25), at(4, 0.75)
		}' "$tmp/$workload.$order"
	done
done
