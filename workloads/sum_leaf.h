/* SPDX-License-Identifier: MIT */
/*
 * Template: the leaves of sum for one SIMD level.  SUM(x) makes names, SUM_TARGET names the level for the
 * compiler, LANES is how many numbers of 64 bits a vector has, SUM_SQRT takes the roots of one, SUM_COUNT
 * (if there is an instruction for it) adds 1 where x is above another.  Vectors are spelled out, so the
 * speed does not depend on what a compiler sees in a loop.
 *
 * How many lines of memory are on their way at once depends on how few instructions there are per line, and
 * on asking ahead: with both, all levels come near to what the memory gives.
 */
typedef uint64_t SUM(u64) __attribute__((vector_size(8 * LANES)));
typedef int64_t SUM(i64) __attribute__((vector_size(8 * LANES)));
typedef int32_t SUM(i32) __attribute__((vector_size(4 * LANES)));
typedef double SUM(f64) __attribute__((vector_size(8 * LANES)));
/* The same in memory, where it need not be aligned. */
typedef SUM(u64) SUM(u64_at) __attribute__((aligned(4), may_alias));
typedef SUM(i64) SUM(i64_at) __attribute__((aligned(4), may_alias));
typedef SUM(i32) SUM(i32_at) __attribute__((aligned(4), may_alias));
typedef SUM(f64) SUM(f64_at) __attribute__((aligned(8), may_alias));

/* Asks for the four vectors that are AHEAD of p; what is not there does no harm. */
SUM_TARGET static inline __attribute__((always_inline)) void
SUM(ask_ahead)(const void *p)
{
	const char *at = (const char *)p + AHEAD;

	__builtin_prefetch(at);
	if (LANES >= 4)
		__builtin_prefetch(at + 64);
	if (LANES >= 8) {
		__builtin_prefetch(at + 128);
		__builtin_prefetch(at + 192);
	}
}

/* ---- exact ---- */

/* Sums of words by lane, modulo 2^64, and of their high halves, which can hold 2^32 of them. */
struct SUM(halves) {
	SUM(u64) sum, high;
};

SUM_TARGET static inline __attribute__((always_inline)) void
SUM(add_halves)(struct SUM(halves) * h, SUM(u64) x)
{
	h->sum += x;
	h->high += x >> 32;
}

/* The low halves are what the high ones leave of the sum: below 2^64, so that is no loss. */
SUM_TARGET static inline __attribute__((always_inline)) void
SUM(split)(const struct SUM(halves) * h, uint64_t *high, uint64_t *low)
{
	*high = *low = 0;
	for (int k = 0; k < LANES; k++) {
		*high += h->high[k];
		*low += h->sum[k] - (h->high[k] << 32);
	}
}

#ifdef SUM_COUNT
/* Here `high` counts how often a sum has passed 2^64. */
SUM_TARGET static inline __attribute__((always_inline)) void
SUM(add_word)(struct SUM(halves) * h, SUM(u64) x)
{
	h->sum += x;
	h->high = (SUM(u64))SUM_COUNT(h->high, x, h->sum);
}

SUM_TARGET static inline __attribute__((always_inline)) __int128
SUM(words)(const struct SUM(halves) * h)
{
	__int128 total = 0;

	for (int k = 0; k < LANES; k++)
		total += (__int128)h->high[k] << 64 | h->sum[k];
	return total;
}
#else
SUM_TARGET static inline __attribute__((always_inline)) void
SUM(add_word)(struct SUM(halves) * h, SUM(u64) x)
{
	SUM(add_halves)(h, x);
}

SUM_TARGET static inline __attribute__((always_inline)) __int128
SUM(words)(const struct SUM(halves) * h)
{
	uint64_t high, low;

	SUM(split)(h, &high, &low);
	return ((__int128)high << 32) + low;
}
#endif

/* The numbers, each once or twice, made unsigned by flipping the top bit if that is `flip`. */
SUM_TARGET static inline __attribute__((always_inline)) __int128
SUM(add_words)(const void *numbers, size_t n, uint64_t flip, bool twice)
{
	const uint64_t *a = numbers;
	struct SUM(halves) even = { 0 }, odd = { 0 };
	__int128 total;
	size_t i = 0;

	for (; i + 4 * LANES <= n; i += 4 * LANES) {
		SUM(ask_ahead)(a + i);
		for (int again = 0; again <= twice; again++) {
			SUM(add_word)(&even, *(const SUM(u64_at) *)(a + i) ^ flip);
			SUM(add_word)(&odd, *(const SUM(u64_at) *)(a + i + LANES) ^ flip);
			SUM(add_word)(&even, *(const SUM(u64_at) *)(a + i + 2 * LANES) ^ flip);
			SUM(add_word)(&odd, *(const SUM(u64_at) *)(a + i + 3 * LANES) ^ flip);
		}
	}
	total = SUM(words)(&even) + SUM(words)(&odd);
	for (; i < n; i++)
		total += (__int128)(a[i] ^ flip) << twice;
	return total - ((__int128)flip * (__int128)n << twice);
}

