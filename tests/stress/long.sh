#!/bin/sh
# SPDX-License-Identifier: MIT
# make stress: the matrix, seed after seed for STRESS_MINUTES (default 30); stops at the first
# failure.  Each turn draws the facts anew and takes the next program, number of workers and
# disturbance.  STRESS_TREES: build folders of other compilers and sanitizers to take in.
. "$SRC/tests/stress/disturb.sh"
minutes=${STRESS_MINUTES:-30} seed=${STRESS_SEED:-1} turns=0
end=$(($(date +%s) + minutes * 60))
log=$(mktemp) || exit 99
trap 'rm -f "$log"' EXIT

# turn MODE HOW PROGRAM WORKERS ROUNDS SCALE
turn() {
	[ "$(date +%s)" -lt "$end" ] || return 0
	turns=$((turns + 1))
	PARTOP_CHAOS=$1 PARTOP_CHAOS_SEED=$seed STRESS_SCALE=$6
	export PARTOP_CHAOS PARTOP_CHAOS_SEED STRESS_SCALE
	disturbed "$2" "$3" "$4" "$5" "$seed" >"$log" 2>&1 && return 0
	echo "FAILED: chaos $1, $2, STRESS_SCALE=$6 PARTOP_CHAOS=$1 PARTOP_CHAOS_SEED=$seed $3 $4 $5 $seed"
	cat "$log"
	exit 1
}

while [ "$(date +%s)" -lt "$end" ]; do
	for workers in 1 2 3 4 8 16 64 256; do
		for how in plain hogs one flips stops; do
			turn none "$how" "$BUILD/tests/stress/stress" $workers 8 10
			[ $how = hogs ] || turn delay "$how" "$BUILD/tests/stress/stress-chaos" $workers 2 1
		done
		for tree in ${STRESS_TREES-}; do
			turn none plain "$tree/tests/stress/stress" $workers 4 1
			turn delay plain "$tree/tests/stress/stress-chaos" $workers 1 1
		done
		[ $workers -gt 8 ] || turn serial plain "$BUILD/tests/stress/stress-chaos" $workers 2 1
		turn none plain "$BUILD/tests/stress/stress" $workers 1 100
		seed=$((seed + 1))
	done
done
echo "$turns turns, seeds ${STRESS_SEED:-1} to $((seed - 1)): all facts hold"
