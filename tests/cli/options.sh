#!/bin/sh
# SPDX-License-Identifier: MIT
# Nonsense in options and in the environment: one line, exit 2.
. "$SRC/tests/lib.sh"
needs jq

refused 2 '^partop: --threads: empty value' run fib --threads=
refused 2 '^partop: --threads: 0 is below 1' run fib --threads 0
refused 2 '^partop: --threads: 257 is above 256' run fib --threads 257
refused 2 '^partop: --threads: .*above 256' run fib --threads 99999999999999999999
for v in -1 1e9 ' 4' '4 ' 4x 0x10 nan inf +4 4.0 1k; do
	refused 2 '^partop: --threads: .*not a number' run fib "--threads=$v"
done

refused 2 '^partop: --size: empty value' run sum --size=
refused 2 '^partop: --size: 0 is below' run sum --size 0
refused 2 '^partop: --size: 0 is below' run quicksort --size 0
refused 2 '^partop: --grain: 0 is below' run quicksort --grain 0
refused 2 '^partop: --size: .*above' run sum --size 19E
refused 2 '^partop: --size: .*above' run sum --size 99999999999999999999
for v in -1 1e9 ' 4' 4x 0x10 nan 1.5 1KB k 64kI 1..5M; do
	refused 2 '^partop: --size: .*not a size' run sum "--size=$v"
done
refused 2 '^partop: --grain: ' run quicksort --grain=-1
refused 2 '^partop: --grain: ' run quicksort --grain=16KB
refused 2 '^partop: --seed: .*not a number' run fib --seed -1
refused 2 '^partop: --seed: .*above' run fib --seed 18446744073709551616
refused 2 '^partop: --runs: 0 is below 1' run fib --runs 0
refused 2 '^partop: --runs: .*above' run fib --runs 1001
refused 2 '^partop: --warmup: ' run fib --warmup x
for v in 0 -1 x 1e-9 inf 3d 10000h; do
	refused 2 '^partop: --time: ' run fib --time "$v"
	refused 2 '^partop: --timeout: ' run fib --timeout "$v"
done
for o in color detail pin verify; do
	refused 2 "^partop: --$o: 'x' is not one of" run fib --$o x
done
refused 2 '^partop: --variant: .*parallel-partition' run quicksort --variant x
refused 2 '^partop: --variant: .*one version' run sum --variant x
refused 2 '^partop: --type: .*not one of' run sum --type float
refused 2 '^partop: --capacity: 0 is below 1' run pipeline --capacity 0
refused 2 '^partop: --producers: 31 is above 30' run pipeline --producers 31
refused 2 '^partop: --work: .*not a size' run counter --work=-1
refused 2 '^partop: --keys: 257 is above 256' run histogram --keys 257
refused 2 '^partop: --keys: 0 is below 1' run histogram --keys 0
refused 2 '^partop: --radius: 101 is above 100' run images --radius 101
refused 3 '^partop: --out: /nonexistent/000' run images --size 10 --out /nonexistent
echo text >"$tmp/file"
refused 3 '^partop: --out: .*: Not a directory' run images --size 10 --out "$tmp/file"
mkdir "$tmp/folder.ppm"
refused 3 '^partop: --picture: .* is not a regular file' run mandelbrot --size 10 --picture "$tmp/folder.ppm"
ln -s "$tmp/file" "$tmp/link.ppm"
refused 3 '^partop: --picture: .* is not a regular file' run mandelbrot --size 10 --picture "$tmp/link.ppm"
refused 2 '^partop: --input-kind: ' run quicksort --input-kind backwards
refused 2 '^partop: --trace: empty value' run fib --trace=
refused 2 '^partop: --json: empty value' run fib --json=

