/* SPDX-License-Identifier: MIT */
/* Vector primitives, AVX-512: 8 lanes of 64 bits or 16 of 32.  Lane 0 is the lowest address. */
#include <immintrin.h>

#define LANES64 8
#define LANES32 16
#define REGS 32		/* registers a sorting network may use */
typedef __m512i vec;

PT_INLINE vec
v_load(const void *p)
{
	return _mm512_loadu_si512(p);
}

PT_INLINE void
v_store(void *p, vec v)
{
	_mm512_storeu_si512(p, v);
}

/*
 * In the vector kernels an unsigned key is the bits themselves, compared as unsigned: flipping the
 * top bit would cost 8 %.  `kind` is always a constant.
 */

/* ---- 64-bit lanes ---- */
PT_INLINE vec
v64_set1(int64_t x)
{
	return _mm512_set1_epi64(x);
}

/* All lanes the vector key of a scalar key. */
PT_INLINE vec
v64_set_key(int64_t key, const int kind)
{
	if (kind == KIND_ORDERED)
		return v64_set1(pt_unkey_f64(key));
	return v64_set1(kind == KIND_UNSIGNED ? key ^ INT64_MIN : key);
}

/* The first n lanes from memory, the others from fill; n may be <= 0 or > LANES. */
PT_INLINE vec
v64_load_n(const pt_bits64 *p, long n, vec fill)
{
	return _mm512_mask_loadu_epi64(fill, (__mmask8)_bzhi_u32(0xff, n < 0 ? 0 : n > 8 ? 8 : n), p);
}

PT_INLINE void
v64_store_n(pt_bits64 *p, long n, vec v)
{
	_mm512_mask_storeu_epi64(p, (__mmask8)_bzhi_u32(0xff, n < 0 ? 0 : n > 8 ? 8 : n), v);
}

PT_INLINE vec
v64_min_f64(vec a, vec b)
{
	return _mm512_castpd_si512(_mm512_min_pd(_mm512_castsi512_pd(a), _mm512_castsi512_pd(b)));
}

PT_INLINE vec
v64_max_f64(vec a, vec b)
{
	return _mm512_castpd_si512(_mm512_max_pd(_mm512_castsi512_pd(a), _mm512_castsi512_pd(b)));
}

PT_INLINE unsigned
v64_zero_or_nan(vec v)
{
	return _mm512_cmp_pd_mask(_mm512_castsi512_pd(v), _mm512_setzero_pd(), _CMP_EQ_UQ);
}

PT_INLINE void
v64_coex(vec *a, vec *b, const int kind)
{
	vec x = *a, y = *b;

	if (kind == KIND_ORDERED) {
		*a = v64_min_f64(x, y);
		*b = v64_max_f64(x, y);
		return;
	}
	*a = kind == KIND_UNSIGNED ? _mm512_min_epu64(x, y) : _mm512_min_epi64(x, y);
	*b = kind == KIND_UNSIGNED ? _mm512_max_epu64(x, y) : _mm512_max_epi64(x, y);
}

/* In blocks of s lanes: minimum of a and b in the lower half, maximum in the upper. */
PT_INLINE vec
v64_minmax(vec a, vec b, const int s, const int kind)
{
	const __mmask8 high = s == 2 ? 0xaa : s == 4 ? 0xcc : 0xf0;

	if (kind == KIND_ORDERED)
		return _mm512_mask_blend_epi64(high, v64_min_f64(a, b), v64_max_f64(a, b));
	if (kind == KIND_UNSIGNED)
		return _mm512_mask_max_epu64(_mm512_min_epu64(a, b), high, a, b);
	return _mm512_mask_max_epi64(_mm512_min_epi64(a, b), high, a, b);
}

/* Reverses each block of s lanes. */
PT_INLINE vec
v64_reverse(vec v, const int s)
{
	if (s == 2)
		return _mm512_shuffle_epi32(v, 0x4e);
	if (s == 4)
		return _mm512_permutex_epi64(v, 0x1b);
	return _mm512_permutexvar_epi64(_mm512_set_epi64(0, 1, 2, 3, 4, 5, 6, 7), v);
}

/* Exchanges the halves of each block of s lanes. */
PT_INLINE vec
v64_swap(vec v, const int s)
{
	if (s == 2)
		return _mm512_shuffle_epi32(v, 0x4e);
	if (s == 4)
		return _mm512_permutex_epi64(v, 0x4e);
	return _mm512_shuffle_i64x2(v, v, 0x4e);
}

/* All ones in lanes where a > b: zero or not is what the callers ask. */
PT_INLINE unsigned
v64_greater(vec a, vec b, const int kind)
{
	return kind == KIND_UNSIGNED ? _mm512_cmpgt_epu64_mask(a, b) : _mm512_cmpgt_epi64_mask(a, b);
}

PT_INLINE unsigned
v64_less_f64(vec a, vec b)
{
	return _mm512_cmp_pd_mask(_mm512_castsi512_pd(a), _mm512_castsi512_pd(b), _CMP_LT_OQ);
}

/* Writes the lanes of x with key < pivot from lo upwards and the others from hi downwards, and
 * returns the number of the former.  May write anything to [lo, lo + LANES) and [hi - LANES, hi);
 * these must be the same place or not overlap. */
