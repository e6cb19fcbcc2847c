/* SPDX-License-Identifier: MIT */
/* Template: bits <-> key of one element, see kernel.h. */
PT_INLINE int64_t
NAME(key)(ELEM bits)
{
#if KIND == KIND_SIGNED
	return bits;
#elif KIND == KIND_FLOAT
	return pt_key_f64(bits);
#elif BITS == 64
	return bits ^ INT64_MIN;
#else
	return bits ^ INT32_MIN;
#endif
}

PT_INLINE ELEM
NAME(unkey)(int64_t key)
{
#if KIND == KIND_SIGNED
	return (ELEM)key;
#elif KIND == KIND_FLOAT
	return pt_unkey_f64(key);
#elif BITS == 64
	return key ^ INT64_MIN;
#else
	return (ELEM)key ^ INT32_MIN;
#endif
}

/* key(a) < key(b), without making the keys where there is an instruction for it. */
PT_INLINE bool
NAME(less)(ELEM a, ELEM b)
{
#if KIND == KIND_UNSIGNED && BITS == 64
	return (uint64_t)a < (uint64_t)b;
#elif KIND == KIND_UNSIGNED
	return (uint32_t)a < (uint32_t)b;
#else
	return NAME(key)(a) < NAME(key)(b);
#endif
}

static int64_t
NAME(key_at)(const void *a, size_t i)
{
	return NAME(key)(((const ELEM *)a)[i]);
}
