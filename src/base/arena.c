/* SPDX-License-Identifier: MIT */
/*
 * Pieces of memory that are given back together.  See arena.h.
 *
 * Blocks double in size, so that a large arena has few; a piece larger than a block gets its own.
 */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define FIRST_BLOCK 4096
#define LARGEST_BLOCK (1u << 20)
#define ALIGN _Alignof(max_align_t)

struct block {
	struct block *next;
	size_t used, size;
	_Alignas(max_align_t) unsigned char bytes[];
};

struct pt_arena {
	struct block *newest;
	size_t next_size;
};

struct pt_arena *
pt_arena_new(void)
{
	struct pt_arena *a = pt_xcalloc(1, sizeof(*a));

	a->next_size = FIRST_BLOCK;
	return a;
}

void
pt_arena_free(struct pt_arena *a)
{
	if (!a)
		return;
	while (a->newest) {
		struct block *b = a->newest;

		a->newest = b->next;
		free(b);
	}
	free(a);
}

static struct block *
add_block(struct pt_arena *a, size_t bytes)
{
	size_t size = bytes > a->next_size ? bytes : a->next_size;
	struct block *b;

	if (size > SIZE_MAX - sizeof(*b))
		pt_out_of_memory();
	b = pt_xcalloc(1, sizeof(*b) + size);
	b->size = size;
	b->next = a->newest;
	a->newest = b;
	if (a->next_size < LARGEST_BLOCK)
		a->next_size *= 2;
	return b;
}

void *
pt_arena_alloc(struct pt_arena *a, size_t n, size_t size)
{
	struct block *b = a->newest;
	size_t bytes;

	if (n == 0 || size == 0)
		return NULL;
	if (__builtin_mul_overflow(n, size, &bytes) || bytes > SIZE_MAX - ALIGN)
		pt_out_of_memory();
	bytes = (bytes + ALIGN - 1) / ALIGN * ALIGN;
	if (!b || b->size - b->used < bytes)
		b = add_block(a, bytes);
	b->used += bytes;
	return b->bytes + b->used - bytes;
}

void *
pt_arena_copy(struct pt_arena *a, const void *from, size_t n, size_t size)
{
	void *to = from ? pt_arena_alloc(a, n, size) : NULL;

	if (to)
		memcpy(to, from, n * size);
	return to;
}

char *
pt_arena_text(struct pt_arena *a, const char *s)
{
	return s ? pt_arena_copy(a, s, strlen(s) + 1, 1) : NULL;
}
