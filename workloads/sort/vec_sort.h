/* SPDX-License-Identifier: MIT */
/*
 * Template: the vector kernels of one element type.  Needs the primitives of vec_avx2.h or
 * vec_avx512.h; the operation V(op) is the one for lanes of BITS bits.
 */
#undef LANES
#undef V
#define LANES PT_CAT(LANES, BITS)
#define V(op) PT_CAT(PT_CAT(v, BITS), _##op)
#define K(v) V(key)(v, KIND)
#define GREATER(a, b) V(greater)(K(a), K(b), KIND)

#undef LEAF
#undef STEP
#define LEAF (REGS * LANES)
#ifndef UNROLL
#define UNROLL 8		/* vectors read at a time from one end */
#endif
#define STEP (UNROLL * LANES)

#include "workloads/sort/vec_leaf.h"

/* ---- leaf ---- */
/* rows / 2 * LANES < n <= rows * LANES, or less when rows == 2. */
PT_INLINE void
NAME(leaf_kind)(ELEM *a, long n, const int rows, const int kind)
{
	const int full = rows > 2 ? rows / 2 : 0;	/* rows that need no mask */
	const int64_t pad = kind == KIND_ORDERED ? F64_KEY_INF : KEY_MAX;
	vec r[REGS], fill = V(unkey)(V(set_key)(pad, kind), kind);

	PT_UNROLL
	for (int i = 0; i < full; i++)
		r[i] = V(key)(v_load(a + i * LANES), kind);
	PT_UNROLL
	for (int i = full; i < rows; i++)
		r[i] = V(key)(V(load_n)(a + i * LANES, n - i * LANES, fill), kind);
	NAME(sort_registers)(r, rows, kind);
	PT_UNROLL
	for (int i = 0; i < full; i++)
		v_store(a + i * LANES, V(unkey)(r[i], kind));
	PT_UNROLL
	for (int i = full; i < rows; i++)
		V(store_n)(a + i * LANES, n - i * LANES, V(unkey)(r[i], kind));
}

#if KIND == KIND_FLOAT
/* Minimum and maximum of floats lose a zero when both signs meet, and NaNs.  Without either they
 * are right, and faster than keys. */
PT_INLINE void
NAME(leaf_rows)(ELEM *a, long n, const int rows)
{
	unsigned odd = 0;

	for (long i = 0; i < n; i += LANES)
		odd |= v64_zero_or_nan(v64_load_n(a + i, n - i, v64_set1(pt_unkey_f64(F64_KEY_INF))));
	if (odd)
		NAME(leaf_kind)(a, n, rows, KIND);
	else
		NAME(leaf_kind)(a, n, rows, KIND_ORDERED);
}
#else
PT_INLINE void
NAME(leaf_rows)(ELEM *a, long n, const int rows)
{
	NAME(leaf_kind)(a, n, rows, KIND);
}
#endif

