# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# Figures of the sections that are scripts; sourced.  $tmp/NAME has a number per round, $section and
# $title say what they are of.
#
#	middle NAME		the median
#	quotient UP DOWN	one number over the other, per round
#	figure NAME TEXT [RELATION BOUND]
#				a line with the median, the middle half of the rounds and, by that, what became
#				of a target ">= 2", where there are 5 rounds; figures that have one also go to
#				the file $BENCH_TARGETS

# shellcheck disable=SC2154	# what the script sets
middle() { sort -g "$tmp/$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
quotient() { paste "$tmp/$1" "$tmp/$2" | awk '{ print $1 / $2 }'; }

# shellcheck disable=SC2154
figure() {
	sort -g "$tmp/$1" | awk -v text="$2" -v relation="${3-}" -v bound="${4-0}" \
		-v targets="${BENCH_TARGETS:-/dev/null}" -v section="$section" -v title="$title" '
	{ v[NR] = $1 }
	END {
		m = v[int((NR + 1) / 2)]
		lo = v[int((NR + 3) / 4)]
		hi = v[NR + 1 - int((NR + 3) / 4)]
		printf "- %s: %.2f (middle half %.2f..%.2f)", text, m, lo, hi
		if (relation == "") {
			print ""
			exit
		}
		if (relation == ">=")
			verdict = lo >= bound ? "met" : hi < bound ? "missed" : "undecided"
		else
			verdict = hi <= bound ? "met" : lo > bound ? "missed" : "undecided"
		if (NR < 5)
			verdict = "too few rounds"
		printf ", target %s %s: %s\n", relation, bound, verdict
		printf "| %s | %s: %s | %.3f | middle half %.3g..%.3g | %s %s | %s |\n", section, title, text, m, lo, hi, relation, bound, verdict >>targets
	}'
}
