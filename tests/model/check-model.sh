#!/bin/sh
# SPDX-License-Identifier: MIT
# The models of the runtime and of the recording.  A *base* is the text as it is: it must pass.  A
# *mutant* is the text with one thing broken: it must FAIL, which shows that the model can see that
# thing.  What is weaker than written and passes all the same is in the table, too: *redundant* where
# something else orders it, *unseen* where this model cannot tell.
#
#	check-model.sh fast	bases at small bounds, most mutants (make check; about a minute)
#	check-model.sh all	everything (make check-model)
#	check-model.sh long	the bases at large bounds, mutants too (make check-model-long)
#
# Relacy (relacy_*.cpp) compiles the shipped headers in the C++11 memory model; Spin (*.pml) checks
# hand-written models of the logic under x86-TSO.  MODEL_JOBS of them run at a time.  TAP.
which=${1:-fast}
models=$SRC/tests/model
runtime="channel deque sleep serve steal join idle control border"
sources="deque sleep join control loop ring channel"

# ---- one line of the table: what is called with "one" by xargs ----

# line FILE:PATTERN:HOW -> FILE:LINES:HOW, empty when the pattern finds no access
resolve() {
	file=${1%%:*} how=${1##*:} rest=${1#*:}
	pattern=${rest%:*}
	lines=$(grep -nE "$pattern" "$MODEL_TMP/text/$file" | grep -E '(PT_[A-Z_]+|pt_task_[a-z]+)\(' |
		grep -v ':#define' | cut -d: -f1 | paste -sd, -)
	[ -n "$lines" ] && echo "$file:$lines:$how"
}

# relacy_search BINARY SEARCH VARIANT MUTANT: pass or fail; executions in $count
relacy_search() {
	out=$(nice timeout "${MODEL_TIMEOUT:-300}" "$1" "${2%%:*}" "${2#*:}" "$3" "$4" 2>&1)
	count="$count $(echo "$out" | sed -n 's/^iterations*: //p' | tail -n 1)"
	case $out in
	*"RESULT pass"*) seen=pass ;;
	*"RESULT FAIL"*) seen=fail ;;
	*) seen="no result" ;;
	esac
}

run_relacy() { # MODEL VARIANT SEARCHES MUTANT
	binary=$MODEL_TMP/$1 mutant=$4
	case $mutant in
	-) mutant='' ;;
	*:*) mutant=$(resolve "$mutant") || { seen="not applied: the text has changed"; return; } ;;
	*)
		binary=$binary.steps
		grep -qF "MUTANT(\"$mutant\")" "$MODEL_TMP"/steps/*/* "$models/relacy_$1.cpp" ||
			{ seen="not applied: the text has changed"; return; }
		;;
	esac
	[ -x "$binary" ] || { seen="does not build"; out=$(cat "$binary.err"); return; }
	for search in $(echo "$3" | tr , ' '); do
		relacy_search "$binary" "$search" "$2" "$mutant"
		[ "$seen" = pass ] || return
	done
}

run_spin() { # MODEL FLAGS
	dir=$MODEL_TMP/spin-$n
	mkdir "$dir" && cp "$models/$1.pml" "$dir/"
	# shellcheck disable=SC2046
	out=$(cd "$dir" && spin -a $(echo "$2" | tr , ' ' | sed 's/^-$//') "$1.pml" 2>&1 &&
		nice gcc -O1 -w -DSAFETY -DCOLLAPSE -DMEMLIM=6000 -o pan pan.c 2>&1 &&
		nice timeout "${MODEL_TIMEOUT:-300}" ./pan -m3000000 2>&1)
	count=$(echo "$out" | sed -n 's/^ *\([0-9]*\) states, stored.*/\1 states/p')
	case $out in
	*"errors: 0"*"Search not completed"* | *"max search depth"*) seen="not finished" ;;
	*"errors: 0"*) seen=pass ;;
	*"errors: "*) seen=fail ;;
	*) seen="no result" ;;
	esac
	rm -rf "$dir"
}

