#!/bin/sh
# SPDX-License-Identifier: MIT
# --simd: which workload takes it, that it is kept, and that it is told.
# shellcheck disable=SC2154	# what lib.sh sets
. "$SRC/tests/lib.sh"
needs jq

level() { # WORKLOAD LEVEL SIZE: verified, level
	run "$PARTOP" run "$1" --size "$3" --simd "$2" --runs 1 --verify full --json
	json '"\(.verified) \(.simd)"'
}
for workload in sum quicksort matmul hashagg filescan mandelbrot; do
	size=100k
	case $workload in matmul | mandelbrot) size=100 ;; esac
	is "$workload: portable code" "$(level $workload none $size)" "true none"
done
if [ "$(uname -m)" = x86_64 ]; then
	is "what a kernel lacks is the next lower, and told as that" "$(level sum sse2 1k)" "true none"
	is "what it has is told as itself" "$(level filescan sse2 1k)" "true sse2"
fi
grep -q avx512vl /proc/cpuinfo || refused 3 "this CPU has no avx512" run sum --simd avx512
is "auto names what it took" "$(level sum auto 1k | grep -cE '^true (none|sse2|avx2|avx512)$')" 1
refused 2 "the work of fib comes in one level only" run fib --simd avx2
refused 2 "'mmx' is not one of auto, none, sse2, avx2, avx512" run sum --simd mmx
run "$PARTOP" run fib --size 10 --runs 1 --json
is "where there are no levels, none is told" "$(json .simd)" null
run "$PARTOP" help run sum
ok "help tells of levels" grep -q -- '--simd: ' "$tmp/out"
run "$PARTOP" help run fib
ok "... where there are some" sh -c "! grep -q -- --simd: '$tmp/out'"
finish
