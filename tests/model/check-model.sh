#!/bin/sh
# SPDX-License-Identifier: MIT
# The models of the deque and of the sleep protocol.  A *base* is the text as it is: it must pass.
# A *mutant* is the text with one thing broken, by sed or by a define: it must FAIL, which shows that
# the model can see that thing.
#
#	check-model.sh all	every base and every mutant (make check-model; about 4 minutes)
#	check-model.sh fast	the bases and a handful of mutants (make check)
#
# Relacy (relacy_*.cpp) compiles the text of src/runtime/deque.h and sleep.h itself, in the C++11
# memory model.  Spin (*.pml) checks hand-written models of the logic under x86-TSO.  TAP.
which=${1:-fast}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
models=$SRC/tests/model
runtime=$SRC/src/runtime
n=0 bad=0

skipped() {
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}

# verdict NAME EXPECTED SEEN DETAIL
verdict() {
	n=$((n + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $n - $1: expected $2"
	else
		echo "not ok $n - $1: should $2, is: $3"
		printf '%s\n' "$4" | head -n 20 | sed 's/^/# /'
		bad=1
	fi
}

# wanted SPEED: is this one to be run?
wanted() {
	[ "$which" = all ] || [ "$1" = fast ]
}

# relacy SPEED EXPECTED NAME SOURCE BOUND DEFINES SED
relacy() {
	speed=$1 expected=$2 name=$3 source=$4 bound=$5 defines=$6 script=$7
	wanted "$speed" || return
	if [ -z "$have_relacy" ]; then
		skipped "$name" "no relacy or no C++ compiler"
		return
	fi
	sed -E "$script" "$runtime/deque.h" >"$tmp/deque.h"
	sed -E "$script" "$runtime/sleep.h" >"$tmp/sleep.h"
	if [ -n "$script" ] && cmp -s "$tmp/deque.h" "$runtime/deque.h" &&
		cmp -s "$tmp/sleep.h" "$runtime/sleep.h"; then
		verdict "$name" "$expected" "not applied: the text has changed"
		return
	fi
	# a mutant is found soon: compiling is what costs
	level=-O1
	[ "$expected" = fail ] && level=-O0
	# shellcheck disable=SC2086
	if ! nice g++ -std=c++14 $level -w $defines -I"$models" "-DDEQUE_H=\"$tmp/deque.h\"" \
		"-DSLEEP_H=\"$tmp/sleep.h\"" "$models/$source" -o "$tmp/model" -lpthread 2>"$tmp/err"; then
		verdict "$name" "$expected" "does not build" "$(cat "$tmp/err")"
		return
	fi
	out=$(nice timeout 120 "$tmp/model" 200000 2>&1)
	case $out in
	*"RESULT pass"*) out=$(nice timeout 120 "$tmp/model" 0 "$bound" 2>&1) ;;
	esac
	case $out in
	*"RESULT pass"*) verdict "$name" "$expected" pass ;;
	*"RESULT FAIL"*) verdict "$name" "$expected" fail "$(echo "$out" | grep -vE '^iteration' | head -20)" ;;
	*) verdict "$name" "$expected" "no result" "$(echo "$out" | tail -5)" ;;
	esac
}

# spin SPEED EXPECTED NAME MODEL FLAGS
spin_model() {
	speed=$1 expected=$2 name=$3 model=$4 flags=$5
	wanted "$speed" || return
	if [ -z "$have_spin" ]; then
		skipped "$name" "no spin"
		return
	fi
	rm -rf "$tmp/spin" && mkdir "$tmp/spin" && cp "$models/$model" "$tmp/spin/"
	# shellcheck disable=SC2086
	out=$(cd "$tmp/spin" && spin -a $flags "$model" 2>&1 &&
		nice gcc -O2 -w -DSAFETY -DCOLLAPSE -DMEMLIM=6000 -o pan pan.c 2>&1 &&
		nice timeout 200 ./pan -m3000000 2>&1)
	case $out in
	*"errors: 0"*"Search not completed"* | *"max search depth"*) seen="not finished" ;;
	*"errors: 0"*) seen=pass ;;
	*"errors: "*) seen=fail ;;
	*) seen="no result" ;;
	esac
	verdict "$name" "$expected" "$seen" "$(echo "$out" | grep -E '^pan|rror' | head -5)"
}

have_relacy=''
have_spin=''
if command -v g++ >/dev/null 2>&1 &&
	echo '#include <relacy/relacy.hpp>' | g++ -std=c++14 -w -fsyntax-only -x c++ - 2>/dev/null; then
	have_relacy=yes
fi
command -v spin >/dev/null 2>&1 && have_spin=yes
if [ -z "$have_relacy$have_spin" ]; then
	echo "1..0 # SKIP neither relacy nor spin is installed"
	exit 0
fi

