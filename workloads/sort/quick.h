/* SPDX-License-Identifier: MIT */
/*
 * Template: sequential quicksort over the primitives of a level.  Needs leaf(), partition(),
 * all_equal(), ascending(), flip() and LEAF, the size from which on it partitions.
 */

/* ---- pivot ---- */
#define SAMPLE_SMALL (LEAF < 64 ? 16 : 32)	/* below 4 Ki elements */
#define SAMPLE_MID (LEAF < 64 ? LEAF : 64)
#define SAMPLE_BIG LEAF				/* from 64 Ki elements on */

/* One random element of each of k equal parts: neither order nor period of the input matters.  The
 * generator is seeded with n, so runs can be repeated. */
static void
NAME(sample)(ELEM *s, const ELEM *a, size_t n, size_t k)
{
	uint64_t x = n;
	size_t part = n / k;

	for (size_t i = 0; i < k; i++) {
		x = x * 6364136223846793005u + 1442695040888963407u;
		s[i] = a[i * part + ((x >> 32) * part >> 32)];
	}
}

static size_t
NAME(sample_size)(size_t n)
{
	size_t k = SAMPLE_BIG;

	if (n < 65536)
		k = SAMPLE_MID;
	if (n < 4096)
		k = SAMPLE_SMALL;
	return k;
}

static struct pt_pivot
NAME(pivot)(const void *a, size_t n)
{
	size_t k = NAME(sample_size)(n);
	ELEM s[SAMPLE_BIG];
	int64_t low, mid, high;

	NAME(sample)(s, a, n, k);
	NAME(leaf)(s, k);
	low = NAME(key)(s[0]);
	mid = NAME(key)(s[k / 2]);
	high = NAME(key)(s[k - 1]);
	/* A median that is the minimum, too, would split off little: put its equals to the left.
	 * In all cases both sides get an element at least. */
	return (struct pt_pivot){ mid == low && low != high ? mid + 1 : mid, low == high };
}

/* ---- heapsort: the guard against quadratic time ---- */
static void
NAME(sift_down)(ELEM *a, size_t i, size_t n)
{
	ELEM x = a[i];

	for (size_t child; (child = 2 * i + 1) < n; i = child) {
		if (child + 1 < n && NAME(key)(a[child]) < NAME(key)(a[child + 1]))
			child++;
		if (NAME(key)(a[child]) <= NAME(key)(x))
			break;
		a[i] = a[child];
	}
	a[i] = x;
}

PT_NOINLINE void
NAME(heapsort)(ELEM *a, size_t n)
{
	for (size_t i = n / 2; i-- > 0;)
		NAME(sift_down)(a, i, n);
	while (n-- > 1) {
		ELEM x = a[0];

		a[0] = a[n];
		a[n] = x;
		NAME(sift_down)(a, 0, n);
	}
}

/* ---- quicksort ---- */
static void
NAME(sort)(void *array, size_t n, unsigned depth)
{
	ELEM *a = array;

	while (n > LEAF) {
		struct pt_pivot p;
		size_t low, same = 0;

		if (!depth--) {
			NAME(heapsort)(a, n);
			return;
		}
		p = NAME(pivot)(a, n);
		if (p.constant && NAME(all_equal)(a, n, p.key))
			return;
		low = NAME(partition)(a, n, p.key);
		if (p.constant)		/* few other keys: three parts, the middle one is done */
			same = p.key == KEY_MAX ? n - low
				: NAME(partition)(a + low, n - low, p.key + 1);
		NAME(sort)(a, low, depth);
		a += low + same;
		n -= low + same;
	}
	NAME(leaf)(a, n);
}
#undef SAMPLE_SMALL
#undef SAMPLE_MID
#undef SAMPLE_BIG
