/* SPDX-License-Identifier: MIT */
/*
 * Room in a growing array.  What is asked for is bounded by what a recording holds.
 */
#ifndef PT_BASE_ARRAY_H
#define PT_BASE_ARRAY_H

#include <stddef.h>
#include <string.h>

#include "base/alloc.h"

/* `p` (may be NULL) or its new place, with room for `need` elements; new ones are zeroed. */
static inline void *
pt_array_room(void *p, size_t *cap, size_t need, size_t size)
{
	if (need <= *cap)
		return p;
	size_t to = *cap < 8 ? 8 : *cap + *cap / 2;

	if (to < need)
		to = need;
	char *bigger = pt_xrealloc(p, to, size);

	memset(bigger + *cap * size, 0, (to - *cap) * size);
	*cap = to;
	return bigger;
}

#endif
