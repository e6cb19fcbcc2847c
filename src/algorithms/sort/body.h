/* SPDX-License-Identifier: MIT */
/*
 * Template: the operations of sorter.h for elements of BYTES bytes, 0: of s->size, up to
 * PT_SORT_DIRECT.  NAME(x) makes names.
 *
 * What a comparison says goes into addresses, not into branches: it is as good as random, and a
 * mispredicted branch costs more than a move.
 */
#if BYTES
#define SIZE(s) ((size_t)BYTES)
#define ROOM BYTES
typedef struct {
	char byte[BYTES];
} __attribute__((may_alias)) NAME(element);
#else
#define SIZE(s) ((s)->size)
#define ROOM PT_SORT_DIRECT
#endif
/* The larger they are, the more of the stack they would take. */
#define SMALL (ROOM <= 16 ? 2 * PT_SORT_SMALL : PT_SORT_SMALL)
#define ALIGNED __attribute__((aligned(64)))

/* The same element twice is allowed. */
static inline void
NAME(copy)(const struct pt_sorter *s, char *to, const char *from)
{
#if BYTES
	*(NAME(element) *)(void *)to = *(const NAME(element) *)(const void *)from;
#else
	copy_bytes(to, from, s->size);
#endif
}

static inline void
NAME(swap)(const struct pt_sorter *s, char *a, char *b)
{
	char t[ROOM] ALIGNED;

	NAME(copy)(s, t, a);
	NAME(copy)(s, a, b);
	NAME(copy)(s, b, t);
}

/* ---- few elements: merged from both ends, two chains of comparisons that do not wait for each
 * other ---- */

struct NAME(runs) {
	const char *a, *b, *a_end, *b_end;
	char *out, *out_end;
};

/* The least of both runs; returns whether it was b's. */
static inline bool
NAME(take_first)(const struct pt_sorter *s, struct NAME(runs) * r)
{
	bool b = pt_less(s, r->b, r->a);

	NAME(copy)(s, r->out, pick(b, r->b, r->a));
	r->out += SIZE(s);
	r->b += b * SIZE(s);
	r->a += !b * SIZE(s);
	return b;
}

/* The greatest; returns whether it was a's. */
static inline bool
NAME(take_last)(const struct pt_sorter *s, struct NAME(runs) * r)
{
	bool a = pt_less(s, r->b_end - SIZE(s), r->a_end - SIZE(s));

	r->out_end -= SIZE(s);
	NAME(copy)(s, r->out_end, pick(a, r->a_end, r->b_end) - SIZE(s));
	r->a_end -= a * SIZE(s);
	r->b_end -= !a * SIZE(s);
	return a;
}

/* Runs of the same length, or one more in the second: so none is at its end before the last step.
 * Only when a comparison lies do the two ends not meet. */
static void
NAME(merge_even)(const struct pt_sorter *s, const char *v, uint64_t na, uint64_t nb, char *out)
{
	const char *middle = v + na * SIZE(s), *end = middle + nb * SIZE(s);
	struct NAME(runs) r = { v, middle, middle, end, out, out + (na + nb) * SIZE(s) };

	for (uint64_t i = 0; i < na; i++) {
		NAME(take_first)(s, &r);
		NAME(take_last)(s, &r);
	}
	if (na != nb) {
		bool b = r.a >= r.a_end;

		NAME(copy)(s, r.out, b ? r.b : r.a);
		r.b += b * SIZE(s);
		r.a += !b * SIZE(s);
	}
	if (r.a != r.a_end || r.b != r.b_end)
		memcpy(out, v, (na + nb) * SIZE(s));
}

static inline void
NAME(two)(const struct pt_sorter *s, const char *v, char *out)
{
	bool swapped = pt_less(s, v + SIZE(s), v);

	NAME(copy)(s, out, v + swapped * SIZE(s));
	NAME(copy)(s, out + SIZE(s), v + !swapped * SIZE(s));
}

