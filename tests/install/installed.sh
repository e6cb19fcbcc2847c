#!/bin/sh
# SPDX-License-Identifier: MIT
# What a user gets: install into a folder of our own, build the worked example against it with
# pkg-config alone, run it, and watch it with partop exec.
case " ${PARTOP_SKIP-} " in *" slow "*) echo "1..0 # SKIP not again in this tree"; exit 0 ;; esac
root=$(mktemp -d) || exit 1
trap 'rm -rf "$root"' EXIT
n=0 bad=0
echo 1..8

point() { # name, command...
	n=$((n + 1))
	what=$1
	shift
	if "$@" >"$root/out" 2>&1; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		tail -n 20 "$root/out" | sed 's/^/# /'
		bad=1
	fi
}

point "make install" make -s -C "$BUILD" install DESTDIR="$root"
pc=$(find "$root" -name partop.pc)
prefix=$root$(sed -n 's/^prefix=//p' "$pc")
export PKG_CONFIG_SYSROOT_DIR="$root" PKG_CONFIG_PATH="${pc%/*}"
unset PKG_CONFIG_LIBDIR
libdir=$(pkg-config --variable=libdir partop)
case $libdir in "$root"*) ;; *) libdir=$root$libdir ;; esac
LD_LIBRARY_PATH=$libdir
export LD_LIBRARY_PATH

san=$(sed -n 's/^SAN_CFLAGS = //p' "$BUILD/Makefile")
cc=$(sed -n 's/^CC = //p' "$BUILD/Makefile")
build() {
	# shellcheck disable=SC2046,SC2086
	$cc -O2 -Wall $san "$SRC"/doc/example/*.c -o "$root/example" $(pkg-config --cflags --libs partop)
}
point "the worked example builds with pkg-config" build
point "it runs" "$root/example"
watch() {
	"$prefix/bin/partop" exec --no-ui --json="$root/run.json" -- "$root/example" &&
		jq -e '.schema == "partop.run/1" and .tasks > 0 and .threads >= 1' "$root/run.json"
}
point "partop exec records its tasks" watch
baseline() { jq -e '.speedup != null' "$root/run.json"; }
point "partop_set_baseline_ns gives it a speedup" baseline
symbols() {
	! nm -D --defined-only "$libdir"/libpartop.so | awk '{ print $3 }' | grep -vE '^(partop_|_init$|_fini$|$)'
}
point "the library exports partop_ symbols only" symbols
manuals() {
	test -s "$(find "$root" -name partop.1)" && test -s "$(find "$root" -name libpartop.3)"
}
point "the manual pages are installed" manuals
uninstall() {
	make -s -C "$BUILD" uninstall DESTDIR="$root" && test -z "$(find "$root" -name 'libpartop*' -o -name 'partop*.h')"
}
point "make uninstall takes it all away" uninstall
exit $bad