refused 2 "^partop: unknown option '--threds': did you mean --threads" run fib --threds 4
refused 2 "^partop: unknown option '--foo'" run fib --foo
refused 2 "^partop: .*'-z'" run fib -z
refused 2 '^partop: fib has no option --pattern; its own are: ' run fib --pattern x
refused 2 '^partop: sum has no option --input-kind' run sum --input-kind few
refused 2 '^partop: .*which workload' run
refused 2 '^partop: .*which workload' run --threads 2
refused 2 "^partop: run: 'sum' is one word too many" run fib sum
refused 2 '^partop: .*--threads.*value' run fib --threads
refused 2 '^partop: .*which program' exec
refused 2 '^partop: .*which program' exec --timeout 3s --
refused 2 "^partop: unknown option" exec --threads 2 -- true
# One way to split words, in all commands: as getopt_long, with names written out.
for words in "-qo $tmp/t1 --" "-qo$tmp/t2" "-q --trace=$tmp/t3 --" "-fqo $tmp/t4 --" \
	"--quiet -f --trace $tmp/t5 --"; do
	# shellcheck disable=SC2086
	run "$PARTOP" exec $words "$BUILD/tests/cli/program" fib 15
	is "exec $(echo "$words" | sed "s|$tmp|TMP|")" "$rc" 0
done
for i in 1 2 3 4 5; do
	ok "... the recording is where it should be" test -f "$tmp/t$i"
done
run "$PARTOP" run fib -qn20 --runs=1 -ft 2 -o "$tmp/t1"
is "run: the same" "$rc" 0
for c in "run fib --size 20 --runs 1" "exec"; do
	# shellcheck disable=SC2086
	refused 2 "^partop: unknown option '--timeou': did you mean --timeout\?" $c --timeou 3s -- true
done
refused 2 "^partop: unknown option '--time': did you mean --timeout\?" exec --time 3s -- true
refused 2 "^partop: unknown option '--siz': did you mean --size\?" run fib --siz 20
refused 2 "^partop: unknown option '--t': did you mean .*--threads.* or " run fib --t 2
refused 2 "^partop: unknown option '--out': did you mean --output\?" export x --out y
refused 2 "^partop: unknown option '--verb'" list --verb
# shellcheck disable=SC2016
run "$PARTOP" exec -q sh -c 'echo "$@"' sh --help -q --trace x
is "what follows the program is the program's" "$(cat "$tmp/out")" "--help -q --trace x"
run "$PARTOP" exec -q -- sh -c 'echo "$@"' sh -- --help
is "... -- and all" "$(cat "$tmp/out")" "-- --help"
run env -C "$tmp" "$(command -v "$PARTOP")" run --trace --help fib --size 20 --runs 1 -q
ok "a value may look like an option" test -f "$tmp/--help"
run "$PARTOP" run --runs 3 -qh sum
ok "-h among other letters" grep -q '^usage: partop run sum' "$tmp/out"

refused 2 '^partop: .*which FILE' report
refused 2 '^partop: .*which FILE' check
refused 2 '^partop: .*--format' export "$tmp/x"
refused 2 '^partop: --format: .*chrome' export "$tmp/x" --format xml

for v in 0 -1 x 4x 257 99999999999999999999 ' 4'; do
	run env PARTOP_THREADS="$v" "$PARTOP" run fib
	ok "PARTOP_THREADS='$v'" said 2 '^partop: PARTOP_THREADS: '
done
run env PARTOP_THREADS=3 "$PARTOP" run fib --size 20 --runs 1 --json
is "PARTOP_THREADS=3 is honoured" "$(json .threads)" 3
run env PARTOP_THREADS=x "$PARTOP" run fib --size 20 --runs 1 --threads 2 --json
is "--threads beats PARTOP_THREADS" "$(json .threads)" 2
run "$PARTOP" run --threads 1 --threads 2 fib --size 20 --runs 1 --json
is "the last --threads wins, and the workload may stand anywhere" "$(json .threads)" 2
run env PARTOP_THREADS= "$PARTOP" run fib --size 20 --runs 1 --quiet
is "an empty PARTOP_THREADS is none" "$rc" 0
is "--quiet prints nothing" "$(cat "$tmp/out" "$tmp/err")" ""

refused 2 '^partop: --runs: .*with --trace' run fib --threads 256 --runs 900
refused 3 'needs .* of memory, but only .* may be used' run sum --size 1000T
refused 3 'needs .* of memory' run quicksort --size 16E
finish