/* Five comparisons, stable; as in Rust's driftsort. */
static inline void
NAME(four)(const struct pt_sorter *s, const char *v, char *out)
{
	size_t z = SIZE(s);
	bool x = pt_less(s, v + z, v), y = pt_less(s, v + 3 * z, v + 2 * z);
	const char *a = v + x * z, *b = v + !x * z, *c = v + (2 + y) * z, *d = v + (2 + !y) * z;
	bool first = pt_less(s, c, a), last = pt_less(s, d, b);
	const char *left = pick(first, a, pick(last, c, b));
	const char *right = pick(last, d, pick(first, b, c));
	bool crossed = pt_less(s, right, left);

	NAME(copy)(s, out, pick(first, c, a));
	NAME(copy)(s, out + z, pick(crossed, right, left));
	NAME(copy)(s, out + 2 * z, pick(crossed, left, right));
	NAME(copy)(s, out + 3 * z, pick(last, b, d));
}

/* Sorts v to out; what tmp holds does not matter. */
static void
NAME(small_to)(const struct pt_sorter *s, const char *v, uint64_t n, char *out, char *tmp)
{
	uint64_t half = n / 2;
	size_t middle = half * SIZE(s);

	if (n == 4) {
		NAME(four)(s, v, out);
	} else if (n == 2) {
		NAME(two)(s, v, out);
	} else if (n == 1) {
		NAME(copy)(s, out, v);
	} else if (n > 2) {
		NAME(small_to)(s, v, half, tmp, out);
		NAME(small_to)(s, v + middle, n - half, tmp + middle, out + middle);
		NAME(merge_even)(s, tmp, half, n - half, out);
	}
}

static void
NAME(small)(const struct pt_sorter *s, char *v, uint64_t n)
{
	char a[SMALL * ROOM] ALIGNED, b[SMALL * ROOM] ALIGNED;
	uint64_t half = n / 2;
	size_t middle = half * SIZE(s);

	if (n < 2)
		return;
	NAME(small_to)(s, v, half, a, b);
	NAME(small_to)(s, v + middle, n - half, a + middle, b + middle);
	NAME(merge_even)(s, a, half, n - half, v);
}

/* ---- merge ---- */

/* As long as both runs have many, so many steps from both ends that none of them can run out. */
static void
NAME(merge)(const struct pt_sorter *s, const char *a, uint64_t na, const char *b, uint64_t nb,
	char *out)
{
	struct NAME(runs)
		r = { a, b, a + na * SIZE(s), b + nb * SIZE(s), out, out + (na + nb) * SIZE(s) };

	for (uint64_t k; (k = (na < nb ? na : nb) / 2) > 3;) {
		uint64_t first_b = 0, last_a = 0;

		for (uint64_t i = 0; i < k; i++) {
			first_b += NAME(take_first)(s, &r);
			last_a += NAME(take_last)(s, &r);
		}
		na -= k - first_b + last_a;
		nb -= k - last_a + first_b;
	}
	while (na && nb) {
		bool took_b = NAME(take_first)(s, &r);

		nb -= took_b;
		na -= !took_b;
	}
	if (na)
		memcpy(r.out, r.a, na * SIZE(s));
	if (nb)
		memcpy(r.out + na * SIZE(s), r.b, nb * SIZE(s));
}

/* ---- pivot: the median of a sample that grows with n ---- */

static const char *
NAME(median)(const struct pt_sorter *s, const char *a, const char *b, const char *c)
{
	bool ab = pt_less(s, a, b), ac = pt_less(s, a, c);

	if (ab != ac)
		return a;
	return pt_less(s, b, c) == ab ? b : c;
}

static const char *
NAME(sample)(const struct pt_sorter *s, const char *a, const char *b, const char *c, uint64_t n)
{
	size_t part = n / 8 * SIZE(s);

	if (n >= 8) {
		a = NAME(sample)(s, a, a + 4 * part, a + 7 * part, n / 8);
		b = NAME(sample)(s, b, b + 4 * part, b + 7 * part, n / 8);
		c = NAME(sample)(s, c, c + 4 * part, c + 7 * part, n / 8);
	}
	return NAME(median)(s, a, b, c);
}

