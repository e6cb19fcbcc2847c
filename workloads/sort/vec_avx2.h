/* SPDX-License-Identifier: MIT */
/* Vector primitives, AVX2: 4 lanes of 64 bits or 8 of 32.  Contracts: see vec_avx512.h.  Here the
 * vector key is always signed, as AVX2 has no unsigned comparison. */
#include <immintrin.h>

#define LANES64 4
#define LANES32 8
#define REGS 16
typedef __m256i vec;

PT_INLINE vec
v_load(const void *p)
{
	return _mm256_loadu_si256(p);
}

PT_INLINE void
v_store(void *p, vec v)
{
	_mm256_storeu_si256(p, v);
}

/* Order as 32-bit lanes; a 64-bit lane is a pair with equal mask bits, so it stays together. */
PT_INLINE vec
v_split_order(vec x, unsigned m)
{
	__m128i order = _mm_loadl_epi64((const __m128i *)&pt_split_order[m]);

	return _mm256_permutevar8x32_epi32(x, _mm256_cvtepu8_epi32(order));
}

PT_INLINE unsigned
v_mask(vec v)
{
	return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(v));
}

/* ---- 64-bit lanes ---- */
PT_INLINE vec
v64_set1(int64_t x)
{
	return _mm256_set1_epi64x(x);
}

PT_INLINE vec
v64_set_key(int64_t key, const int kind)
{
	return v64_set1(kind == KIND_ORDERED ? pt_unkey_f64(key) : key);
}

PT_INLINE vec
v64_first(long n)
{
	return _mm256_cmpgt_epi64(v64_set1(n), _mm256_set_epi64x(3, 2, 1, 0));
}

PT_INLINE vec
v64_load_n(const pt_bits64 *p, long n, vec fill)
{
	vec m = v64_first(n);

	return _mm256_blendv_epi8(fill, _mm256_maskload_epi64((const void *)p, m), m);
}

PT_INLINE void
v64_store_n(pt_bits64 *p, long n, vec v)
{
	_mm256_maskstore_epi64((void *)p, v64_first(n), v);
}

/* AVX2 has no 64-bit minimum.  blendv_pd looks at the top bit of each lane only. */
PT_INLINE vec
v64_choose(vec a, vec b, vec take_b)
{
	return _mm256_castpd_si256(_mm256_blendv_pd(_mm256_castsi256_pd(a), _mm256_castsi256_pd(b),
						    _mm256_castsi256_pd(take_b)));
}

PT_INLINE vec
v64_min_f64(vec a, vec b)
{
	return _mm256_castpd_si256(_mm256_min_pd(_mm256_castsi256_pd(a), _mm256_castsi256_pd(b)));
}

PT_INLINE vec
v64_max_f64(vec a, vec b)
{
	return _mm256_castpd_si256(_mm256_max_pd(_mm256_castsi256_pd(a), _mm256_castsi256_pd(b)));
}

PT_INLINE unsigned
v64_zero_or_nan(vec v)
{
	return v_mask(_mm256_castpd_si256(_mm256_cmp_pd(_mm256_castsi256_pd(v), _mm256_setzero_pd(),
							 _CMP_EQ_UQ)));
}

PT_INLINE void
v64_coex(vec *a, vec *b, const int kind)
{
	vec x = *a, y = *b, gt = _mm256_cmpgt_epi64(x, y);

	*a = kind == KIND_ORDERED ? v64_min_f64(x, y) : v64_choose(x, y, gt);
	*b = kind == KIND_ORDERED ? v64_max_f64(x, y) : v64_choose(y, x, gt);
}

PT_INLINE vec
v64_minmax(vec a, vec b, const int s, const int kind)
{
	const vec high = s == 2 ? _mm256_set_epi64x(-1, 0, -1, 0) : _mm256_set_epi64x(-1, -1, 0, 0);

	if (kind == KIND_ORDERED)
		return v64_choose(v64_min_f64(a, b), v64_max_f64(a, b), high);
	return v64_choose(a, b, _mm256_xor_si256(_mm256_cmpgt_epi64(a, b), high));
}

PT_INLINE vec
v64_reverse(vec v, const int s)
{
	return s == 2 ? _mm256_shuffle_epi32(v, 0x4e) : _mm256_permute4x64_epi64(v, 0x1b);
}

PT_INLINE vec
v64_swap(vec v, const int s)
{
	return s == 2 ? _mm256_shuffle_epi32(v, 0x4e) : _mm256_permute4x64_epi64(v, 0x4e);
}

PT_INLINE unsigned
v64_greater(vec a, vec b, const int kind)
{
	(void)kind;
	return v_mask(_mm256_cmpgt_epi64(a, b));
}

