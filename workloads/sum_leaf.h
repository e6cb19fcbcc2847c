/* SPDX-License-Identifier: MIT */
/*
 * Template: the leaves of sum for one SIMD level.  SUM(x) makes names, SUM_TARGET names the level
 * for the compiler, LANES is how many numbers a vector has.  Vectors are spelled out, so the speed
 * does not depend on what a compiler sees in a loop.
 */
typedef uint64_t SUM(u64) __attribute__((vector_size(8 * LANES)));
typedef double SUM(f64) __attribute__((vector_size(8 * LANES)));
/* The same in memory, where it need not be aligned. */
typedef SUM(u64) SUM(u64_at) __attribute__((aligned(8), may_alias));
typedef SUM(f64) SUM(f64_at) __attribute__((aligned(8), may_alias));

/*
 * Exact: the halves of all numbers, made unsigned by flipping the top bit, are added apart.  A half
 * is below 2^32, so fewer than 2^32 of them, let alone BLOCK, cannot overflow.
 */
SUM_TARGET static __int128
SUM(block_i64)(const void *numbers, size_t n)
{
	const int64_t *a = numbers;
	SUM(u64) low0 = { 0 }, low1 = { 0 }, high0 = { 0 }, high1 = { 0 }, x, y;
	uint64_t low = 0, high = 0;
	size_t i = 0;

	for (; i + 2 * LANES <= n; i += 2 * LANES) {
		x = *(const SUM(u64_at) *)(a + i);
		y = *(const SUM(u64_at) *)(a + i + LANES);
		low0 += x & UINT32_MAX;
		low1 += y & UINT32_MAX;
		high0 += (x ^ TOP_BIT) >> 32;
		high1 += (y ^ TOP_BIT) >> 32;
	}
	low0 += low1;
	high0 += high1;
	for (int k = 0; k < LANES; k++) {
		low += low0[k];
		high += high0[k];
	}
	for (; i < n; i++) {
		low += (uint64_t)a[i] & UINT32_MAX;
		high += ((uint64_t)a[i] ^ TOP_BIT) >> 32;
	}
	return ((__int128)high << 32) + low - ((__int128)n << 63);
}

/* A lane adds n / (4 LANES) numbers, so errors stay small. */
SUM_TARGET static double
SUM(block_f64)(const void *numbers, size_t n)
{
	const double *a = numbers;
	SUM(f64) s0 = { 0 }, s1 = { 0 }, s2 = { 0 }, s3 = { 0 };
	double sum = 0;
	size_t i = 0;

	for (; i + 4 * LANES <= n; i += 4 * LANES) {
		s0 += *(const SUM(f64_at) *)(a + i);
		s1 += *(const SUM(f64_at) *)(a + i + LANES);
		s2 += *(const SUM(f64_at) *)(a + i + 2 * LANES);
		s3 += *(const SUM(f64_at) *)(a + i + 3 * LANES);
	}
	s0 = (s0 + s1) + (s2 + s3);
	for (; i < n; i++)
		sum += a[i];
	for (int k = 0; k < LANES; k++)
		sum += s0[k];
	return sum;
}

#undef SUM
#undef SUM_TARGET
#undef LANES
