#!/bin/sh
# SPDX-License-Identifier: MIT
# filescan on one thread beside `grep -c -F`, the same cached file, round by round.
# usage: scan.sh PARTOP [ROUNDS]
set -eu
partop=$1 rounds=${2:-7}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# Two logs: one with names in capitals here and there, as servers write them, and one in lower case,
# where the first byte of the pattern hardly occurs: the best case of grep.
make_log() { # capitals?
	awk -v capitals="$1" 'BEGIN {
		srand(7)
		split("NEW SCHEDULED ASSIGNED RUNNING COMMIT_PENDING SUCCEEDED", state, " ")
		for (i = 0; i < 200000; i++) {
			if (capitals)
				text = "org.example.app.RequestHandler: Event REQ_" i % 977 " of Container_E" i % 31 " went from " state[1 + i % 5] " to " state[2 + i % 5]
			else
				text = "org.example.server: request " i " took " int(rand() * 900) " ms"
			printf "2015-10-18 18:%02d:%02d,%03d %s [thread %d] %s\n",
			    i / 60 % 60, i % 60, i % 1000, rand() < 0.01 ? "ERROR" : "INFO", i % 16, text
		}
	}' >"$tmp/part"
	: >"$tmp/log"
	i=0
	while [ $i -lt 30 ]; do cat "$tmp/part" >>"$tmp/log"; i=$((i + 1)); done
	cat "$tmp/log" >/dev/null
}

now() { date +%s%N; }
measure() { # title
	i=0
	while [ $i -lt "$rounds" ]; do
		a=$(now)
		LC_ALL=C grep -a -c -F ERROR "$tmp/log" >"$tmp/count"
		b=$(now)
		"$partop" run filescan --input "$tmp/log" --pattern ERROR --threads 1 --runs 3 --verify none --no-ui --json |
			jq -r '[.sequential.median_s, .one_worker.median_s] | @tsv' >"$tmp/ours"
		read -r seq one <"$tmp/ours"
		echo "$(((b - a) / 1000)) $seq $one"
		i=$((i + 1))
	done >"$tmp/times"
	bytes=$(wc -c <"$tmp/log")
	printf '\n### filescan beside grep -c -F: %s (%s MB, page cached, %s rounds)\n\n' "$1" $((bytes / 1000000)) "$rounds"
	awk -v bytes="$bytes" '
	function median(v, n,   i, j, t) {
		for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j] < v[j - 1]; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
		return v[int((n + 1) / 2)]
	}
	{ g[NR] = $1 / 1e6; s[NR] = $2; o[NR] = $3; r[NR] = $1 / 1e6 / $3 }
	END {
		printf "- grep -c -F: %.1f ms, %.2f GB/s\n", median(g, NR) * 1e3, bytes / median(g, NR) / 1e9
		printf "- filescan, sequential kernel: %.1f ms, %.2f GB/s\n", median(s, NR) * 1e3, bytes / median(s, NR) / 1e9
		printf "- filescan, one worker: %.1f ms, %.2f GB/s\n", median(o, NR) * 1e3, bytes / median(o, NR) / 1e9
		printf "- grep / one worker: %.2f (target >= 2)\n", median(r, NR)
	}' "$tmp/times"
}

make_log 1
measure "a log with capitals"
make_log ""
measure "a log in lower case"
