#!/bin/sh
# SPDX-License-Identifier: MIT
# info: what this machine offers, and, under other files, what another one would.
. "$SRC/tests/lib.sh"

run "$PARTOP" info
is "info: exit 0" "$rc" 0
for part in cpus topology clock memory counters terminal; do
	ok "info: $part" grep -qx "$part" "$tmp/out"
done
ok "info: what a reading of the clock costs" grep -Eq '^  reading      about [0-9]+ ns$' "$tmp/out"
ok "info: a clock that is no counter has a reason" awk '
	/source .*CLOCK_MONOTONIC/ { no_counter = 1 }
	/^  why / { why = 1 }
	END { exit no_counter != why }' "$tmp/out"

# ---- what the CPUs can give; no figure of this machine is looked at
known="1 cpus=2 quota=none busy=0 copies=1,2 compute=1000,1310 cache=1000,1280 memory=1000,1120"
cpus=$("$PARTOP" info | sed -n 's/^  allowed *//p')
ok "info: none is unknown" grep -q '^  unknown      partop info --calibrate' "$tmp/out"
unset PARTOP_CAPACITY
run "$PARTOP" info --calibrate
is "calibrate: exit 0" "$rc" 0
sed -n 's/^  as text *//p' "$tmp/out" >"$tmp/text"
ok "calibrate: a line for programs" grep -Eq "^[12] cpus=$cpus " "$tmp/text"
ok "calibrate: a level for all CPUs" grep -Eq "^  $cpus +[0-9.]+ +[0-9.]+ +[0-9.]+ +([0-9.]+|--)$" "$tmp/out"
ok "calibrate: what they read, if it can be told" \
	test "$(grep -c " read=" "$tmp/text")" = "$(grep -Ec "^  $cpus .* [0-9.]+$" "$tmp/out")"
is "calibrate: kept in one file" "$(find "$tmp/cache" -type f | wc -l)" 1
run "$PARTOP" info
is "info: what is kept" "$(sed -n 's/^  as text *//p' "$tmp/out")" "$(cat "$tmp/text")"
run "$PARTOP" run fib --size 20 --runs 1 --threads 2
ok "run: what is known is not found out again" test ! -s "$tmp/err"

rm -rf "$tmp/cache"
run "$PARTOP" run fib --size 20 --runs 1 --threads 2 --no-calibrate
is "--no-calibrate: exit 0" "$rc" 0
ok "--no-calibrate: nothing is kept" test ! -d "$tmp/cache"
ok "--no-calibrate: nothing is said" test ! -s "$tmp/err"
run "$PARTOP" run fib --size 20 --runs 1 --threads 1
ok "one worker: nothing to find out" test ! -d "$tmp/cache"
run "$PARTOP" run sum --size 1k --runs 1 --threads 1 --quiet
is "one worker that reads: what it could read" "$rc $(find "$tmp/cache" -type f | wc -l)" "0 1"
rm -rf "$tmp/cache"
if [ "$cpus" -gt 1 ]; then
	run "$PARTOP" run fib --size 20 --runs 1 --threads 2
	ok "run: says that it finds out" \
		grep -Eq "^partop: finding out what these $cpus CPUs can give.*--no-calibrate" "$tmp/err"
	is "run: ... and keeps it" "$(find "$tmp/cache" -type f | wc -l)" 1
	rm -rf "$tmp/cache"
	run "$PARTOP" run fib --size 20 --runs 1 --threads 2 --json
	if command -v jq >/dev/null 2>&1; then
		ok "run: ... and judges itself by it" jq -e '.capacity.compute > 0' "$tmp/out"
	else
		skip "run: ... and judges itself by it" "no jq"
	fi
else
	skip "run: ... and judges itself by it" "one CPU"
	skip "run: says that it finds out" "one CPU"
	skip "run: ... and keeps it" "one CPU"
fi
rm -rf "$tmp/cache"
run "$PARTOP" run fib --size 20 --runs 1 --threads 2 --quiet
is "--quiet: nothing is said" "$rc $(cat "$tmp/err")" "0 "
rm -rf "$tmp/cache"
ln -s /dev/null "$tmp/cache"
run "$PARTOP" run fib --size 20 --runs 1 --threads 2 --quiet
is "a cache that cannot be written is no error" "$rc $(cat "$tmp/err")" "0 "
rm -f "$tmp/cache"

for v in x "1 cpus=2" "$known " nothing; do
	run env PARTOP_CAPACITY="$v" "$PARTOP" run fib --size 20 --runs 1
	ok "PARTOP_CAPACITY='$v'" said 2 '^partop: PARTOP_CAPACITY: '
done
export PARTOP_CAPACITY=none

# A virtual machine: its kernel trusts kvm-clock alone and shows no caches.
cat >"$tmp/enter" <<'EOT'
mount --bind "$1" /sys/devices/system/clocksource/clocksource0/available_clocksource || exit 99
for d in /sys/devices/system/cpu/cpu[0-9]*/cache; do
	[ ! -d "$d" ] || mount -t tmpfs none "$d" || exit 99
done
shift
exec "$@"
EOT
virtual="unshare -rm sh $tmp/enter $tmp/sources"
echo kvm-clock >"$tmp/sources"
if [ "$(uname -m)" = x86_64 ] && $virtual true 2>/dev/null; then
	run $virtual "$PARTOP" info
	is "a virtual machine: exit 0" "$rc" 0
	ok "a virtual machine: the clock" grep -q 'source       CLOCK_MONOTONIC' "$tmp/out"
	ok "a virtual machine: why" grep -q '^  why .*kvm-clock$' "$tmp/out"
	for t in topology clock; do
		[ -x "$BUILD/tests/unit/test_$t" ] || continue
		run $virtual "$BUILD/tests/unit/test_$t"
		is "a virtual machine: test_$t" "$rc" 0
	done
else
	skip "a virtual machine" "no mount namespace can be made here"
fi
finish