one() {
	n=$1 count=''
	# shellcheck disable=SC2046
	set -- $(sed -n "${n}p" "$MODEL_TMP/table")
	expected=$2 name=$3 tool=$4
	want=$expected
	case $want in redundant | unseen) want=pass ;; esac
	if ! [ -e "$MODEL_TMP/have-$tool" ]; then
		echo "ok $n - $name # SKIP no $tool"
		return
	fi
	if [ "$tool" = spin ]; then run_spin "$5" "$6"; else run_relacy "$5" "$6" "$7" "$8"; fi
	if [ "$seen" = "$want" ]; then
		echo "ok $n - $name: expected $expected ($(echo $count))"
	else
		echo "not ok $n - $name: should $want, is: $seen ($(echo $count))"
		printf '%s\n' "$out" | grep -vE '^iteration' | head -n 25 | sed 's/^/# /'
	fi
}

if [ "$1" = one ]; then
	one "$2" >"$MODEL_TMP/result-$2"
	exit 0
fi

# ---- the copies and the programs ----

build() { # MODEL KIND
	out=$MODEL_TMP/$1 text=$MODEL_TMP/shipped
	[ "$2" = steps ] && { out=$out.steps text=$MODEL_TMP/steps; }
	nice g++ -std=c++14 -O1 -w -I"$models" -I"$text" "$models/relacy_$1.cpp" -o "$out" \
		-lpthread 2>"$out.err"
}

prepare() {
	mkdir -p "$MODEL_TMP/shipped/runtime" "$MODEL_TMP/shipped/recording" "$MODEL_TMP/text"
	for f in $runtime; do cp "$SRC/src/runtime/$f.h" "$MODEL_TMP/shipped/runtime/"; done
	cp "$SRC/src/recording/lap.h" "$MODEL_TMP/shipped/recording/"
	cp "$MODEL_TMP"/shipped/*/*.h "$MODEL_TMP/text/"
	for f in "$MODEL_TMP"/shipped/*/*.h; do
		mutated=$MODEL_TMP/steps/${f#"$MODEL_TMP/shipped/"}
		mkdir -p "$(dirname "$mutated")"
		sed -E -f "$models/steps.sed" "$f" >"$mutated"
	done
}

MODEL_TMP=$(mktemp -d) || exit 1
trap 'rm -rf "$MODEL_TMP"' EXIT
export MODEL_TMP SRC
if command -v g++ >/dev/null 2>&1 &&
	echo '#include <relacy/relacy.hpp>' | g++ -std=c++14 -w -fsyntax-only -x c++ - 2>/dev/null; then
	: >"$MODEL_TMP/have-relacy"
fi
command -v spin >/dev/null 2>&1 && : >"$MODEL_TMP/have-spin"
if ! [ -e "$MODEL_TMP/have-relacy" ] && ! [ -e "$MODEL_TMP/have-spin" ]; then
	echo "1..0 # SKIP neither relacy nor spin is installed"
	exit 0
fi
prepare
# the lines of this speed: fast ones always, slow ones with "all", long ones with "long"
case $which in
fast) speeds=fast ;;
all) speeds='fast|slow' ;;
*) speeds='long' ;;
esac
grep -E "^($speeds) " "$models/mutants.txt" >"$MODEL_TMP/table"
jobs=${MODEL_JOBS:-2}
if [ -e "$MODEL_TMP/have-relacy" ]; then
	# shellcheck disable=SC2016
	for m in $sources; do
		for kind in shipped steps; do
			grep -qE " relacy $m " "$MODEL_TMP/table" && echo "$m $kind"
		done
	done >"$MODEL_TMP/builds"
	running=''
	while read -r m kind; do
		build "$m" "$kind" &
		running="$running $!"
		# shellcheck disable=SC2086
		set -- $running
		if [ $# -ge "$jobs" ]; then
			wait "$1"
			shift
			running=$*
		fi
	done <"$MODEL_TMP/builds"
	wait
fi
total=$(wc -l <"$MODEL_TMP/table")
seq 1 "$total" | xargs -P "$jobs" -I{} sh "$models/check-model.sh" one {}
for i in $(seq 1 "$total"); do cat "$MODEL_TMP/result-$i"; done >"$MODEL_TMP/results"
cat "$MODEL_TMP/results"
echo "1..$total"
! grep -q '^not ok' "$MODEL_TMP/results"
