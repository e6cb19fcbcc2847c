#!/bin/sh
# SPDX-License-Identifier: MIT
# make stress: seed after seed for STRESS_MINUTES (default 30); stops at the first failure.
end=$(($(date +%s) + ${STRESS_MINUTES:-30} * 60))
seed=${STRESS_SEED:-1}
while [ "$(date +%s)" -lt "$end" ]; do
	for workers in 1 2 3 4 8 16 64 256; do
		PARTOP_CHAOS_SEED=$seed "$BUILD/tests/stress/stress" "$workers" 12 "$seed" || exit 1
	done
	seed=$((seed + 1))
done