static const char *
NAME(pivot)(const struct pt_sorter *s, const char *v, uint64_t n)
{
	uint64_t part = n / 8;
	size_t bytes = part * SIZE(s);

	return NAME(sample)(s, v, v + 4 * bytes, v + 7 * bytes, n < 64 ? 1 : part);
}

/* ---- partition ---- */

static inline bool
NAME(is_low)(const struct pt_sorter *s, const char *x, const char *pivot, enum pt_sort_low low)
{
	return low == PT_LESS ? pt_less(s, x, pivot) : !pt_less(s, pivot, x);
}

/* [v, left) is low, and of [left, right) none is; the last place of that is a hole, for one that is
 * aside. */
static inline uint64_t
NAME(partition_by)(const struct pt_sorter *s, char *v, uint64_t n, const char *pivot,
	enum pt_sort_low low)
{
	char aside[ROOM] ALIGNED, *left = v, *end = v + n * SIZE(s);
	bool is_low;

	if (!n)
		return 0;
	NAME(copy)(s, aside, v);
	for (char *right = v + SIZE(s); right < end; right += SIZE(s)) {
		is_low = NAME(is_low)(s, right, pivot, low);
		NAME(copy)(s, right - SIZE(s), left);
		NAME(copy)(s, left, right);
		left += is_low * SIZE(s);
	}
	is_low = NAME(is_low)(s, aside, pivot, low);
	NAME(copy)(s, end - SIZE(s), left);
	NAME(copy)(s, left, aside);
	return (uint64_t)(left - v) / SIZE(s) + is_low;
}

static uint64_t
NAME(partition)(const struct pt_sorter *s, char *v, uint64_t n, const char *pivot,
	enum pt_sort_low low)
{
	return low == PT_LESS ? NAME(partition_by)(s, v, n, pivot, PT_LESS) :
				NAME(partition_by)(s, v, n, pivot, PT_NOT_GREATER);
}

/* Each element is written to the low ones, which overwrite only what was read, and to the others. */
static inline uint64_t
NAME(stable_partition_by)(const struct pt_sorter *s, char *v, uint64_t n, const char *pivot,
	enum pt_sort_low low, char *scratch)
{
	char *left = v, *other = scratch, *end = v + n * SIZE(s);

	for (char *x = v; x < end; x += SIZE(s)) {
		bool is_low = NAME(is_low)(s, x, pivot, low);

		NAME(copy)(s, other, x);
		NAME(copy)(s, left, x);
		left += is_low * SIZE(s);
		other += !is_low * SIZE(s);
	}
	memcpy(left, scratch, (size_t)(other - scratch));
	return (uint64_t)(left - v) / SIZE(s);
}

static uint64_t
NAME(stable_partition)(const struct pt_sorter *s, char *v, uint64_t n, const char *pivot,
	enum pt_sort_low low, char *scratch)
{
	return low == PT_LESS ? NAME(stable_partition_by)(s, v, n, pivot, PT_LESS, scratch) :
				NAME(stable_partition_by)(s, v, n, pivot, PT_NOT_GREATER, scratch);
}

/* ---- the guards ---- */

static void
NAME(sift_down)(const struct pt_sorter *s, char *v, uint64_t i, uint64_t n)
{
	for (uint64_t child; (child = 2 * i + 1) < n; i = child) {
		if (child + 1 < n && pt_less(s, v + child * SIZE(s), v + (child + 1) * SIZE(s)))
			child++;
		if (!pt_less(s, v + i * SIZE(s), v + child * SIZE(s)))
			break;
		NAME(swap)(s, v + i * SIZE(s), v + child * SIZE(s));
	}
}

static void
NAME(heapsort)(const struct pt_sorter *s, char *v, uint64_t n)
{
	for (uint64_t i = n / 2; i-- > 0;)
		NAME(sift_down)(s, v, i, n);
	while (n-- > 1) {
		NAME(swap)(s, v, v + n * SIZE(s));
		NAME(sift_down)(s, v, 0, n);
	}
}