PT_INLINE vec
v64_less_f64(vec a, vec b)
{
	return _mm256_castpd_si256(_mm256_cmp_pd(_mm256_castsi256_pd(a), _mm256_castsi256_pd(b),
						 _CMP_LT_OQ));
}

PT_INLINE unsigned
v64_split(pt_bits64 *lo, pt_bits64 *hi, vec x, vec key, vec pivot, const int kind)
{
	unsigned m = v_mask(kind == KIND_ORDERED ? v64_less_f64(x, pivot)
						 : _mm256_cmpgt_epi64(pivot, key));
	vec y = v_split_order(x, m);

	v_store(lo, y);
	v_store(hi - LANES64, y);
	return (unsigned)__builtin_popcount(m) / 2;
}

PT_INLINE vec
v64_flip_magnitude(vec v)
{
	vec negative = _mm256_cmpgt_epi64(_mm256_setzero_si256(), v);

	return _mm256_xor_si256(v, _mm256_srli_epi64(negative, 1));
}

PT_INLINE vec
v64_key(vec v, const int kind)
{
	if (kind == KIND_SIGNED || kind == KIND_ORDERED)
		return v;
	if (kind == KIND_UNSIGNED)
		return _mm256_xor_si256(v, v64_set1(INT64_MIN));
	return _mm256_sub_epi64(v64_flip_magnitude(v), v64_set1(F64_NEG_NANS));
}

PT_INLINE vec
v64_unkey(vec v, const int kind)
{
	if (kind != KIND_FLOAT)
		return v64_key(v, kind);
	return v64_flip_magnitude(_mm256_add_epi64(v, v64_set1(F64_NEG_NANS)));
}

/* ---- 32-bit lanes ---- */
PT_INLINE vec
v32_set1(int64_t x)
{
	return _mm256_set1_epi32((int32_t)x);
}

PT_INLINE vec
v32_set_key(int64_t key, const int kind)
{
	(void)kind;
	return v32_set1(key);
}

PT_INLINE vec
v32_first(long n)
{
	int k = n < 0 ? 0 : n > 8 ? 8 : (int)n;

	return _mm256_cmpgt_epi32(v32_set1(k), _mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0));
}

PT_INLINE vec
v32_load_n(const pt_bits32 *p, long n, vec fill)
{
	vec m = v32_first(n);

	return _mm256_blendv_epi8(fill, _mm256_maskload_epi32((const void *)p, m), m);
}

PT_INLINE void
v32_store_n(pt_bits32 *p, long n, vec v)
{
	_mm256_maskstore_epi32((void *)p, v32_first(n), v);
}

PT_INLINE void
v32_coex(vec *a, vec *b, const int kind)
{
	(void)kind;
	vec t = _mm256_min_epi32(*a, *b);

	*b = _mm256_max_epi32(*a, *b);
	*a = t;
}

PT_INLINE vec
v32_minmax(vec a, vec b, const int s, const int kind)
{
	(void)kind;
	vec lo = _mm256_min_epi32(a, b), hi = _mm256_max_epi32(a, b);

	if (s == 2)
		return _mm256_blend_epi32(lo, hi, 0xaa);
	if (s == 4)
		return _mm256_blend_epi32(lo, hi, 0xcc);
	return _mm256_blend_epi32(lo, hi, 0xf0);
}

PT_INLINE vec
v32_reverse(vec v, const int s)
{
	if (s == 2)
		return _mm256_shuffle_epi32(v, 0xb1);
	if (s == 4)
		return _mm256_shuffle_epi32(v, 0x1b);
	return _mm256_permutevar8x32_epi32(v, _mm256_set_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

PT_INLINE vec
v32_swap(vec v, const int s)
{
	if (s == 2)
		return _mm256_shuffle_epi32(v, 0xb1);
	if (s == 4)
		return _mm256_shuffle_epi32(v, 0x4e);
	return _mm256_permute4x64_epi64(v, 0x4e);
}

PT_INLINE unsigned
v32_greater(vec a, vec b, const int kind)
{
	(void)kind;
	return v_mask(_mm256_cmpgt_epi32(a, b));
}

PT_INLINE unsigned
v32_split(pt_bits32 *lo, pt_bits32 *hi, vec x, vec key, vec pivot, const int kind)
{
	(void)kind;
	unsigned m = v_mask(_mm256_cmpgt_epi32(pivot, key));
	vec y = v_split_order(x, m);

	v_store(lo, y);
	v_store(hi - LANES32, y);
	return (unsigned)__builtin_popcount(m);
}

PT_INLINE vec
v32_key(vec v, const int kind)
{
	return kind == KIND_SIGNED ? v : _mm256_xor_si256(v, v32_set1(INT32_MIN));
}

PT_INLINE vec
v32_unkey(vec v, const int kind)
{
	return v32_key(v, kind);
}
