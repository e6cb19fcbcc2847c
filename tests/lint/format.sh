#!/bin/sh
# SPDX-License-Identifier: MIT
# The C is laid out as .clang-format says, by version 14 (others lay some of it out otherwise).
#
#	tests/lint/format.sh --fix	lays it out so
#
# Left out: what models match line by line, the layout of the recording, whose columns are a table,
# templates that are no C by themselves, and two files whose texts stand as they are printed.  Tables stand
# between "clang-format off" and "on".
SRC=${SRC:-$(cd "$(dirname "$0")/../.." && pwd)}
cd "$SRC" || exit 1
case " ${PARTOP_SKIP-} " in *" lint "*) echo "1..0 # SKIP not again in this tree"; exit 0 ;; esac

tool=''
for name in clang-format-14 clang-format; do
	if [ -z "$tool" ] && "$name" --version 2>/dev/null | grep -q 'version 14\.'; then tool=$name; fi
done
if [ -z "$tool" ]; then
	echo "1..0 # SKIP clang-format 14 is not installed"
	exit 0
fi

files() {
	find src ui workloads include examples bench tests -name '*.[ch]' |
		grep -vE '^src/runtime/(border|control|deque|idle|join|serve|sleep|steal)\.h$' |
		grep -vE '^src/recording/(lap|layout)\.h$|^include/partop/detail/|^tests/model/' |
		grep -vE '^src/export/chrome\.c$|^workloads/transform\.c$' |
		grep -vE '^workloads/sort/(each_type|kernel|kernel_row|key|net|quick|scalar_sort|scalar_type|vec_).*' |
		LC_ALL=C sort
}

if [ "${1-}" = --fix ]; then
	files | xargs "$tool" -i
	exit
fi
echo 1..1
found=$(files | xargs "$tool" --dry-run 2>&1 | grep -E 'warning:|error:')
if [ -z "$found" ]; then
	echo "ok 1 - the C is laid out as .clang-format says"
else
	echo "not ok 1 - the C is laid out as .clang-format says (tests/lint/format.sh --fix)"
	printf '%s\n' "$found" | sed 's/^/# /' | head -n 40
	exit 1
fi
