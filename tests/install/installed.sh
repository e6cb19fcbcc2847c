#!/bin/sh
# SPDX-License-Identifier: MIT
# What a user gets: install into a folder of our own, build the examples against it with pkg-config
# alone, shared and static, run them, and watch them with partop exec.
case " ${PARTOP_SKIP-} " in *" slow "*) echo "1..0 # SKIP not again in this tree"; exit 0 ;; esac
root=$(mktemp -d) || exit 1
trap 'rm -rf "$root"' EXIT
n=0 bad=0
echo 1..17

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
skip() {
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}

point "make install" make -s -C "$BUILD" install DESTDIR="$root"
pc=$(find "$root" -name partop.pc)
prefix=$root$(sed -n 's/^prefix=//p' "$pc")
export PKG_CONFIG_SYSROOT_DIR="$root" PKG_CONFIG_PATH="${pc%/*}"
unset PKG_CONFIG_LIBDIR MAKEFLAGS MFLAGS MAKELEVEL
libdir=$(pkg-config --variable=libdir partop)
case $libdir in "$root"*) ;; *) libdir=$root$libdir ;; esac
LD_LIBRARY_PATH=$libdir
export LD_LIBRARY_PATH

san=$(sed -n 's/^SAN_CFLAGS = //p' "$BUILD/Makefile")
cc=$(sed -n 's/^CC = //p' "$BUILD/Makefile")
case $cc in *clang*) cxx=clang++ ;; *) cxx=g++ ;; esac
names="lines mergesort pipeline queens stats"
command -v $cxx >/dev/null 2>&1 && names="lambdas $names"
examples=$(find "$root" -type d -path '*doc*/examples')

version() {
	[ "$("$prefix/bin/partop" --version | head -n 1)" = "partop $(pkg-config --modversion partop)" ] &&
		[ "$(readlink "$libdir/libpartop.so")" = "$(readlink "$libdir/libpartop.so.0")" ]
}
point "program, pkg-config and soname agree on the version" version

