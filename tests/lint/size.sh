#!/bin/sh
# SPDX-License-Identifier: MIT
# No file has over 500 lines; no function of the program over 40, of the rest 80; the median function
# has at most 12.
cd "$SRC" || exit 1
case " ${PARTOP_SKIP-} " in *" lint "*) echo "1..0 # SKIP not again in this tree"; exit 0 ;; esac
if ! command -v ctags >/dev/null 2>&1 || ! ctags --version 2>/dev/null | grep -q Universal; then
	echo "1..0 # SKIP Universal Ctags is not installed"
	exit 0
fi
files=$(find src workloads ui include tests bench examples -name '*.[ch]')
lengths=$(echo "$files" | ctags -L - -x --c-kinds=f --_xformat='%n %{end} %F %N' 2>/dev/null |
	awk '$2 != "" { print $2 - $1 + 1, $3, $4 }' | sort -n)
echo 1..4
n=0 rc=0
point() { # name, findings
	n=$((n + 1))
	if [ -z "$2" ]; then echo "ok $n - $1"; else
		echo "not ok $n - $1"
		printf '%s\n' "$2" | sed 's/^/# /'
		rc=1
	fi
}
program='^(src|workloads|ui|include)/'
point "no function of the program over 40 lines" \
	"$(echo "$lengths" | awk -v p="$program" '$2 ~ p && $1 > 40')"
point "none at all over 80 lines" "$(echo "$lengths" | awk '$1 > 80')"
sizes=$(echo "$files" | xargs wc -l | awk '$2 != "total"')
point "no file over 500 lines, tests included" "$(echo "$sizes" | awk '$1 > 500')"
median=$(echo "$lengths" | awk '{ l[NR] = $1 } END { print l[int((NR + 1) / 2)] }')
point "median function has $median lines, at most 12" "$([ "$median" -le 12 ] || echo "$median")"
exit $rc
