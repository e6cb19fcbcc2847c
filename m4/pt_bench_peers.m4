# SPDX-License-Identifier: MIT
# PT_BENCH_PEER(NAME, COMPILER, FLAGS, EXTENSION, PROGRAM): sets HAVE_NAME when the program links.
# Peers have compilers of their own, so this does not go through AC_LINK_IFELSE.
AC_DEFUN([PT_BENCH_PEER], [
AC_MSG_CHECKING([for $1, to measure beside])
pt_peer=no
AS_IF([test "x$2" != x],
  [cat >conftest.$4 <<_PT_EOF
$5
_PT_EOF
   AS_IF([$2 conftest.$4 $3 -o conftest$EXEEXT >&AS_MESSAGE_LOG_FD 2>&1], [pt_peer=yes])
   rm -f conftest.$4 conftest$EXEEXT])
AC_MSG_RESULT([$pt_peer])
AM_CONDITIONAL([HAVE_$1], [test "$pt_peer" = yes])
AS_IF([test "$pt_peer" = yes], [bench_found="$bench_found $1"])
])

# PT_BENCH_PEERS: the runtimes that `make bench` compares with, each optional.
AC_DEFUN([PT_BENCH_PEERS], [
bench_found=
AC_PATH_PROGS([BENCH_GCC], [gcc])
AC_PATH_PROGS([BENCH_CLANG], [clang])
AC_PATH_PROGS([BENCH_CXX], [g++ clang++])
AC_PATH_PROGS([CARGO], [cargo])
PT_BENCH_PEER([TBB], [$BENCH_CXX], [-std=c++17 -ltbb], [cc],
  [@%:@include <tbb/task_arena.h>
@%:@include <tbb/task_group.h>
int main() { tbb::task_group g; tbb::task_arena a(1); g.wait(); }])
PT_BENCH_PEER([GOMP], [$BENCH_GCC], [-fopenmp -Werror], [c],
  [@%:@include <omp.h>
int main(void) { return omp_pause_resource_all(omp_pause_soft); }])
PT_BENCH_PEER([LIBOMP], [$BENCH_CLANG], [-fopenmp=libomp -Werror], [c],
  [@%:@include <omp.h>
int main(void) { return omp_pause_resource_all(omp_pause_soft); }])
PT_BENCH_PEER([HWY], [$BENCH_CXX], [-std=c++17 -lhwy_contrib -lhwy], [cc],
  [@%:@include <hwy/contrib/sort/vqsort.h>
int main() { double x = 0; hwy::Sorter()(&x, 1, hwy::SortAscending()); }])

# Debian's crates are a folder of sources; cargo and rustc may come from anywhere.
BENCH_CRATES=/usr/share/cargo/registry
AC_MSG_CHECKING([for RAYON, to measure beside])
RAYON_VERSION=`ls -d $BENCH_CRATES/rayon-@<:@0-9@:>@* 2>/dev/null | sed -n 's/.*rayon-//;$p'`
# The same program has crossbeam's channels, which come in a package of their own.
AS_IF([test "x$CARGO" = x || ! ls -d $BENCH_CRATES/crossbeam-channel-@<:@0-9@:>@* >/dev/null 2>&1],
  [RAYON_VERSION=])
AC_MSG_RESULT([${RAYON_VERSION:-no}])
AM_CONDITIONAL([HAVE_RAYON], [test "x$RAYON_VERSION" != x])
AS_IF([test "x$RAYON_VERSION" != x], [bench_found="$bench_found RAYON"])
AC_SUBST([BENCH_CRATES])
AC_SUBST([RAYON_VERSION])
AC_SUBST([BENCH_FOUND], ["$bench_found"])
])
