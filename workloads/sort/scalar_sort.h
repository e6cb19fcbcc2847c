/* SPDX-License-Identifier: MIT */
/*
 * Template: the portable kernels of one element type, without unpredictable branches.  Compare
 * ipnsort (L. Bergdoll, O. R. L. Peters), whose partition and small sort these follow.
 */
#undef LEAF
#define LEAF 32

/* ---- leaf: sort groups of 8, merge from both ends at once ---- */
/* The leaf works on keys, because compilers turn "a < b ? a : b" into conditional moves. */
PT_INLINE void
NAME(coex)(ELEM *a, ELEM *b)
{
	ELEM x = *a, y = *b;

	*a = x < y ? x : y;
	*b = x < y ? y : x;
}

PT_INLINE void
NAME(sort8)(ELEM *a)
{
	ELEM r[8];

	PT_UNROLL
	for (int i = 0; i < 8; i++)
		r[i] = a[i];
	PT_UNROLL
	for (int i = 0; i < 19; i++)
		NAME(coex)(&r[pt_net8[i][0]], &r[pt_net8[i][1]]);
	PT_UNROLL
	for (int i = 0; i < 8; i++)
		a[i] = r[i];
}

/* Merges the sorted halves of src[0..n) into dst, smallest from the front and largest from the
 * back: two independent chains of n/2 steps, in which no half can run out. */
PT_INLINE void
NAME(merge)(ELEM *dst, const ELEM *src, const size_t n)
{
	const ELEM *l = src, *r = src + n / 2, *lb = r - 1, *rb = src + n - 1;

	for (size_t i = 0; i < n / 2; i++) {
		ELEM x = *l, y = *r, xb = *lb, yb = *rb;

		size_t right = y < x, left = yb < xb;

		PT_NO_BRANCH(right);
		PT_NO_BRANCH(left);
		dst[i] = y < x ? y : x;
		r += right;
		l += 1 - right;
		dst[n - 1 - i] = yb < xb ? xb : yb;
		lb -= left;
		rb -= 1 - left;
	}
}

/* Missing elements are replaced by the greatest key, so there is no branch on data. */
static void
NAME(leaf)(ELEM *a, size_t n)
{
	ELEM t[LEAF], u[LEAF], *sorted = t;
	size_t full = n <= 8 ? 8 : n <= 16 ? 16 : 32;

	for (size_t i = 0; i < n; i++)
		t[i] = (ELEM)NAME(key)(a[i]);
	for (size_t i = n; i < full; i++)
		t[i] = KEY_MAX;
	for (size_t i = 0; i < n; i += 8)
		NAME(sort8)(t + i);
	if (n > 8) {
		NAME(merge)(u, t, 16);
		sorted = u;
	}
	if (n > 16) {
		NAME(merge)(u + 16, t + 16, 16);
		NAME(merge)(t, u, 32);
		sorted = t;
	}
	for (size_t i = 0; i < n; i++)
		a[i] = NAME(unkey)(sorted[i]);
}

/* ---- partition: Lomuto, branchless and cyclic ---- */
/* One element is held out, so that each step is two moves instead of a swap:
 *
 *	a[0..low) < key, a[low..gap) >= key, a[gap] is free
 */
static size_t
NAME(partition)(void *array, size_t n, int64_t key)
{
	ELEM *a = array, held, pivot = NAME(unkey)(key);
	size_t low = 0;

	if (!n)
		return 0;
	held = a[0];
	PT_UNROLL4
	for (size_t i = 1; i < n; i++) {
		ELEM x = a[i];

		a[i - 1] = a[low];
		a[low] = x;
		low += NAME(less)(x, pivot);
	}
	a[n - 1] = a[low];
	a[low] = held;
	return low + NAME(less)(held, pivot);
}

/* ---- order checks ---- */
static size_t
NAME(ascending)(const void *array, size_t n)
{
	const ELEM *a = array;
	size_t i = 0;

	for (; i + 16 < n; i += 16) {
		bool bad = false;

		for (size_t k = i; k < i + 16; k++)
			bad |= NAME(less)(a[k + 1], a[k]);
		if (bad)
			break;
	}
	while (i + 1 < n && !NAME(less)(a[i + 1], a[i]))
		i++;
	return i + 1;
}

static bool
NAME(all_equal)(const void *array, size_t n, int64_t key)
{
	const ELEM *a = array;

	for (size_t i = 0; i < n; i++)
		if (NAME(key)(a[i]) != key)
			return false;
	return true;
}

static bool
NAME(flip)(void *low, void *end, size_t n)
{
	ELEM *l = low, *r = end;

	for (; n; n--, l++, r--) {
		ELEM x = *l;

		if (n > 1 && (NAME(less)(x, l[1]) || NAME(less)(r[-2], r[-1])))
			return false;
		*l = r[-1];
		r[-1] = x;
	}
	return true;
}

#include "workloads/sort/quick.h"
