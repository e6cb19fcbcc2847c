#!/bin/sh
# SPDX-License-Identifier: MIT
# The facts hold while CPUs are taken away and the process is stopped.
case " ${PARTOP_SKIP-} " in *" slow "*) echo "1..0 # SKIP not again in this tree"; exit 0 ;; esac
. "$SRC/tests/stress/disturb.sh"
rounds=${STRESS_ROUNDS:-2} seed=${STRESS_SEED:-1} n=0 bad=0
log=$(mktemp) || exit 99
trap 'rm -f "$log"' EXIT

echo 1..4
for how in one flips stops hogs; do
	n=$((n + 1))
	if disturbed $how "$BUILD/tests/stress/stress" 3 "$rounds" "$seed" >"$log" 2>&1; then
		echo "ok $n - $how: $(cat "$log")"
	else
		echo "not ok $n - $how, seed $seed"
		head -n 60 "$log" | sed 's/^#* */# /'
		bad=1
	fi
done
exit $bad
