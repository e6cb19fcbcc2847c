/* SPDX-License-Identifier: MIT */
/*
 * Memory of the program side: never NULL. When there is none left the process prints one line and
 * exits with PT_EXIT_ENVIRONMENT. Not for libpartop, which returns -ENOMEM instead.
 * All are thread-safe; free() gives the memory back.
 */
#ifndef PT_BASE_ALLOC_H
#define PT_BASE_ALLOC_H

#include <stddef.h>

/* `n` elements of `size` bytes, zeroed; an overflowing product counts as out of memory. */
void *pt_xcalloc(size_t n, size_t size);

/* Grows or shrinks `p` (may be NULL) to `n` elements of `size` bytes; new bytes are not zeroed. */
void *pt_xrealloc(void *p, size_t n, size_t size);

/* A copy of a string; of the first `len` bytes of one, terminated. */
char *pt_xstrdup(const char *s);
char *pt_xmemdup(const void *bytes, size_t len);

/* Prints "partop: out of memory" and exits with PT_EXIT_ENVIRONMENT. */
_Noreturn void pt_out_of_memory(void);

#endif