PT_INLINE unsigned
v64_split(pt_bits64 *lo, pt_bits64 *hi, vec x, vec key, vec pivot, const int kind)
{
	unsigned m = kind == KIND_ORDERED ? v64_less_f64(x, pivot) : v64_greater(pivot, key, kind);
	__m128i order = _mm_loadl_epi64((const __m128i *)&pt_split_order[m]);
	vec y = _mm512_permutexvar_epi64(_mm512_cvtepu8_epi64(order), x);

	v_store(lo, y);
	v_store(hi - LANES64, y);
	return (unsigned)__builtin_popcount(m);
}

PT_INLINE vec
v64_key(vec v, const int kind)
{
	if (kind != KIND_FLOAT)
		return v;
	/* 0x78: v ^ (sign & magnitude) */
	v = _mm512_ternarylogic_epi64(v, _mm512_srai_epi64(v, 63), v64_set1(F64_MAGNITUDE), 0x78);
	return _mm512_sub_epi64(v, v64_set1(F64_NEG_NANS));
}

PT_INLINE vec
v64_unkey(vec v, const int kind)
{
	if (kind != KIND_FLOAT)
		return v;
	v = _mm512_add_epi64(v, v64_set1(F64_NEG_NANS));
	return _mm512_ternarylogic_epi64(v, _mm512_srai_epi64(v, 63), v64_set1(F64_MAGNITUDE), 0x78);
}

/* ---- 32-bit lanes, same contracts ---- */
PT_INLINE vec
v32_set1(int64_t x)
{
	return _mm512_set1_epi32((int32_t)x);
}

PT_INLINE vec
v32_set_key(int64_t key, const int kind)
{
	return v32_set1(kind == KIND_UNSIGNED ? key ^ INT32_MIN : key);
}

PT_INLINE vec
v32_load_n(const pt_bits32 *p, long n, vec fill)
{
	return _mm512_mask_loadu_epi32(fill, (__mmask16)_bzhi_u32(0xffff, n < 0 ? 0 : n > 16 ? 16 : n), p);
}

PT_INLINE void
v32_store_n(pt_bits32 *p, long n, vec v)
{
	_mm512_mask_storeu_epi32(p, (__mmask16)_bzhi_u32(0xffff, n < 0 ? 0 : n > 16 ? 16 : n), v);
}

PT_INLINE void
v32_coex(vec *a, vec *b, const int kind)
{
	vec x = *a, y = *b;

	*a = kind == KIND_UNSIGNED ? _mm512_min_epu32(x, y) : _mm512_min_epi32(x, y);
	*b = kind == KIND_UNSIGNED ? _mm512_max_epu32(x, y) : _mm512_max_epi32(x, y);
}

PT_INLINE vec
v32_minmax(vec a, vec b, const int s, const int kind)
{
	const __mmask16 high = s == 2 ? 0xaaaa : s == 4 ? 0xcccc : s == 8 ? 0xf0f0 : 0xff00;

	if (kind == KIND_UNSIGNED)
		return _mm512_mask_max_epu32(_mm512_min_epu32(a, b), high, a, b);
	return _mm512_mask_max_epi32(_mm512_min_epi32(a, b), high, a, b);
}

PT_INLINE vec
v32_reverse(vec v, const int s)
{
	if (s == 2)
		return _mm512_shuffle_epi32(v, 0xb1);
	if (s == 4)
		return _mm512_shuffle_epi32(v, 0x1b);
	if (s == 8)
		return _mm512_permutexvar_epi32(_mm512_set_epi32(8, 9, 10, 11, 12, 13, 14, 15,
								 0, 1, 2, 3, 4, 5, 6, 7), v);
	return _mm512_permutexvar_epi32(_mm512_set_epi32(0, 1, 2, 3, 4, 5, 6, 7,
							 8, 9, 10, 11, 12, 13, 14, 15), v);
}

PT_INLINE vec
v32_swap(vec v, const int s)
{
	if (s == 2)
		return _mm512_shuffle_epi32(v, 0xb1);
	if (s == 4)
		return _mm512_shuffle_epi32(v, 0x4e);
	if (s == 8)
		return _mm512_permutex_epi64(v, 0x4e);
	return _mm512_shuffle_i64x2(v, v, 0x4e);
}

PT_INLINE unsigned
v32_greater(vec a, vec b, const int kind)
{
	return kind == KIND_UNSIGNED ? _mm512_cmpgt_epu32_mask(a, b) : _mm512_cmpgt_epi32_mask(a, b);
}

/* A table for 16 lanes would not fit a cache, so compress twice.  Compressing into a register and
 * storing with a mask is as fast as vpcompressd to memory here, and much faster on Zen 4. */
PT_INLINE unsigned
v32_split(pt_bits32 *lo, pt_bits32 *hi, vec x, vec key, vec pivot, const int kind)
{
	__mmask16 m = (__mmask16)v32_greater(pivot, key, kind);
	unsigned n = (unsigned)__builtin_popcount(m), rest = LANES32 - n;

	v_store(lo, _mm512_maskz_compress_epi32(m, x));
	_mm512_mask_storeu_epi32(hi - rest, (__mmask16)_bzhi_u32(0xffff, rest),
				 _mm512_maskz_compress_epi32((__mmask16)~m, x));
	return n;
}

PT_INLINE vec
v32_key(vec v, const int kind)
{
	(void)kind;
	return v;
}

PT_INLINE vec
v32_unkey(vec v, const int kind)
{
	return v32_key(v, kind);
}
