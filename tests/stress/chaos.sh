#!/bin/sh
# SPDX-License-Identifier: MIT
# Chaos: what a seed decides is decided again by the same seed, and the facts hold under it.
# In further trees, which are there for their sanitizers, delays only.
modes="serial delay" plan=8
case " ${PARTOP_SKIP-} " in *" slow "*) modes=delay plan=3 ;; esac
seed=${STRESS_SEED:-$(($(date +%j) + 0))} rounds=${STRESS_CHAOS_ROUNDS:-1}
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
n=0 bad=0

ok() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2 (PARTOP_CHAOS=$PARTOP_CHAOS PARTOP_CHAOS_SEED=$PARTOP_CHAOS_SEED)"
		head -n 60 "$tmp/log" | sed 's/^#* */# /'
		bad=1
	fi
}

# seeded MODE SEED FILE
seeded() {
	PARTOP_CHAOS=$1 PARTOP_CHAOS_SEED=$2
	export PARTOP_CHAOS PARTOP_CHAOS_SEED
	"$BUILD/tests/stress/replay" "$1" >"$3" 2>"$tmp/log"
}

echo 1..$plan
for mode in $modes; do
	same=0 other=1
	for s in "$seed" $((seed + 1)) $((seed + 2)); do
		seeded "$mode" "$s" "$tmp/a" && seeded "$mode" "$s" "$tmp/b" || same=1
		cmp "$tmp/a" "$tmp/b" >"$tmp/log" || same=1
		[ "$s" = "$seed" ] && cp "$tmp/a" "$tmp/first"
	done
	cmp -s "$tmp/a" "$tmp/first" || other=0
	case $mode in
	serial) ok $same "one seed replays every theft and every task" ;;
	delay) ok $same "one seed gives each worker its victims and its decisions" ;;
	esac
	ok $other "another seed gives others ($mode)"
	PARTOP_CHAOS_SEED=$seed
	case $mode in serial) all='2 3 8' ;; delay) all=3 ;; esac
	for workers in $all; do
		"$BUILD/tests/stress/stress-chaos" "$workers" "$rounds" "$seed" >"$tmp/log" 2>&1
		ok $? "$mode: $(tail -n 1 "$tmp/log")"
	done
done
exit $bad
