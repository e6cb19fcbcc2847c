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