static void
NAME(merge_sort)(const struct pt_sorter *s, char *v, uint64_t n, char *scratch)
{
	uint64_t half = n / 2;
	size_t middle = half * SIZE(s);

	if (n <= SMALL) {
		NAME(small)(s, v, n);
		return;
	}
	NAME(merge_sort)(s, v, half, scratch);
	NAME(merge_sort)(s, v + middle, n - half, scratch);
	NAME(merge)(s, v, half, v + middle, n - half, scratch);
	memcpy(v, scratch, n * SIZE(s));
}

/* ---- quicksort ---- */

static void
NAME(quick)(const struct pt_sorter *s, char *v, uint64_t n, const char *ancestor, unsigned limit)
{
	while (n > SMALL) {
		enum pt_sort_low how;
		uint64_t low;
		char *pivot;

		if (!limit--) {
			NAME(heapsort)(s, v, n);
			return;
		}
		NAME(swap)(s, v, v + (NAME(pivot)(s, v, n) - v));
		how = ancestor && !pt_less(s, ancestor, v) ? PT_NOT_GREATER : PT_LESS;
		low = NAME(partition)(s, v + SIZE(s), n - 1, v, how);
		pivot = v + low * SIZE(s);
		NAME(swap)(s, v, pivot);
		if (how == PT_LESS) /* else all low ones are equal to the pivot */
			NAME(quick)(s, v, low, ancestor, limit);
		ancestor = how == PT_LESS ? pivot : NULL;
		v = pivot + SIZE(s);
		n -= low + 1;
	}
	NAME(small)(s, v, n);
}

static void
NAME(stable_quick)(const struct pt_sorter *s, char *v, uint64_t n, char *scratch,
	const char *ancestor, unsigned limit)
{
	char pivot[ROOM] ALIGNED;

	while (n > SMALL) {
		uint64_t low = 0;

		if (!limit--) {
			NAME(merge_sort)(s, v, n, scratch);
			return;
		}
		NAME(copy)(s, pivot, NAME(pivot)(s, v, n));
		if (!ancestor || pt_less(s, ancestor, pivot))
			low = NAME(stable_partition)(s, v, n, pivot, PT_LESS, scratch);
		if (low) {
			NAME(stable_quick)(s, v + low * SIZE(s), n - low, scratch, pivot, limit);
			n = low;
		} else {
			low = NAME(stable_partition)(s, v, n, pivot, PT_NOT_GREATER, scratch);
			v += low * SIZE(s);
			n -= low;
			ancestor = NULL;
		}
	}
	NAME(small)(s, v, n);
}

/* ---- order ---- */

static uint64_t
NAME(run)(const struct pt_sorter *s, const char *v, uint64_t n, bool *descending)
{
	const char *x = v + SIZE(s);
	uint64_t len = 2;

	*descending = n > 1 && pt_less(s, x, v);
	if (n < 2)
		return n;
	for (; len < n; len++, x += SIZE(s))
		if (pt_less(s, x + SIZE(s), x) != *descending)
			break;
	return len;
}

static void
NAME(flip)(const struct pt_sorter *s, char *a, char *b, uint64_t n)
{
	for (b += n * SIZE(s); n--; a += SIZE(s)) {
		b -= SIZE(s);
		NAME(swap)(s, a, b);
	}
}

static const struct pt_sort_ops NAME(ops) = {
	.quick = NAME(quick),
	.stable_quick = NAME(stable_quick),
	.heapsort = NAME(heapsort),
	.merge_sort = NAME(merge_sort),
	.small = NAME(small),
	.pivot = NAME(pivot),
	.partition = NAME(partition),
	.stable_partition = NAME(stable_partition),
	.merge = NAME(merge),
	.run = NAME(run),
	.flip = NAME(flip),
};

#undef NAME
#undef BYTES
#undef SIZE
#undef ROOM
#undef SMALL
#undef ALIGNED