build() { # folder, make's arguments...
	mkdir "$1" && cp "$examples"/* "$1" && here=$1 && shift || return 1
	# shellcheck disable=SC2086
	make -s -C "$here" CC="$cc" CXX=$cxx CFLAGS="-O2 -Wall -Wextra -Werror $san" \
		CXXFLAGS="-O2 -Wall -Wextra -Werror $san" "$@" $names
}
# says WANT COMMAND...: the first lines of its output
says() {
	want=$1
	shift
	got=$("$@" | head -n "$(printf '%s\n' "$want" | wc -l)") || true
	[ "$got" = "$want" ] || { printf 'got: %s\nwant: %s\n' "$got" "$want"; return 1; }
}
mkdir -p "$root/tree/a/b" "$root/tree/c"
seq 1000 >"$root/tree/a/b/thousand" && seq 20 >"$root/tree/c/twenty" && : >"$root/tree/none"
outputs() { # folder
	says "3 files, 1020 lines, 3944 bytes, 0 skipped" "$1/lines" "$root/tree" &&
		says "200000 numbers sorted" "$1/mergesort" 200000 &&
		says "5025114 steps" "$1/pipeline" 50000 && says "5025114 steps" "$1/pipeline" 50000 1 &&
		says "8 queens: 92 solutions" "$1/queens" 8 &&
		says "1001000 readings: mean 50.000, deviation 28.896" "$1/stats" 1001000 || return 1
	case $names in
	*lambdas*) says "2003 end in 7; of 197766 letters the middle one is in word549203
20000 words sorted
caught: no word 777" "$1/lambdas" 20000 ;;
	esac
}
early() { # an error ends the run: code 1
	says "reading 4242 is broken" "$1/stats" 1001000 4242 || return 1
	"$1/stats" 1001000 4242
	[ $? -eq 1 ]
}
watch() { # folder
	for name in $names; do
		case $name in lines) arg=$root/tree ;; queens) arg=10 ;; *) arg=50000 ;; esac
		"$prefix/bin/partop" exec --no-ui --force --json="$root/$name.json" -- "$1/$name" "$arg" || return 1
		case $name in stats | pipeline) true ;; *) false ;; esac || # a loop makes tasks only when somebody steals
			jq -e '.tasks > 0' "$root/$name.json" || return 1
		jq -e '.schema == "partop.run/1" and .threads >= 1' "$root/$name.json" || return 1
	done
}

point "the examples build with pkg-config, without a warning" build "$root/shared"
point "they say what they should" outputs "$root/shared"
point "an error ends a run early" early "$root/shared"
point "partop exec records their tasks" watch "$root/shared"
baseline() { jq -e '.speedup != null' "$root/queens.json" && jq -e '.speedup != null' "$root/mergesort.json"; }
point "partop_set_baseline_ns gives them a speedup" baseline

echo 'int main(void) { return 0; }' >"$root/empty.c"
if [ -n "$san" ]; then
	why="sanitizers are not linked statically"
elif [ ! -f "$libdir/libpartop.a" ]; then
	why="no static library"
elif ! $cc -static "$root/empty.c" -o "$root/empty" -lm 2>/dev/null; then
	why="no static C library"
else
	why=
fi
if [ -z "$why" ]; then
	point "the examples build statically with pkg-config --static" build "$root/static" STATIC=-static
	unset LD_LIBRARY_PATH
	point "static ones say what they should" outputs "$root/static"
	point "partop exec records static ones" watch "$root/static"
	export LD_LIBRARY_PATH="$libdir"
else
	skip "the examples build statically with pkg-config --static" "$why"
	skip "static ones say what they should" "$why"
	skip "partop exec records static ones" "$why"
fi

uses() {
	flags=$(pkg-config --cflags --libs partop)
	# shellcheck disable=SC2086
	$cc -O2 -Wall -Werror $san "$SRC/tests/install/uses.c" -o "$root/uses" $flags || return 1
	"$root/uses" || return 1
	case $names in
	*lambdas*)
		# shellcheck disable=SC2086
		$cxx -O2 -Wall -Werror $san -x c++ "$SRC/tests/install/uses.c" -x none \
			-o "$root/uses++" $flags && "$root/uses++" ;;
	esac
}
point "every macro and inline function, in C and C++" uses

# The README's program, and the one of libpartop(3), as they stand there.
readme() {
	sed -n '/^```c$/,/^```$/p' "$SRC/README.md" | sed '1d; $d; s/fib, 35/fib, 25/' >"$root/readme.c"
	# shellcheck disable=SC2046,SC2086
	$cc -O2 -Wall -Werror $san "$root/readme.c" -o "$root/readme" $(pkg-config --cflags --libs partop) &&
		says 75025 "$root/readme"
}
point "the program in the README" readme
manual() {
	sed -n '/^\.Sh EXAMPLES/,/^\.Ed/p' "$SRC/doc/libpartop.3" | grep -v '^\.' |
		sed '/^A whole program/d; s/\\e/\\/g; s/fib, 35/fib, 25/' >"$root/manual.c"
	# shellcheck disable=SC2046,SC2086
	$cc -O2 -Wall -Werror $san "$root/manual.c" -o "$root/manual" $(pkg-config --cflags --libs partop) &&
		says 75025 "$root/manual"
}
point "the program in libpartop(3)" manual
# A program with a mistake, against the library that finds it, shared and named by its own .pc file.
mistake() {
	cat >"$root/mistake.c" <<-END
	#include <partop/partop.h>
	PARTOP_TASK_1(long, twice, long, n) { (void)w; (void)head; return 2 * n; }
	static void root(partop_worker *w, partop_task *head, void *arg)
	{
		PARTOP_SPAWN(twice, 4);
		if (*(int *)arg)
			PARTOP_SYNC(twice);
	}
	int main(int argc, char **argv) { (void)argv; return partop_run(0, root, &(int){ argc > 1 }); }
	END
	# shellcheck disable=SC2046,SC2086
	$cc -O2 -Wall -Werror $san "$root/mistake.c" -o "$root/mistake" \
		$(pkg-config --cflags --libs partop-debug) && "$root/mistake" synced &&
		! "$root/mistake" 2>"$root/named" && grep -q 'sync was forgotten' "$root/named"
}
point "partop-debug names a forgotten sync" mistake
unsynced() {	# the usual library: an error of the run, where another worker could have taken the task
	# shellcheck disable=SC2046,SC2086
	$cc -O2 -Wall -Werror $san "$root/mistake.c" -o "$root/unsynced" $(pkg-config --cflags --libs partop) &&
		"$root/unsynced" synced && ! PARTOP_THREADS=2 "$root/unsynced"
}
point "the usual library makes it an error of the run" unsynced
pages() {
	man=$(find "$root" -type d -name man3)
	test -s "$(find "$root" -name partop.1)" && test -s "$man/libpartop.3" || return 1
	for page in "$man"/*.3; do
		to=$(sed -n 's/^\.so //p' "$page")
		name=$(basename "$page" .3)
		[ -z "$to" ] || grep -qE "^\.Nm $name( ,)?\$" "$man/../$to" || {
			echo "$page leads to '$to', which has no such name"
			return 1
		}
	done
}
point "the manual pages are installed" pages
uninstall() {
	make -s -C "$BUILD" uninstall DESTDIR="$root" &&
		left=$(find "$root" \( -name 'libpartop*' -o -name 'partop*.h' -o -name 'partop*.3' \) -print) &&
		{ [ -z "$left" ] || { echo "$left"; return 1; }; }
}
point "make uninstall takes it all away" uninstall
exit $bad