#define LEAF_FUNCTION(rows)					\
	PT_NOINLINE void NAME(leaf##rows)(ELEM *a, size_t n)	\
	{							\
		NAME(leaf_rows)(a, (long)n, rows);		\
	}
LEAF_FUNCTION(2)
LEAF_FUNCTION(4)
LEAF_FUNCTION(8)
LEAF_FUNCTION(16)
#if REGS == 32
LEAF_FUNCTION(32)
#endif
#undef LEAF_FUNCTION

static void
NAME(leaf)(ELEM *a, size_t n)
{
	if (n < 2)
		return;
	if (n <= 2 * LANES)
		NAME(leaf2)(a, n);
	else if (n <= 4 * LANES)
		NAME(leaf4)(a, n);
	else if (n <= 8 * LANES)
		NAME(leaf8)(a, n);
	else if (n <= 16 * LANES)
		NAME(leaf16)(a, n);
#if REGS == 32
	else
		NAME(leaf32)(a, n);
#endif
}

/* ---- partition ---- */
/* Free places in the array: [lo, ..) and [.., hi). */
struct NAME(gap) {
	ELEM *lo, *hi;
};

PT_INLINE void
NAME(put)(struct NAME(gap) *g, vec x, vec pivot, const int kind)
{
	unsigned k = V(split)(g->lo, g->hi, x, V(key)(x, kind), pivot, kind);

	g->lo += k;
	g->hi -= LANES - k;
}

/* The hardware does not prefetch two streams that advance in no fixed order; this gains 6 %. */
PT_INLINE void
NAME(prefetch)(const ELEM *p)
{
	PT_UNROLL
	for (int i = 0; i < STEP; i += 64 / (int)sizeof *p)
		__builtin_prefetch(p + i);
}

/* Less than a vector: each element goes to both ends, and one end moves. */
PT_INLINE void
NAME(put_few)(struct NAME(gap) *g, const ELEM *x, size_t n, ELEM pivot)
{
	for (size_t i = 0; i < n; i++) {
		size_t less = NAME(less)(x[i], pivot);

		*g->lo = *(g->hi - 1) = x[i];
		g->lo += less;
		g->hi -= !less;
	}
}

/*
 * Partitions a[0..n), a multiple of STEP and at least 2 STEP elements, and `few` extra ones.  g is
 * [a, a + n + more), more >= few; a gap of more - few is left, which must be a multiple of LANES.
 *
 * 2 STEP elements are held in registers, so before each read the free places at both ends are at
 * least 2 STEP together.  Reading from the end with fewer gives each end STEP: enough to write
 * UNROLL vectors wherever their elements belong.
 */
PT_INLINE void
NAME(partition_steps)(struct NAME(gap) *g, ELEM *a, size_t n, const ELEM *extra, size_t few,
		      int64_t key, const int kind)
{
	ELEM *l = a + STEP, *r = a + n - STEP;
	vec x[UNROLL], first[UNROLL], last[UNROLL], pivot = V(set_key)(key, kind);

	PT_UNROLL
	for (int i = 0; i < UNROLL; i++) {
		first[i] = v_load(a + i * LANES);
		last[i] = v_load(r + i * LANES);
	}
	NAME(put_few)(g, extra, few, NAME(unkey)(key));
	while (l < r) {
		ELEM *from;

		if (l - g->lo <= g->hi - r) {
			from = l;
			l += STEP;
			NAME(prefetch)(l);
		} else {
			r -= STEP;
			from = r;
			NAME(prefetch)(r - STEP);
		}
		PT_UNROLL
		for (int i = 0; i < UNROLL; i++)
			x[i] = v_load(from + i * LANES);
		PT_UNROLL
		for (int i = 0; i < UNROLL; i++)
			NAME(put)(g, x[i], pivot, kind);
	}
	PT_UNROLL
	for (int i = 0; i < UNROLL; i++) {
		NAME(put)(g, first[i], pivot, kind);
		NAME(put)(g, last[i], pivot, kind);
	}
}

PT_INLINE size_t
NAME(partition_kind)(ELEM *a, size_t n, int64_t key, const int kind)
{
	ELEM tail[2 * STEP];
	struct NAME(gap) g = { a, a + n };
	size_t rest = n < 2 * STEP ? n : n % STEP, few = rest % LANES;

	memcpy(tail, a + n - rest, rest * sizeof *a);
	if (n >= 2 * STEP)
		NAME(partition_steps)(&g, a, n - rest, tail, few, key, kind);
	else
		NAME(put_few)(&g, tail, few, NAME(unkey)(key));
	for (size_t i = few; i < rest; i += LANES)
		NAME(put)(&g, v_load(tail + i), V(set_key)(key, kind), kind);
	return (size_t)(g.lo - a);
}

static size_t
NAME(partition)(void *a, size_t n, int64_t key)
{
#if KIND == KIND_FLOAT
	if (pt_ordered_f64(key))
		return NAME(partition_kind)(a, n, key, KIND_ORDERED);
#endif
	return NAME(partition_kind)(a, n, key, KIND);
}

/* ---- order checks ---- */
static size_t
NAME(ascending)(const void *array, size_t n)
{
	const ELEM *a = array;
	size_t i = 0;

	for (; i + 4 * LANES < n; i += 4 * LANES) {
		unsigned bad = 0;

		PT_UNROLL
		for (int k = 0; k < 4 * LANES; k += LANES)
			bad |= GREATER(v_load(a + i + k), v_load(a + i + k + 1));
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
	vec k = V(unkey)(V(set_key)(key, KIND), KIND);
	size_t i = 0;

	for (; i + LANES <= n; i += LANES) {
		vec x = v_load(a + i);

		if (GREATER(k, x) | GREATER(x, k))
			return false;
	}
	for (; i < n; i++)
		if (NAME(key)(a[i]) != key)
			return false;
	return true;
}

static bool
NAME(flip)(void *low, void *end, size_t n)
{
	ELEM *l = low, *r = end;

	for (; n > LANES; n -= LANES) {
		vec x = v_load(l), y = v_load(r - LANES);

		if (GREATER(v_load(l + 1), x) | GREATER(y, v_load(r - LANES - 1)))
			return false;
		v_store(l, V(reverse)(y, LANES));
		v_store(r - LANES, V(reverse)(x, LANES));
		l += LANES;
		r -= LANES;
	}
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
#undef K
#undef GREATER
