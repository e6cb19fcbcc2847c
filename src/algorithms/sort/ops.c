/* SPDX-License-Identifier: MIT */
/* The operations on elements: see sorter.h and body.h. */
#include "config.h"

#include "algorithms/sort/sorter.h"

/* c ? x : y, without a branch. */
static inline const char *
pick(bool c, const char *x, const char *y)
{
	uintptr_t mask = -(uintptr_t)c;

	__asm__("" : "+r"(mask));
	return (const char *)(((uintptr_t)x & mask) | ((uintptr_t)y & ~mask));
}

typedef uint64_t any_word __attribute__((aligned(1), may_alias));

static inline void
copy_bytes(char *to, const char *from, size_t bytes)
{
	size_t i = 0;

	for (; i + sizeof(any_word) <= bytes; i += sizeof(any_word))
		*(any_word *)(void *)(to + i) = *(const any_word *)(const void *)(from + i);
	for (; i < bytes; i++)
		to[i] = from[i];
}

#define NAME(x) x##_4
#define BYTES 4
#include "algorithms/sort/body.h"
#define NAME(x) x##_8
#define BYTES 8
#include "algorithms/sort/body.h"
#define NAME(x) x##_16
#define BYTES 16
#include "algorithms/sort/body.h"
#define NAME(x) x##_24
#define BYTES 24
#include "algorithms/sort/body.h"
#define NAME(x) x##_32
#define BYTES 32
#include "algorithms/sort/body.h"
#define NAME(x) x##_any
#define BYTES 0
#include "algorithms/sort/body.h"

const struct pt_sort_ops *
pt_sort_ops(size_t size)
{
	switch (size) {
	case 4:
		return &ops_4;
	case 8:
		return &ops_8;
	case 16:
		return &ops_16;
	case 24:
		return &ops_24;
	case 32:
		return &ops_32;
	default:
		return &ops_any;
	}
}

void
pt_sort_swap(const struct pt_sorter *s, char *a, char *b)
{
	s->ops->flip(s, a, b, 1);
}

/* The middle one of an odd number stays. */
void
pt_sort_reverse(const struct pt_sorter *s, char *v, uint64_t n)
{
	s->ops->flip(s, v, v + (n - n / 2) * s->size, n / 2);
}
