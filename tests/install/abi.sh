#!/bin/sh
# SPDX-License-Identifier: MIT
# The shared library is what users' programs were linked with: the symbols and struct layouts listed
# in tests/golden/abi.txt, no others.  A change on purpose: PARTOP_UPDATE_GOLDEN=1 writes the list,
# and the library's -version-info and the headers' comments are looked at.
case " ${PARTOP_SKIP-} " in *" slow "*) echo "1..0 # SKIP not again in this tree"; exit 0 ;; esac
cd "$SRC" || exit 1
lib=$BUILD/.libs/libpartop.so
list=tests/golden/abi.txt
cc=$(sed -n 's/^CC = //p' "$BUILD/Makefile")
san=$(sed -n 's/^SAN_CFLAGS = //p' "$BUILD/Makefile")
if [ ! -f "$lib" ] || ! command -v readelf >/dev/null 2>&1; then
	echo "1..0 # SKIP no shared library, or no binutils"
	exit 0
fi
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
LC_ALL=C
export LC_ALL
n=0 bad=0
echo 1..7

same() { # name, file, file
	n=$((n + 1))
	if diff "$2" "$3" >"$tmp/diff" 2>&1; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		head -n 30 "$tmp/diff" | sed 's/^/# /'
		bad=1
	fi
}
part() { # words that begin the list's lines
	grep -E "^($1) " "$list"
}

# Names that the headers export; with -DPARTOP_DEBUG also those of --enable-debug libraries.
declared() {
	echo '#include <partop/partop.h>' | $cc "$@" -Iinclude -E -P -x c - | tr '\n' ' ' | tr ';' '\n' |
		grep -F 'visibility("default")' | sed 's/$/;/' | tr ',' '\n' |
		grep -oE '\bpartop_[a-z0-9_]+(\(|;|$)' | tr -d '(;' | sort -u
}
declared >"$tmp/headers"
declared -DPARTOP_DEBUG | comm -13 "$tmp/headers" - >"$tmp/debug"

readelf -d "$lib" | sed -nE 's/.*SONAME.*\[(.*)\].*/soname \1/p' >"$tmp/soname"
readelf -W --dyn-syms "$lib" | awk '$7 != "UND" && $5 != "LOCAL" && $8 != "" && NR > 3 \
	{ print ($4 == "FUNC" ? "function" : $4 == "OBJECT" ? "object" : tolower($4)), $8 }' |
	grep -vE ' (_init|_fini|__(odr_)?(asan|ubsan|tsan)[a-z_.]*.*)$' | grep -vwFf "$tmp/debug" |
	sort >"$tmp/symbols"
# shellcheck disable=SC2086
$cc $san -std=c11 -Iinclude tests/install/layout.c -o "$tmp/layout" && "$tmp/layout" >"$tmp/all"
grep -E '^(value|struct|field) (partop_(config|range|reducer|scanner|operation|local|tile|counters)|PARTOP)' "$tmp/all" >"$tmp/public"
grep -vxFf "$tmp/public" "$tmp/all" >"$tmp/inlined"
if [ -n "${PARTOP_UPDATE_GOLDEN-}" ]; then
	cat "$tmp/soname" "$tmp/symbols" "$tmp/public" "$tmp/inlined" >"$list"
fi

part soname >"$tmp/want"
same "the soname" "$tmp/soname" "$tmp/want"
part 'function|object|tls|notype' >"$tmp/want"
same "the exported symbols are those of the list" "$tmp/symbols" "$tmp/want"
awk '{ print $2 }' "$tmp/symbols" | sort >"$tmp/names"
same "they are those that the headers declare" "$tmp/names" "$tmp/headers"
if [ "$(getconf LONG_BIT)" = 64 ]; then
	grep -E '^(value|struct|field) (partop_(config|range|reducer|scanner|operation|local|tile|counters)|PARTOP)' "$list" >"$tmp/want"
	same "layout of the public structs" "$tmp/public" "$tmp/want"
	grep -E '^(value|struct|field) ' "$list" | grep -vxFf "$tmp/want" >"$tmp/want2"
	same "layout of what inlined code touches" "$tmp/inlined" "$tmp/want2"
else
	echo "ok 4 - layout of the public structs # SKIP the list is for 64 bits"
	echo "ok 5 - layout of what inlined code touches # SKIP the list is for 64 bits"
	n=5
fi
case $cc in *clang*) cxx=clang++ ;; *) cxx=g++ ;; esac
if command -v $cxx >/dev/null 2>&1; then
	# shellcheck disable=SC2086
	$cxx $san -std=c++11 -Iinclude -x c++ tests/install/layout.c -o "$tmp/layout" && "$tmp/layout" >"$tmp/cxx"
	same "C++ sees the same layouts" "$tmp/cxx" "$tmp/all"
else
	n=$((n + 1))
	echo "ok $n - C++ sees the same layouts # SKIP no C++ compiler"
fi
readelf -d "$lib" | sed -nE 's/.*NEEDED.*\[(.*)\].*/\1/p' |
	grep -vE '^(libc|libm|libpthread|ld-linux.*|lib(a|t|ub)san|libgcc_s)\.so' >"$tmp/needed"
same "it needs the C library only" "$tmp/needed" /dev/null
exit $bad
