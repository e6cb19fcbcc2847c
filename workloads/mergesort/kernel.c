/* SPDX-License-Identifier: MIT */
/*
 * The sort is a merge sort whose small parts are sorted by merges, too, from four records on, which a
 * network sorts.  A merge works from both ends at once: two chains of comparisons that do not wait for
 * each other.
 */
#include "workloads/mergesort/kernel.h"

#include <string.h>

#define SMALL 32

static inline const struct pt_record *
pick(bool c, const struct pt_record *x, const struct pt_record *y)
{
	uintptr_t mask = -(uintptr_t)c;

	__asm__("" : "+r"(mask)); /* compilers make a branch of it else */
	return (const struct pt_record *)(((uintptr_t)x & mask) | ((uintptr_t)y & ~mask));
}

static inline bool
less(const struct pt_record *x, const struct pt_record *y)
{
	return x->key < y->key;
}

/* What is left of two runs, and of their place. */
struct runs {
	const struct pt_record *a, *b, *a_end, *b_end;
	struct pt_record *out, *out_end;
};

static inline __attribute__((always_inline)) void
take_first(struct runs *r)
{
	bool b = less(r->b, r->a);

	*r->out++ = *pick(b, r->b, r->a);
	r->b += b;
	r->a += !b;
}

static inline __attribute__((always_inline)) void
take_last(struct runs *r)
{
	bool a = less(r->b_end - 1, r->a_end - 1);

	*--r->out_end = *(pick(a, r->a_end, r->b_end) - 1);
	r->a_end -= a;
	r->b_end -= !a;
}

static inline size_t
shorter(const struct runs *r)
{
	size_t na = (size_t)(r->a_end - r->a), nb = (size_t)(r->b_end - r->b);

	return na < nb ? na : nb;
}

/* Half as many steps from either end as the shorter run has: it cannot run out. */
static inline __attribute__((always_inline)) void
merge_runs(struct runs *r)
{
	for (size_t k; (k = shorter(r) / 2) > 0;)
		for (; k; k--) {
			take_first(r);
			take_last(r);
		}
	while (r->a < r->a_end && r->b < r->b_end)
		take_first(r);
	memcpy(r->out, r->a, (size_t)(r->a_end - r->a) * sizeof(*r->a));
	r->out += r->a_end - r->a;
	memcpy(r->out, r->b, (size_t)(r->b_end - r->b) * sizeof(*r->b));
}

void
pt_record_merge(const struct pt_record *a, size_t na, const struct pt_record *b, size_t nb,
	struct pt_record *out)
{
	struct runs r = { a, b, a + na, b + nb, out, out + na + nb };

	if (na && nb && !less(b, a + na - 1)) { /* in order as they are */
		memcpy(out, a, na * sizeof(*a));
		memcpy(out + na, b, nb * sizeof(*b));
	} else {
		merge_runs(&r);
	}
}

size_t
pt_record_cut(const struct pt_record *a, size_t na, const struct pt_record *b, size_t nb, size_t k)
{
	size_t lo = k > nb ? k - nb : 0, hi = k < na ? k : na;

	while (lo < hi) {
		size_t i = lo + (hi - lo) / 2;

		if (less(&b[k - i - 1], &a[i]))
			hi = i;
		else
			lo = i + 1;
	}
	return lo;
}

/* ---- small ones ---- */

/* As long as both halves are, or one more in the second: no run ends before the last step. */
static inline void
merge_even(const struct pt_record *v, size_t na, size_t nb, struct pt_record *out)
{
	struct runs r = { v, v + na, v + na, v + na + nb, out, out + na + nb };

	for (size_t i = 0; i < na; i++) {
		take_first(&r);
		take_last(&r);
	}
	if (na != nb)
		*r.out = r.a < r.a_end ? *r.a : *r.b;
}

static inline void
sort_two(const struct pt_record *v, struct pt_record *out)
{
	bool swapped = less(v + 1, v);

	out[0] = v[swapped];
	out[1] = v[!swapped];
}

/* Five comparisons, stable. */
static inline void
sort_four(const struct pt_record *v, struct pt_record *out)
{
	bool x = less(v + 1, v), y = less(v + 3, v + 2);
	const struct pt_record *a = v + x, *b = v + !x, *c = v + 2 + y, *d = v + 2 + !y;
	bool first = less(c, a), last = less(d, b);
	const struct pt_record *left = pick(first, a, pick(last, c, b));
	const struct pt_record *right = pick(last, d, pick(first, b, c));
	bool crossed = less(right, left);

	out[0] = *pick(first, c, a);
	out[1] = *pick(crossed, right, left);
	out[2] = *pick(crossed, left, right);
	out[3] = *pick(last, b, d);
}

static void
small_to(const struct pt_record *v, size_t n, struct pt_record *out, struct pt_record *scratch)
{
	size_t half = n / 2;

	if (n == 4) {
		sort_four(v, out);
	} else if (n == 2) {
		sort_two(v, out);
	} else if (n == 1) {
		*out = *v;
	} else if (n > 2) {
		small_to(v, half, scratch, out);
		small_to(v + half, n - half, scratch + half, out + half);
		merge_even(scratch, half, n - half, out);
	}
}

/* ---- all ---- */

void
pt_record_sort(struct pt_record *a, size_t n, struct pt_record *b, bool there)
{
	struct pt_record *to = there ? b : a, *from = there ? a : b;
	struct pt_record scratch[SMALL];
	size_t half = n / 2;

	if (n <= SMALL) {
		small_to(a, n, b, scratch);
		if (!there)
			memcpy(a, b, n * sizeof(*a));
		return;
	}
	pt_record_sort(a, half, b, !there);
	pt_record_sort(a + half, n - half, b + half, !there);
	pt_record_merge(from, half, from + half, n - half, to);
}
