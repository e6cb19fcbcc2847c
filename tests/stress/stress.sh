#!/bin/sh
# SPDX-License-Identifier: MIT
# The runtime's facts with few and with many workers; a seed can be given to repeat a failure.
rounds=${STRESS_ROUNDS:-6} seed=${STRESS_SEED:-1}
PARTOP_CHAOS_SEED=$seed
export PARTOP_CHAOS_SEED
n=0 bad=0
echo 1..5
for workers in 1 2 3 8 64; do
	n=$((n + 1))
	if out=$("$BUILD/tests/stress/stress" "$workers" "$rounds" "$seed" 2>&1); then
		echo "ok $n - $out"
	else
		echo "not ok $n - $workers workers, seed $seed"
		printf '%s\n' "$out" | head -n 80 | sed 's/^#* */# /'
		bad=1
	fi
done
exit $bad
