#!/bin/sh
# SPDX-License-Identifier: MIT
# No function over 80 lines, no file over 800, median function at most 16.
cd "$SRC" || exit 1
case " ${PARTOP_SKIP-} " in *" lint "*) echo "1..0 # SKIP not again in this tree"; exit 0 ;; esac
if ! command -v ctags >/dev/null 2>&1 || ! ctags --version 2>/dev/null | grep -q Universal; then
	echo "1..0 # SKIP Universal Ctags is not installed"
	exit 0
fi
files=$(find src workloads ui include tests bench examples -name '*.[ch]')
lengths=$(echo "$files" | ctags -L - -x --c-kinds=f --_xformat='%n %{end} %F %N' 2>/dev/null |
	awk '$2 != "" { print $2 - $1 + 1, $3, $4 }' | sort -n)
echo 1..3
rc=0
long=$(echo "$lengths" | awk '$1 > 80')
if [ -z "$long" ]; then echo "ok 1 - no function over 80 lines"; else
	echo "not ok 1 - no function over 80 lines"; echo "$long" | sed 's/^/# /'; rc=1; fi
big=$(echo "$files" | xargs wc -l | awk '$2 != "total" && $1 > 800')
if [ -z "$big" ]; then echo "ok 2 - no file over 800 lines"; else
	echo "not ok 2 - no file over 800 lines"; echo "$big" | sed 's/^/# /'; rc=1; fi
median=$(echo "$lengths" | awk '{ l[NR] = $1 } END { print l[int((NR + 1) / 2)] }')
if [ "$median" -le 16 ]; then echo "ok 3 - median function has $median lines"; else
	echo "not ok 3 - median function has $median lines, not at most 16"; rc=1; fi
exit $rc