relacy all pass relacy-deque relacy_deque.cpp 2
relacy fast pass relacy-deque-big relacy_deque.cpp 2 -DBIG
relacy fast pass relacy-sleep relacy_sleep.cpp 4
relacy all pass relacy-sleep-joiner relacy_sleep.cpp 4 -DJOINER
relacy fast fail D1-relaxed relacy_deque.cpp 2 "" '/\[D1\]/s/release/relaxed/'
relacy all fail D3-relaxed relacy_deque.cpp 2 "" '/\[D3\]/s/acquire/relaxed/'
relacy all fail D8-relaxed relacy_deque.cpp 2 "" '/\[D8\]/s/acq_rel/relaxed/'
relacy all fail D10-relaxed relacy_deque.cpp 2 "" '/\[D10\]/s/acquire/relaxed/'
relacy all fail D0-missing relacy_deque.cpp 2 "" '/\[D0\]/s/PT_ST\(.*relaxed\);/;/'
relacy all fail retract-without-CAS relacy_deque.cpp 2 "" \
	's/if \(PT_CAS\(d->ts, o, PT_TS\(tail, ns\), release\)\) \{/{ PT_ST(d->ts, PT_TS(tail, ns), release);/'
relacy all fail steal-without-CAS relacy_deque.cpp 2 "" \
	's/if \(PT_CAS\(d->ts, o, o \+ 1, acquire\)\)/PT_ST(d->ts, o + 1, release); if (1)/'
relacy all fail sgate-too-low relacy_deque.cpp 2 "" \
	's/stop \? PT_SGATE_ARMED : PT_POS\(d, d->split\)/stop ? PT_SGATE_ARMED : PT_POS(d, d->split - (d->split > 0))/'
relacy all fail slot-touched-after-finish relacy_deque.cpp 2 -DMUT_TOUCH_AFTER
relacy all fail settle-missing relacy_deque.cpp 2 -DMUT_NO_SETTLE
relacy all fail settle-always-put-off relacy_deque.cpp 3 "-DMUT_LAZY_ALWAYS -DBIG"
relacy all fail D5-limit-relaxed relacy_sleep.cpp 3 "" '/limit.*\[D5\]/s/acq_rel/relaxed/'
relacy fast fail D5-relaxed relacy_sleep.cpp 3 "" '/\[D5\]/s/acq_rel/relaxed/'
relacy all fail D5-release-only relacy_sleep.cpp 3 "" '/\[D5\]/s/acq_rel/release/'
relacy all fail D5-acquire-only relacy_sleep.cpp 3 "" '/\[D5\]/s/acq_rel/acquire/'
relacy all fail D5-plain-store relacy_sleep.cpp 3 "" '/\[D5\]/{s/PT_XCHG/PT_ST/;s/acq_rel/release/}'
relacy all fail D6-relaxed relacy_sleep.cpp 3 "" '/\[D6\]/s/acq_rel/relaxed/'
relacy all fail D6-release-only relacy_sleep.cpp 3 "" '/\[D6\]/s/acq_rel/release/'
relacy all fail D6-acquire-only relacy_sleep.cpp 3 "" '/\[D6\]/s/acq_rel/acquire/'
relacy all fail D6-plain-store relacy_sleep.cpp 3 "" '/\[D6\]/{s/PT_XCHG/PT_ST/;s/acq_rel/release/}'
relacy all fail S4-relaxed relacy_sleep.cpp 3 "" '/\[S4\]/s/acq_rel/relaxed/'
relacy all fail no-R1 relacy_sleep.cpp 3 -DMUT_NO_R1
relacy all fail no-arming relacy_sleep.cpp 3 -DMUT_NO_ARM
relacy all fail no-R2 relacy_sleep.cpp 3 -DMUT_NO_R2
relacy all fail no-R3 relacy_sleep.cpp 3 -DMUT_NO_R3
relacy all fail token-dropped-before-bit relacy_sleep.cpp 3 -DMUT_DROP_FIRST
relacy all fail gates-opened-before-publishing relacy_sleep.cpp 3 -DMUT_OPEN_FIRST
relacy fast fail late-look relacy_sleep.cpp 3 "-DMUT_LATE_LOOK -DJOINER"

spin_model fast pass spin-deque-small deque.pml "-DNT=3 -DSTEALS=1"
spin_model all pass spin-deque deque.pml
for m in RETRACT_NOCAS READ_FIRST NO_RESET SGATE_OLD NO_SETTLE LAZY_ALWAYS TOUCH_AFTER; do
	spin_model all fail "spin-deque-$m" deque.pml "-D$m"
done
spin_model fast pass spin-sleep sleep.pml
spin_model all pass spin-sleep-joiner sleep.pml "-DJOBS=4 -DJOINERS=1"
spin_model all pass spin-sleep-three sleep.pml "-DW=3"
spin_model all pass spin-sleep-rendezvous sleep.pml "-DW=3 -DJOBS=3 -DRENDEZVOUS"
spin_model all fail spin-sleep-NO_R2 sleep.pml "-DNO_R2 -DJOBS=4 -DRENDEZVOUS"
spin_model fast fail spin-sleep-NO_R3 sleep.pml "-DNO_R3 -DJOBS=4 -DJOINERS=1"
for m in NO_R1 NO_ARM DROP_FIRST LATE_LOOK PARK_EARLY GATE_STORE OPEN_FIRST; do
	spin_model all fail "spin-sleep-$m" sleep.pml "-D$m -DJOBS=4 -DJOINERS=1"
done
spin_model fast pass spin-join join.pml
spin_model fast fail spin-join-NOTE_FIRST join.pml -DNOTE_FIRST
for m in NO_NOTE_LOOK FINISH_STORE SIGN_STORE PARK_EARLY; do
	spin_model all fail "spin-join-$m" join.pml "-D$m"
done
echo "1..$n"
exit $bad
