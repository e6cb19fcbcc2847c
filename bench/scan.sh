#!/bin/sh
# SPDX-License-Identifier: MIT
# filescan beside `grep -c -F` and, where it is installed, `rg -c -F`: the same cached file, round by
# round, with one pattern and with four.
# usage: scan.sh PARTOP [ROUNDS [MEGABYTES]]
set -eu
export LC_ALL=C
# shellcheck source=bench/figures.sh
. "$(dirname "$0")/figures.sh"
# shellcheck disable=SC2034	# of figures.sh
section=scan
partop=$1 rounds=${2:-7}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
command -v jq >/dev/null || { echo "no jq: filescan not compared"; exit 0; }
free_mb=$(awk '/^MemAvailable/ { print int($2 / 1024) }' /proc/meminfo)
mb=${3:-$([ "$rounds" -gt 2 ] && [ "$free_mb" -gt 6000 ] && echo 2000 || echo 500)}

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
	copies=$((mb * 1000000 / $(wc -c <"$tmp/part") + 1)) i=0
	while [ $i -lt "$copies" ]; do cat "$tmp/part"; i=$((i + 1)); done >"$tmp/log"
	cat "$tmp/log" >/dev/null # read(2) fills the page cache in large pieces
	bytes=$(wc -c <"$tmp/log")
}

now() { date +%s%N; }

# A contender: its name in $tmp/names, its seconds in $tmp/NAME, a line per round.
timed() { # NAME COMMAND...: wall time of a process
	name=$1
	shift
	a=$(now)
	"$@" >"$tmp/count" || [ $? -eq 1 ] # no line
	echo $(($(now) - a)) | awk '{ print $1 / 1e9 }' >>"$tmp/$name"
}
ours() { # PATTERN...
	for p; do
		set -- "$@" --pattern "$p"
		shift
	done
	"$partop" run filescan --input "$tmp/log" "$@" --no-lines --threads 1 --runs 3 --verify none --no-ui --json >"$tmp/json"
	jq .parallel.median_s "$tmp/json" >>"$tmp/without_lines"
	"$partop" run filescan --input "$tmp/log" "$@" --threads 2 --runs 3 --verify none --no-ui --json >"$tmp/json"
	for name in sequential one_worker parallel; do
		jq .$name.median_s "$tmp/json" >>"$tmp/$name"
	done
	jq -r '"\(.result.io.taken) \(.result.io.pread_gb_per_s // "--") \(.result.io.mmap_gb_per_s // "--") \(.peak_rss_bytes)"' \
		"$tmp/json" >>"$tmp/io"
}
peers() { # PATTERN...
	for p; do
		set -- "$@" -e "$p"
		shift
	done
	timed grep grep -a -c -F "$@" "$tmp/log"
	command -v rg >/dev/null || return 0
	timed rg rg -a -c -F --no-config "$@" "$tmp/log"
	timed rg_read rg -a -c -F --no-config --no-mmap "$@" "$tmp/log"
}

# The count of each pattern, by grep; once, outside of the rounds.
check() { # PATTERN...
	for p; do
		is=$(jq --arg p "$p" '.result.matches[$p]' "$tmp/json")
		should=$(grep -a -c -F -e "$p" "$tmp/log" || :)
		[ "$is" = "$should" ] || { echo "filescan: $is lines with $p, grep: $should"; exit 1; }
	done
}

line() { # NAME TEXT
	[ -s "$tmp/$1" ] || { echo "- $2: not installed"; return; }
	middle "$1" | awk -v bytes="$bytes" -v text="$2" '{ printf "- %s: %.1f ms, %.2f GB/s\n", text, $1 * 1e3, bytes / $1 / 1e9 }'
}
# How often as fast as a peer, round by round.
against() { # PEER OURS TEXT TARGET
	[ -s "$tmp/$1" ] || return 0
	quotient "$1" "$2" >"$tmp/quotient"
	figure quotient "$3" ">=" "$4"
}

measure() { # TITLE PATTERN...
	title=$1
	shift
	rm -f "$tmp/grep" "$tmp/rg" "$tmp/rg_read" "$tmp/sequential" "$tmp/one_worker" "$tmp/parallel" "$tmp/without_lines" "$tmp/io"
	i=0
	while [ $i -lt "$rounds" ]; do
		peers "$@"
		ours "$@"
		i=$((i + 1))
	done
	check "$@"
	printf '\n### filescan: %s (%s MB, page cached, %s rounds)\n\n' "$title" $((bytes / 1000000)) "$rounds"
	line grep "grep -c -F"
	line rg "rg -c -F"
	line rg_read "rg -c -F --no-mmap"
	line sequential "filescan, sequential"
	line one_worker "filescan, one worker"
	line parallel "filescan, two workers"
	line without_lines "filescan, one worker, without lines"
	awk '
		function middle(v, n,   i, j, t) {
			for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j] < v[j - 1]; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
			return v[int((n + 1) / 2)]
		}
		{ mapped += $1 == "mmap"; pread[NR] = $2; mmap[NR] = $3; if ($4 > most) most = $4 }
		END {
			printf "- --io auto took mmap in %d of %d processes: pread %s, mmap %s GB/s at the start\n", mapped, NR, middle(pread, NR), middle(mmap, NR)
			printf "- peak memory: %.1f MiB, target <= 24: %s\n", most / 1048576, most <= 24 * 1048576 ? "met" : "missed"
		}' "$tmp/io"
}

make_log 1
measure "a log with capitals" ERROR
against rg one_worker "rg / one worker" 1
against rg without_lines "rg / one worker, without lines" 1.2
against rg parallel "rg / two workers" 1.9
against grep one_worker "grep / one worker" 2
against grep parallel "grep / two workers" 7
measure "four patterns" ERROR FATAL REQ_976 refused
against rg one_worker "rg / one worker" 1
make_log ""
measure "a log in lower case" ERROR
against grep one_worker "grep / one worker" 1
