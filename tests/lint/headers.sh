#!/bin/sh
# SPDX-License-Identifier: MIT
# Every header compiles alone (the private ones after config.h, as everywhere), the public ones as C++
# too.
cd "$SRC" || exit 1
case " ${PARTOP_SKIP-} " in *" lint "*) echo "1..0 # SKIP not again in this tree"; exit 0 ;; esac
cc=${CC:-gcc}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
flags="-std=gnu17 -D_GNU_SOURCE -Wall -Werror -fsyntax-only -Iinclude -Isrc -I. -I$BUILD"
# Templates are included many times with macros set, or belong to one instruction set; cairo's headers
# need flags, and may not be there.
headers=$(find include src ui workloads -name '*.h' -print0 | xargs -0 grep -L "Template" | grep -vE '/vec_|_table\.h$|/cairo_' | LC_ALL=C sort)
public=$(find include -name '*.h' | LC_ALL=C sort)
echo "1..$(($(echo "$headers" | wc -l) + $(echo "$public" | wc -l)))"
n=0 bad=0
check() {
	n=$((n + 1))
	if "$@" >"$tmp/out" 2>&1; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		sed 's/^/# /' "$tmp/out" | head -n 20
		bad=1
	fi
}
for h in $headers; do
	what="$h alone"
	case $h in include/*) first= ;; *) first='#include "config.h"' ;; esac
	printf '%s\n#include "%s"\nextern int pt_empty;\n' "$first" "$SRC/$h" >"$tmp/a.c"
	# shellcheck disable=SC2086
	check $cc $flags "$tmp/a.c"
done
for h in $public; do
	what="$h as C++"
	printf '#include "%s"\n' "$SRC/$h" >"$tmp/a.cc"
	if command -v g++ >/dev/null 2>&1; then
		check g++ -std=c++17 -Wall -Werror -fsyntax-only -Iinclude "$tmp/a.cc"
	else
		n=$((n + 1))
		echo "ok $n - $what # SKIP no C++ compiler"
	fi
done
exit $bad
