#!/bin/sh
# SPDX-License-Identifier: MIT
# filescan on one thread beside `grep -c -F`, the same cached file, round by round.
# usage: scan.sh PARTOP [ROUNDS]
set -eu
partop=$1 rounds=${2:-7}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
log=$tmp/log
awk 'BEGIN {
	srand(7)
	for (i = 0; i < 200000; i++)
		printf "2015-10-18 18:%02d:%02d,%03d %s [thread %d] org.example.Server: request %d took %d ms\n",
		    i / 60 % 60, i % 60, i % 1000, rand() < 0.01 ? "ERROR" : "INFO", i % 16, i, rand() * 900
}' >"$tmp/part"
i=0
while [ $i -lt 40 ]; do cat "$tmp/part"; i=$((i + 1)); done >"$log"
cat "$log" >/dev/null
bytes=$(wc -c <"$log")

now() { date +%s%N; }
i=0
while [ $i -lt "$rounds" ]; do
	a=$(now)
	LC_ALL=C grep -a -c -F ERROR "$log" >"$tmp/count"
	b=$(now)
	"$partop" run filescan --input "$log" --pattern ERROR --threads 1 --runs 3 --verify none --no-ui --json |
		jq -r '[.sequential.median_s, .one_worker.median_s] | @tsv' >"$tmp/ours"
	read -r seq one <"$tmp/ours"
	echo "$(((b - a) / 1000)) $seq $one"
	i=$((i + 1))
done >"$tmp/times"
printf '\n### filescan beside grep -c -F (%s MB, page cached, %s rounds)\n\n' $((bytes / 1000000)) "$rounds"
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
