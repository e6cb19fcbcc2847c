/* SPDX-License-Identifier: MIT */
/*
 * The kernels of the sort workload: one table of functions per element type and instruction set.
 *
 * Vocabulary.  An *element* is moved as raw bits (pt_bits64 or pt_bits32), whatever the user's
 * type.  A *key* is a signed integer of the same width whose order is the wanted order; key <->
 * bits is a bijection, so sorting never changes a bit pattern.  A *level* is an instruction set.
 *
 *	signed		key = bits
 *	unsigned	key = bits with the top bit flipped
 *	f64		see pt_key_f64: -inf < .. < -0.0 < +0.0 < .. < +inf < NaN (of either sign)
 */
#ifndef PT_WORKLOADS_SORT_KERNEL_H
#define PT_WORKLOADS_SORT_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "workloads/sort/sort.h"

typedef int64_t __attribute__((may_alias)) pt_bits64;
typedef int32_t __attribute__((may_alias)) pt_bits32;

/* KIND of an element type, used by the templates with #if. */
#define KIND_SIGNED 0
#define KIND_UNSIGNED 1
#define KIND_FLOAT 2
#define KIND_ORDERED 3	/* f64 where values can be compared instead of keys */

#define ROW_u64 PT_ELEM_U64
#define ROW_i64 PT_ELEM_I64
#define ROW_f64 PT_ELEM_F64
#define ROW_u32 PT_ELEM_U32
#define ROW_i32 PT_ELEM_I32

/*
 * Negative numbers have their magnitude bits flipped; that alone is IEEE totalOrder, which puts
 * negative NaNs first.  Subtracting their number makes them wrap round to the end.
 */
#define F64_MAGNITUDE INT64_MAX
#define F64_NEG_NANS 0x000fffffffffffff
#define F64_KEY_INF (0x7ff0000000000000 - F64_NEG_NANS)

static inline int64_t
pt_key_f64(int64_t bits)
{
	int64_t y = bits ^ ((bits >> 63) & F64_MAGNITUDE);

	return (int64_t)((uint64_t)y - F64_NEG_NANS);
}

static inline int64_t
pt_unkey_f64(int64_t key)
{
	int64_t y = (int64_t)((uint64_t)key + F64_NEG_NANS);

	return y ^ ((y >> 63) & F64_MAGNITUDE);
}

/* For which pivots  key < pivot's key  is  value < pivot:  all but NaNs, and +0.0, which has to be
 * greater than -0.0. */
static inline bool
pt_ordered_f64(int64_t key)
{
	return key != -F64_NEG_NANS && key <= F64_KEY_INF;
}

struct pt_pivot {
	int64_t key;		/* split into  < key  and  >= key */
	bool constant;		/* every sampled element had this key: split off the equal ones */
};

struct pt_kernel {
	size_t size;		/* bytes of an element */
	int64_t max_key;
	/* Sorts; depth is the number of unlucky partitions to tolerate before heapsort. */
	void (*sort)(void *a, size_t n, unsigned depth);
	struct pt_pivot (*pivot)(const void *a, size_t n);
	/* Moves elements with a key < key to the front and returns their number. */
	size_t (*partition)(void *a, size_t n, int64_t key);
	/* Length of the longest ascending prefix; at least 1. */
	size_t (*ascending)(const void *a, size_t n);
	/* Exchanges lo[i] and end[-1 - i] for i < n as long as neither range ascends anywhere.  When
	 * one does: false, and any number of the exchanges was made. */
	bool (*flip)(void *lo, void *end, size_t n);
	int64_t (*key)(const void *a, size_t i);
};

/* The AVX tables are in x86-64 builds only. */
extern const struct pt_kernel pt_kernels_avx512[PT_ELEMS];
extern const struct pt_kernel pt_kernels_avx2[PT_ELEMS];
extern const struct pt_kernel pt_kernels_scalar[PT_ELEMS];

const struct pt_kernel *pt_sort_kernel(enum pt_elem elem, enum pt_simd level);

/* True: the array ascended, or it descended and has been reversed.  False costs no more than the
 * length of the first run; the array may have been permuted. */
bool pt_sort_presorted(const struct pt_kernel *k, void *a, size_t n);

/* Unlucky partitions before heapsort: 2 log2 n. */
static inline unsigned
pt_sort_depth(size_t n)
{
	return n < 2 ? 0 : 2 * (unsigned)(63 - __builtin_clzll(n));
}

/* Lane order for a mask of 8 lanes: lanes of the set bits first, then the others. */
extern const uint64_t pt_split_order[256];

#define PT_INLINE static inline __attribute__((always_inline))
#define PT_NOINLINE static __attribute__((noinline))
/* Hides how x was computed, or gcc makes a branch of "r += y < x". */
#define PT_NO_BRANCH(x) __asm__("" : "+r"(x))

#ifdef __clang__
#define PT_UNROLL _Pragma("clang loop unroll(full)")
#define PT_UNROLL4 _Pragma("clang loop unroll_count(4)")
#else
#define PT_UNROLL _Pragma("GCC unroll 64")
#define PT_UNROLL4 _Pragma("GCC unroll 4")
#endif
#define PT_CAT(a, b) PT_CAT_(a, b)
#define PT_CAT_(a, b) a##b

#endif
