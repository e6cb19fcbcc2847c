/* SPDX-License-Identifier: MIT */
/*
 * Template: the leaves of sum for one SIMD level.  SUM(x) makes names, SUM_TARGET names the level
 * for the compiler, LANES is how many numbers a vector has,
 * SUM_SQRT takes the roots of one.  Vectors are spelled out, so the speed
 * does not depend on what a compiler sees in a loop.
 */
typedef uint64_t SUM(u64) __attribute__((vector_size(8 * LANES)));
typedef double SUM(f64) __attribute__((vector_size(8 * LANES)));
/* The same in memory, where it need not be aligned. */
typedef SUM(u64) SUM(u64_at) __attribute__((aligned(8), may_alias));
typedef SUM(f64) SUM(f64_at) __attribute__((aligned(8), may_alias));

/*
 * Exact: the halves of all numbers, made unsigned by flipping the top bit, are added apart, each
 * shifted by `shift`.  A half is then below 2^33, so fewer than 2^31 of them, let alone BLOCK, cannot
 * overflow.
 */
SUM_TARGET static inline __attribute__((always_inline)) __int128
SUM(add_exact)(const void *numbers, size_t n, int shift)
{
	const int64_t *a = numbers;
	SUM(u64) low0 = { 0 }, low1 = { 0 }, high0 = { 0 }, high1 = { 0 }, x, y;
	uint64_t low = 0, high = 0;
	size_t i = 0;

	for (; i + 2 * LANES <= n; i += 2 * LANES) {
		x = *(const SUM(u64_at) *)(a + i);
		y = *(const SUM(u64_at) *)(a + i + LANES);
		low0 += (x & UINT32_MAX) << shift;
		low1 += (y & UINT32_MAX) << shift;
		high0 += (x ^ TOP_BIT) >> 32 << shift;
		high1 += (y ^ TOP_BIT) >> 32 << shift;
	}
	low0 += low1;
	high0 += high1;
	for (int k = 0; k < LANES; k++) {
		low += low0[k];
		high += high0[k];
	}
	for (; i < n; i++) {
		low += ((uint64_t)a[i] & UINT32_MAX) << shift;
		high += ((uint64_t)a[i] ^ TOP_BIT) >> 32 << shift;
	}
	return ((__int128)high << 32) + low - ((__int128)n << (63 + shift));
}

SUM_TARGET static __int128
SUM(block_i64)(const void *numbers, size_t n)
{
	return SUM(add_exact)(numbers, n, 0);
}

SUM_TARGET static __int128
SUM(block_i64_double)(const void *numbers, size_t n)
{
	return SUM(add_exact)(numbers, n, 1);
}

/* LANES numbers from place i on, mapped. */
SUM_TARGET static inline __attribute__((always_inline)) SUM(f64)
	SUM(mapped)(const void *numbers, size_t i, enum type type, enum map map)
{
	SUM(f64) x;

	if (type == F64)
		x = *(const SUM(f64_at) *)((const double *)numbers + i);
	else
		for (int k = 0; k < LANES; k++)
			x[k] = fabs((double)((const int64_t *)numbers)[i + (size_t)k]);
	if (map == DOUBLE)
		return x + x;
	return map == SQRT ? (SUM(f64))SUM_SQRT(x) : x;
}

/* A lane adds n / (4 LANES) numbers, so errors stay small. */
SUM_TARGET static inline __attribute__((always_inline)) double
SUM(add_real)(const void *numbers, size_t n, enum type type, enum map map)
{
	SUM(f64) s0 = { 0 }, s1 = { 0 }, s2 = { 0 }, s3 = { 0 };
	double sum = 0;
	size_t i = 0;

	for (; i + 4 * LANES <= n; i += 4 * LANES) {
		s0 += SUM(mapped)(numbers, i, type, map);
		s1 += SUM(mapped)(numbers, i + LANES, type, map);
		s2 += SUM(mapped)(numbers, i + 2 * LANES, type, map);
		s3 += SUM(mapped)(numbers, i + 3 * LANES, type, map);
	}
	s0 = (s0 + s1) + (s2 + s3);
	for (; i < n; i++)
		sum += mapped(numbers, i, type, map);
	for (int k = 0; k < LANES; k++)
		sum += s0[k];
	return sum;
}

SUM_TARGET static double
SUM(block_f64)(const void *numbers, size_t n)
{
	return SUM(add_real)(numbers, n, F64, NONE);
}

SUM_TARGET static double
SUM(block_f64_double)(const void *numbers, size_t n)
{
	return SUM(add_real)(numbers, n, F64, DOUBLE);
}

SUM_TARGET static double
SUM(block_f64_sqrt)(const void *numbers, size_t n)
{
	return SUM(add_real)(numbers, n, F64, SQRT);
}

SUM_TARGET static double
SUM(block_i64_sqrt)(const void *numbers, size_t n)
{
	return SUM(add_real)(numbers, n, I64, SQRT);
}

static const struct leaf SUM(leaves)[][SQRT + 1] = {
	[I64] = {
		[NONE] = { .exact = SUM(block_i64) },
		[DOUBLE] = { .exact = SUM(block_i64_double) },
		[SQRT] = { .real = SUM(block_i64_sqrt) },
	},
	[F64] = {
		[NONE] = { .real = SUM(block_f64) },
		[DOUBLE] = { .real = SUM(block_f64_double) },
		[SQRT] = { .real = SUM(block_f64_sqrt) },
	},
};

#undef SUM
#undef SUM_SQRT
#undef SUM_TARGET
#undef LANES
