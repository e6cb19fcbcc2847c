# SPDX-License-Identifier: MIT
# PT_WARNING_FLAGS(LIST): appends to WARN_CFLAGS each flag that the compiler knows.
AC_DEFUN([PT_WARNING_FLAGS], [
for pt_flag in m4_normalize([$1]); do
  AC_MSG_CHECKING([whether $CC knows $pt_flag])
  pt_save_cflags=$CFLAGS
  CFLAGS="$CFLAGS -Werror $pt_flag"
  AC_COMPILE_IFELSE([AC_LANG_PROGRAM()],
    [AC_MSG_RESULT([yes]); WARN_CFLAGS="$WARN_CFLAGS $pt_flag"], [AC_MSG_RESULT([no])])
  CFLAGS=$pt_save_cflags
done
])
