/* SPDX-License-Identifier: MIT */
/*
 * Inputs of quicksort, and naive checks of its output.  Inputs are made as 64-bit numbers, a block
 * at a time, and then turned into elements, so that there is one loop per kind and one per type.
 */
#include <pthread.h>
#include <string.h>

#include "workloads/sort/input.h"
#include "workloads/workload.h"

#define BLOCK 1024
#define PIECE 65536 /* numbers worth a thread */

/* ---- numbers ---- */
struct source {
	uint64_t n, seed;
	enum pt_sort_input input;
};

/* Number i of n, below 2^64 when random, else at most n. */
static uint64_t
number(const struct source *s, uint64_t i)
{
	switch (s->input) {
	case PT_INPUT_SORTED:
		return i;
	case PT_INPUT_REVERSED:
		return s->n - i;
	case PT_INPUT_FEW:
		return pt_mix(s->seed + i) % 16;
	case PT_INPUT_ORGAN:
		return i < s->n / 2 ? i : s->n - i;
	default:
		return pt_mix(s->seed + i);
	}
}

/* Ordered kinds stay ordered in a type that cannot hold n. */
static unsigned
narrowing(const struct source *s, unsigned bits)
{
	unsigned shift = 0;

	while (s->input != PT_INPUT_RANDOM && s->n >> shift >> (bits - 1))
		shift++;
	return shift;
}

/* ---- types ---- */
struct type {
	uint64_t bytes;
	void (*store)(void *a, uint64_t from, const uint64_t *v, uint64_t n);
	uint64_t (*unsorted)(const void *a, uint64_t n);
	struct pt_sort_checksum (*checksum)(const void *a, uint64_t n);
};

/* T: the type, B: an unsigned type as wide, VALUE: an element from the number v[i]. */
#define FUNCTIONS(name, T, B, VALUE) \
	static void store_##name(void *array, uint64_t from, const uint64_t *v, uint64_t n) \
	{ \
		T *a = (T *)array + from; \
\
		for (uint64_t i = 0; i < n; i++) \
			a[i] = (T)(VALUE); \
	} \
\
	static uint64_t unsorted_##name(const void *array, uint64_t n) \
	{ \
		const T *a = array; \
		uint64_t i = 1; \
\
		while (i < n && a[i - 1] <= a[i]) \
			i++; \
		return i < n ? i : n; \
	} \
\
	static struct pt_sort_checksum checksum_##name(const void *array, uint64_t n) \
	{ \
		struct pt_sort_checksum c = { 0 }; \
		const T *a = array; \
\
		for (uint64_t i = 0; i < n; i++) { \
			B bits; \
\
			memcpy(&bits, &a[i], sizeof bits); \
			c.sum += pt_mix(bits); \
			c.xor ^= pt_mix(~(uint64_t)bits); \
		} \
		return c; \
	}

FUNCTIONS(u64, uint64_t, uint64_t, v[i])
FUNCTIONS(i64, int64_t, uint64_t, v[i])
FUNCTIONS(f64, double, uint64_t, (double)(int64_t)v[i] / 3)
FUNCTIONS(u32, uint32_t, uint32_t, v[i])
FUNCTIONS(i32, int32_t, uint32_t, v[i])

#define ROW(name, T) \
	{ \
		.bytes = sizeof(T), .store = store_##name, .unsorted = unsorted_##name, \
		.checksum = checksum_##name, \
	}

static const struct type types[PT_ELEMS] = {
	[PT_ELEM_U64] = ROW(u64, uint64_t),
	[PT_ELEM_I64] = ROW(i64, int64_t),
	[PT_ELEM_F64] = ROW(f64, double),
	[PT_ELEM_U32] = ROW(u32, uint32_t),
	[PT_ELEM_I32] = ROW(i32, int32_t),
};

uint64_t
pt_sort_elem_bytes(enum pt_elem elem)
{
	return types[elem].bytes;
}

struct fill {
	struct source s;
	enum pt_elem elem;
	unsigned shift;
	void *a;
};

static void
fill(uint64_t lo, uint64_t hi, void *arg)
{
	const struct fill *f = arg;
	uint64_t v[BLOCK];

	for (uint64_t m; lo < hi; lo += m) {
		m = hi - lo < BLOCK ? hi - lo : BLOCK;
		for (uint64_t i = 0; i < m; i++)
			v[i] = number(&f->s, lo + i) >> f->shift;
		types[f->elem].store(f->a, lo, v, m);
	}
}

void
pt_sort_fill(const struct pt_sort_array *a, enum pt_sort_input input, uint64_t seed)
{
	struct fill f = { .s = { .n = a->n, .seed = seed, .input = input },
		.elem = a->elem,
		.a = a->numbers };

	f.shift = narrowing(&f.s, (unsigned)types[a->elem].bytes * 8);
	pt_spread(a->threads, a->n, PIECE, fill, &f);
}

uint64_t
pt_sort_unsorted(const void *a, uint64_t n, enum pt_elem elem)
{
	return types[elem].unsorted(a, n);
}

struct sum {
	const struct pt_sort_array *a;
	pthread_mutex_t lock;
	struct pt_sort_checksum all;
};

static void
add(uint64_t lo, uint64_t hi, void *arg)
{
	struct sum *s = arg;
	const struct type *t = &types[s->a->elem];
	struct pt_sort_checksum c = t->checksum((char *)s->a->numbers + lo * t->bytes, hi - lo);

	pthread_mutex_lock(&s->lock);
	s->all.sum += c.sum;
	s->all.xor ^= c.xor ;
	pthread_mutex_unlock(&s->lock);
}

struct pt_sort_checksum
pt_sort_checksum(const struct pt_sort_array *a)
{
	struct sum s = { .a = a, .lock = PTHREAD_MUTEX_INITIALIZER };

	pt_spread(a->threads, a->n, PIECE, add, &s);
	return s.all;
}