/* Two numbers of 32 bits are the halves of a word, made unsigned by flipping both top bits. */
SUM_TARGET static inline __attribute__((always_inline)) __int128
SUM(add_pairs)(const void *numbers, size_t n, bool twice)
{
	const char *a = numbers;
	struct SUM(halves) even = { 0 }, odd = { 0 };
	uint64_t high, low, total;
	size_t i = 0;

	for (; i + 8 * LANES <= n; i += 8 * LANES) {
		const SUM(u64_at) *x = (const SUM(u64_at) *)(a + i * sizeof(int32_t));

		SUM(ask_ahead)(x);
		for (int again = 0; again <= twice; again++) {
			SUM(add_halves)(&even, x[0] ^ TOP_BITS);
			SUM(add_halves)(&odd, x[1] ^ TOP_BITS);
			SUM(add_halves)(&even, x[2] ^ TOP_BITS);
			SUM(add_halves)(&odd, x[3] ^ TOP_BITS);
		}
	}
	SUM(split)(&even, &high, &low);
	total = high + low;
	SUM(split)(&odd, &high, &low);
	total += high + low - ((uint64_t)i << (31 + twice));
	for (; i < n; i++)
		total += (uint64_t)(((const int32_t *)numbers)[i] * (int64_t)(1 + twice));
	return (int64_t)total;
}

SUM_TARGET static __int128
SUM(block_u64)(const void *numbers, size_t n)
{
	return SUM(add_words)(numbers, n, 0, false);
}

SUM_TARGET static __int128
SUM(block_u64_double)(const void *numbers, size_t n)
{
	return SUM(add_words)(numbers, n, 0, true);
}

SUM_TARGET static __int128
SUM(block_i64)(const void *numbers, size_t n)
{
	return SUM(add_words)(numbers, n, TOP_BIT, false);
}

SUM_TARGET static __int128
SUM(block_i64_double)(const void *numbers, size_t n)
{
	return SUM(add_words)(numbers, n, TOP_BIT, true);
}

SUM_TARGET static __int128
SUM(block_i32)(const void *numbers, size_t n)
{
	return SUM(add_pairs)(numbers, n, false);
}

SUM_TARGET static __int128
SUM(block_i32_double)(const void *numbers, size_t n)
{
	return SUM(add_pairs)(numbers, n, true);
}

/* ---- rounded ---- */

/* LANES numbers from place i on, mapped. */
SUM_TARGET static inline __attribute__((always_inline)) SUM(f64)
	SUM(mapped)(const void *numbers, size_t i, enum type type, enum map map)
{
	const char *at = (const char *)numbers + i * type_bytes[type];
	SUM(f64) x;

	switch (type) {
	case U64:
		x = __builtin_convertvector(*(const SUM(u64_at) *)at, SUM(f64));
		break;
	case I64:
		x = __builtin_convertvector(*(const SUM(i64_at) *)at, SUM(f64));
		break;
	case I32:
		x = __builtin_convertvector(*(const SUM(i32_at) *)at, SUM(f64));
		break;
	default:
		x = *(const SUM(f64_at) *)at;
	}
	if (map == DOUBLE)
		return x + x;
	return map == SQRT ? (SUM(f64))SUM_SQRT((SUM(f64))((SUM(u64))x & ~TOP_BIT)) : x;
}

/* A lane adds n / (4 LANES) numbers, so errors stay small. */
SUM_TARGET static inline __attribute__((always_inline)) double
SUM(add_real)(const void *numbers, size_t n, enum type type, enum map map)
{
	SUM(f64) s0 = { 0 }, s1 = { 0 }, s2 = { 0 }, s3 = { 0 };
	double sum = 0;
	size_t i = 0;

	for (; i + 4 * LANES <= n; i += 4 * LANES) {
		SUM(ask_ahead)((const char *)numbers + i * type_bytes[type]);
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
SUM(block_u64_sqrt)(const void *numbers, size_t n)
{
	return SUM(add_real)(numbers, n, U64, SQRT);
}

SUM_TARGET static double
SUM(block_i64_sqrt)(const void *numbers, size_t n)
{
	return SUM(add_real)(numbers, n, I64, SQRT);
}

SUM_TARGET static double
SUM(block_i32_sqrt)(const void *numbers, size_t n)
{
	return SUM(add_real)(numbers, n, I32, SQRT);
}

static const struct leaf SUM(leaves)[][SQRT + 1] = {
	[U64] = {
		[NONE] = { .exact = SUM(block_u64) },
		[DOUBLE] = { .exact = SUM(block_u64_double) },
		[SQRT] = { .real = SUM(block_u64_sqrt) },
	},
	[I64] = {
		[NONE] = { .exact = SUM(block_i64) },
		[DOUBLE] = { .exact = SUM(block_i64_double) },
		[SQRT] = { .real = SUM(block_i64_sqrt) },
	},
	[I32] = {
		[NONE] = { .exact = SUM(block_i32) },
		[DOUBLE] = { .exact = SUM(block_i32_double) },
		[SQRT] = { .real = SUM(block_i32_sqrt) },
	},
	[F64] = {
		[NONE] = { .real = SUM(block_f64) },
		[DOUBLE] = { .real = SUM(block_f64_double) },
		[SQRT] = { .real = SUM(block_f64_sqrt) },
	},
};

#undef SUM
#undef SUM_SQRT
#undef SUM_COUNT
#undef SUM_TARGET
#undef LANES
