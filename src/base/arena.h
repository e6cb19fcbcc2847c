/* SPDX-License-Identifier: MIT */
/*
 * An arena: pieces of memory that are given back together.  Like alloc.h it never returns NULL;
 * unlike that, an arena belongs to one thread at a time.
 */
#ifndef PT_BASE_ARENA_H
#define PT_BASE_ARENA_H

#include <stddef.h>

struct pt_arena;

struct pt_arena *pt_arena_new(void);
void pt_arena_free(struct pt_arena *a); /* NULL is fine */

/* `n` elements of `size` bytes, zeroed, aligned for any type; NULL only for none. */
void *pt_arena_alloc(struct pt_arena *a, size_t n, size_t size);

/* A copy of n elements, of a string; NULL for none. */
void *pt_arena_copy(struct pt_arena *a, const void *from, size_t n, size_t size);
char *pt_arena_text(struct pt_arena *a, const char *s);

#endif
