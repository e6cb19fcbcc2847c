#!/bin/sh
# SPDX-License-Identifier: MIT
# The workload that doc/adding-a-workload.md makes compiles, with all warnings.
cd "$SRC" || exit 1
case " ${PARTOP_SKIP-} " in *" lint "*) echo "1..0 # SKIP not again in this tree"; exit 0 ;; esac
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
echo 1..2
sed -n '/^```c$/,/^```$/p' doc/adding-a-workload.md | sed '/^```/d' >"$tmp/collatz.c"
rc=0
if grep -q '^const struct pt_workload pt_workload_collatz' "$tmp/collatz.c"; then
	echo "ok 1 - the page has the whole file"
else
	echo "not ok 1 - the page has the whole file"
	rc=1
fi
if ${CC:-gcc} -std=gnu17 -D_GNU_SOURCE -Wall -Wextra -Wno-unused-parameter -Werror -fsyntax-only \
	-Iinclude -Isrc -I. -I"$BUILD" "$tmp/collatz.c" >"$tmp/out" 2>&1; then
	echo "ok 2 - it compiles"
else
	echo "not ok 2 - it compiles"
	sed 's/^/# /' "$tmp/out" | head -n 20
	rc=1
fi
exit $rc
