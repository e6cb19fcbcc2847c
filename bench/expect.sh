#!/bin/sh
# SPDX-License-Identifier: MIT
# make expect: whether the workloads do what `partop list -v` says is to be expected of them.  Each is
# compared by its own knob, on two workers; the ratio is that of the best times, since what else runs on
# the machine only adds to them.  A ratio outside of its bounds is measured once more, and both are told.
#
# On a machine where others compute, two workers are no faster than one: a ratio that is off says how many
# of the runs were disturbed.
#
#	bench/expect.sh [WORKLOAD...]	in a built tree, after `make bench/expect`; without names: all
#
# BUILD=DIR	the built tree, if it is not this one
# Ends with 1 when a ratio is outside of its bounds, 3 when there are no two CPUs to measure on.
set -eu
src=$(cd "$(dirname "$0")/.." && pwd)
build=${BUILD:-$src}
named=" $* "
[ -x "$build/bench/expect" ] || { echo "expect: nothing built in $build: make bench/expect" >&2; exit 3; }
command -v jq >/dev/null || { echo "expect: jq is not installed" >&2; exit 3; }
[ "$(nproc)" -ge 2 ] || { echo "expect: two CPUs are needed, here is one" >&2; exit 3; }

measure() { # WORKLOAD KNOB: the ratio, or nothing; $json gets the whole
	threads='--threads 2'
	case " $2" in *" --threads "*) threads= ;; esac
	# shellcheck disable=SC2086	# options are words
	"$build/partop" compare "$1" $2 $threads --rounds 3 --runs 3 --baselines 0 --no-calibrate \
		--json >"$json" 2>&1 || :
	jq -r '[.configurations[].time.min_s] | .[0] / .[1] * 100 | round / 100' "$json" 2>/dev/null
}

disturbed() {
	jq -r '"\(.disturbed) of \(.runs) runs disturbed"' "$json" 2>/dev/null || head -n 1 "$json"
}

within() { # RATIO LEAST MOST
	[ -n "$1" ] && awk -v ratio="$1" -v least="$2" -v most="$3" \
		'BEGIN { exit !(ratio >= least && ratio <= most) }'
}

json=$(mktemp)
trap 'rm -f "$json"' EXIT
tab=$(printf '\t') failed=0 seen=0
table=$("$build/bench/expect")
for name in "$@"; do
	printf '%s\n' "$table" | grep -q "^$name$tab" || { echo "expect: no workload is called $name" >&2; exit 2; }
done
printf '%-11s %-7s %-13s %s\n' workload ratio within 'partop compare ...'
while IFS=$tab read -r name least most knob says; do
	case $named in "  " | *" $name "*) ;; *) continue ;; esac
	seen=$((seen + 1))
	if [ "$most" = 0 ]; then
		printf '%-11s %-7s %-13s %s\n' "$name" -- -- "$says"
		continue
	fi
	ratio=$(measure "$name" "$knob" </dev/null) || ratio=
	verdict=''
	if ! within "$ratio" "$least" "$most"; then
		verdict="  (${ratio:-nothing} at first)"
		ratio=$(measure "$name" "$knob" </dev/null) || ratio=
	fi
	within "$ratio" "$least" "$most" || { verdict="$verdict  NOT AS EXPECTED: $says ($(disturbed))"; failed=$((failed + 1)); }
	printf '%-11s %-7s %-13s %s\n' "$name" "${ratio:-none}" "$least .. $most" "$name $knob$verdict"
done <<END
$table
END
echo "$seen workloads, $failed not as expected"
[ "$failed" = 0 ]
