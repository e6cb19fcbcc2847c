/* SPDX-License-Identifier: MIT */
/*
 * Parallel quicksort.
 *
 *	top levels	one partition by all workers: pairs of chunks are partitioned in place by
 *			tasks of their own, then the few misplaced ranges are exchanged.  Span n/P
 *			instead of n.
 *	below		a task per side; thieves take the oldest, that is the largest.
 *	leaves		the sequential kernel.  A spawn costs a nanosecond, so leaves can be small
 *			and the end of the run stays balanced.
 *
 * A task's range (lo, hi) is one of elements of the whole array.  When the run is cancelled,
 * partition results may be missing: what follows a partition asks first.
 */
#include <string.h>

#include "workloads/sort/kernel.h"

#define CHUNKS_PER_WORKER 4
#define MAX_CHUNKS 256
#define MIN_CHUNK 16384 /* elements */
#define BLOCK 8192      /* elements; two blocks fit the smallest L2 cache */
#define MIN_LEAF 4096
#define MAX_LEAF 65536

struct psort {
	const struct pt_kernel *k;
	char *base;
	size_t leaf; /* sorted sequentially from here on */
	size_t wide; /* partitioned by many workers from here on */
	unsigned workers;
};

/* One piece of a loop over chunks, run as a task. */
struct chunk {
	char *a, *b;   /* b: partner of an exchange */
	size_t n, low; /* low: result of a partition */
};

struct sweep {
	const struct psort *s;
	struct partop_kind *kind;
	void (*body)(struct sweep *p, struct chunk *c);
	struct chunk *c;
	unsigned partner; /* distance of the other chunk of a partition */
	int64_t key;
	_Atomic bool stop; /* a body made the rest needless; relaxed: it orders nothing */
};

static uint64_t
word(const void *p)
{
	return (uint64_t)(uintptr_t)p;
}

static size_t
element(const struct psort *s, const char *a)
{
	return (size_t)(a - s->base) / s->k->size;
}

/* ---- a parallel loop over few, large chunks ---- */
static void
sweep_range(partop_worker *w, partop_task *head, struct sweep *p, unsigned from, unsigned to);

/* Words: sweep, first and last chunk, the elements of these. */
static void
sweep_task(partop_worker *w, partop_task *head, partop_task *t)
{
	sweep_range(w, head, (struct sweep *)(uintptr_t)t->a[0], (unsigned)t->a[1],
		(unsigned)t->a[2]);
}

static struct partop_kind partition_kind = {
	.run = sweep_task,
	.name = "partition",
	.lo = 3,
	.hi = 4,
};
static struct partop_kind exchange_kind = {
	.run = sweep_task,
	.name = "exchange",
	.lo = 3,
	.hi = 4,
};
static struct partop_kind order_kind = {
	.run = sweep_task,
	.name = "order check",
	.lo = 3,
	.hi = 4,
};

static void
sweep_spawn(partop_worker *w, partop_task *head, struct sweep *p, unsigned from, unsigned to)
{
	const struct chunk *last = &p->c[to - 1];

	head->a[0] = word(p);
	head->a[1] = from;
	head->a[2] = to;
	head->a[3] = element(p->s, p->c[from].a);
	head->a[4] = element(p->s, last->a) + last->n;
	pt_push(w, head, p->kind);
}

static void
sweep_range(partop_worker *w, partop_task *head, struct sweep *p, unsigned from, unsigned to)
{
	if (to - from > 1) {
		unsigned mid = from + (to - from) / 2;

		sweep_spawn(w, head, p, mid, to);
		sweep_range(w, head + 1, p, from, mid);
		if (pt_pop(w, head))
			sweep_range(w, head, p, mid, to);
	} else if (!atomic_load_explicit(&p->stop, memory_order_relaxed)) {
		p->body(p, &p->c[from]);
	}
}

static void
stop(struct sweep *p)
{
	atomic_store_explicit(&p->stop, true, memory_order_relaxed);
}

static bool
stopped(struct sweep *p)
{
	return atomic_load_explicit(&p->stop, memory_order_relaxed);
}

/* Cuts n elements at a into chunks; returns their number. */
static unsigned
cut(const struct psort *s, struct chunk *c, char *a, size_t n)
{
	size_t size = s->k->size, m = s->workers * CHUNKS_PER_WORKER;

	if (m > n / MIN_CHUNK)
		m = n / MIN_CHUNK;
	if (m > MAX_CHUNKS)
		m = MAX_CHUNKS;
	if (m < 1)
		m = 1;
	for (size_t i = 0; i < m; i++) {
		size_t from = n * i / m, to = n * (i + 1) / m;

		c[i] = (struct chunk){ .a = a + from * size, .n = to - from };
	}
	return (unsigned)m;
}

/* ---- partition by all workers ---- */
static void
exchange(char *a, char *b, size_t bytes)
{
	char t[4096];

	for (size_t i = 0, k; i < bytes; i += k) {
		k = bytes - i < sizeof t ? bytes - i : sizeof t;
		memcpy(t, a + i, k);
		memcpy(a + i, b + i, k);
		memcpy(b + i, t, k);
	}
}

static void
exchange_body(struct sweep *p, struct chunk *c)
{
	exchange(c->a, c->b, c->n * p->s->k->size);
}

/*
 * A chunk of the lower half and one of the upper half, chosen so that few elements have to cross
 * later.  Block by block: partition one of either, exchange the high ones of the left block with
 * the low ones of the right block while both are in the cache, and go on where none is left.
 * When one chunk is done the rest of the other is partitioned by itself.  (After Tsigas & Zhang
 * 2003, with whole blocks partitioned instead of scanned.)
 */
static void
partition_body(struct sweep *p, struct chunk *left)
{
	const struct pt_kernel *k = p->s->k;
	struct chunk *right = left + p->partner;
	size_t done = 0, high = 0;       /* left: read; of these, high ones at the end */
	size_t todo = right->n, low = 0; /* right: unread; low ones behind them */
	size_t size = k->size;

	while ((high || done < left->n) && (low || todo)) {
		size_t n;

		if (!high) {
			n = left->n - done < BLOCK ? left->n - done : BLOCK;
			high = n - k->partition(left->a + done * size, n, p->key);
			done += n;
		}
		if (!low) {
			n = todo < BLOCK ? todo : BLOCK;
			todo -= n;
			low = k->partition(right->a + todo * size, n, p->key);
		}
		n = high < low ? high : low;
		low -= n;
		exchange(left->a + (done - high) * size, right->a + (todo + low) * size, n * size);
		high -= n;
	}
	done -= high;
	left->low = done + k->partition(left->a + done * size, left->n - done, p->key);
	right->low = k->partition(right->a, todo + low, p->key);
}

/* The misplaced elements of chunk c when the border is at `mid`: high ones before it (want_high)
 * or low ones behind it. */
static struct chunk
misplaced(const struct chunk *c, size_t size, char *mid, bool want_high)
{
	char *border = c->a + c->low * size, *end = c->a + c->n * size;
	char *from = want_high ? border : c->a > mid ? c->a : mid;
	char *to = want_high ? (end < mid ? end : mid) : border;

	return (struct chunk){ .a = from, .n = from < to ? (size_t)(to - from) / size : 0 };
}

/* Pairs high ranges before mid with low ranges behind it.  There are as many elements of the one
 * as of the other, and each step ends at least one range: less than 2m exchanges. */
static unsigned
pair(const struct psort *s, struct chunk *out, const struct chunk *c, unsigned m, char *mid)
{
	size_t size = s->k->size;
	struct chunk high = { 0 }, low = { 0 };
	unsigned h = 0, l = 0, pairs = 0;

	for (;;) {
		size_t k;

		while (!high.n && h < m)
			high = misplaced(&c[h++], size, mid, true);
		while (!low.n && l < m)
			low = misplaced(&c[l++], size, mid, false);
		k = high.n < low.n ? high.n : low.n;
		if (!k)
			return pairs;
		out[pairs++] = (struct chunk){ .a = high.a, .b = low.a, .n = k };
		high.a += k * size;
		low.a += k * size;
		high.n -= k;
		low.n -= k;
	}
}

static size_t
partition_wide(partop_worker *w, partop_task *head, const struct psort *s, char *a, size_t n,
	int64_t key)
{
	struct chunk c[2 * MAX_CHUNKS], x[4 * MAX_CHUNKS];
	struct sweep p = {
		.s = s,
		.kind = &partition_kind,
		.body = partition_body,
		.c = c,
		.key = key,
	};
	size_t low = 0, half = n / 2 * s->k->size;
	unsigned m, pairs;

	m = p.partner = cut(s, c, a, n / 2);
	cut(s, c + m, a + half, n - n / 2);
	sweep_range(w, head, &p, 0, m);
	for (unsigned i = 0; i < 2 * m; i++)
		low += c[i].low;
	pairs = pair(s, x, c, 2 * m, a + low * s->k->size);
	p.kind = &exchange_kind;
	p.body = exchange_body;
	p.c = x;
	if (pairs)
		sweep_range(w, head, &p, 0, pairs);
	return low;
}

/* ---- quicksort ---- */
static void quick(partop_worker *w, partop_task *head, const struct psort *s, char *a, size_t n,
	unsigned depth);

/* Words: sort, first and last element, depth. */
static void
quick_task(partop_worker *w, partop_task *head, partop_task *t)
{
	const struct psort *s = (const struct psort *)(uintptr_t)t->a[0];
	size_t lo = t->a[1], hi = t->a[2];

	quick(w, head, s, s->base + lo * s->k->size, hi - lo, (unsigned)t->a[3]);
}

static struct partop_kind quick_kind = {
	.run = quick_task,
	.name = "quicksort",
	.lo = 1,
	.hi = 2,
};

static void
quick_spawn(partop_worker *w, partop_task *head, const struct psort *s, const char *a, size_t n,
	unsigned depth)
{
	size_t lo = element(s, a);

	head->a[0] = word(s);
	head->a[1] = lo;
	head->a[2] = lo + n;
	head->a[3] = depth;
	pt_push(w, head, &quick_kind);
}

static size_t
split(partop_worker *w, partop_task *head, const struct psort *s, char *a, size_t n, int64_t key)
{
	return n >= s->wide ? partition_wide(w, head, s, a, n, key) : s->k->partition(a, n, key);
}

static void
quick(partop_worker *w, partop_task *head, const struct psort *s, char *a, size_t n, unsigned depth)
{
	struct pt_pivot p;
	size_t low, rest, size = s->k->size;

	if (n <= s->leaf || !depth) {
		s->k->sort(a, n, depth);
		return;
	}
	p = s->k->pivot(a, n);
	low = split(w, head, s, a, n, p.key);
	rest = low;
	if (p.constant) /* many equal keys: they are between low and rest */
		rest = p.key == s->k->max_key ?
			n :
			low + split(w, head, s, a + low * size, n - low, p.key + 1);
	if (partop_cancelled(w))
		return;
	quick_spawn(w, head, s, a, low, depth - 1);
	quick(w, head + 1, s, a + rest * size, n - rest, depth - 1);
	if (pt_pop(w, head))
		quick(w, head, s, a, low, depth - 1);
}

/* ---- already in order? ---- */
static void
ascending_body(struct sweep *p, struct chunk *c)
{
	if (p->s->k->ascending(c->a, c->n) < c->n)
		stop(p);
}

static void
flip_body(struct sweep *p, struct chunk *c)
{
	if (!p->s->k->flip(c->a, c->b, c->n))
		stop(p);
}

/* Each chunk looks at its own elements only, so that no task reads what another one moves.  The
 * pairs across the borders are looked at before. */
static bool
borders_descend(const struct psort *s, const char *a, size_t n, const struct chunk *c, unsigned m)
{
	const struct pt_kernel *k = s->k;

	for (unsigned i = 0; i < m; i++) {
		size_t end = (size_t)(c[i].a - a) / k->size + c[i].n;

		if (k->key(a, end - 1) < k->key(a, end) ||
			k->key(a, n - end - 1) < k->key(a, n - end))
			return false;
	}
	return true;
}

static bool
borders_ascend(const struct pt_kernel *k, const struct chunk *c, unsigned m)
{
	for (unsigned i = 1; i < m; i++)
		if (k->key(c[i].a, 0) < k->key(c[i - 1].a, c[i - 1].n - 1))
			return false;
	return true;
}

/* Also true when cancelled: there is nothing more to do. */
static bool
presorted_wide(partop_worker *w, partop_task *head, const struct psort *s, size_t n)
{
	struct chunk c[MAX_CHUNKS];
	struct sweep p = { .s = s, .kind = &order_kind, .body = ascending_body, .c = c };
	const struct pt_kernel *k = s->k;
	char *a = s->base;
	unsigned m = cut(s, c, a, n);

	if (borders_ascend(k, c, m)) {
		sweep_range(w, head, &p, 0, m);
		return !stopped(&p);
	}
	m = cut(s, c, a, n / 2);
	if (k->key(a, 0) < k->key(a, 1) || !borders_descend(s, a, n, c, m))
		return false;
	for (unsigned i = 0; i < m; i++)
		c[i].b = a + n * k->size - (c[i].a - a);
	p.body = flip_body;
	sweep_range(w, head, &p, 0, m);
	return !stopped(&p);
}

static size_t
clamp(size_t v, size_t min, size_t max)
{
	return v < min ? min : v > max ? max : v;
}

void
pt_psort(partop_worker *w, partop_task *head, void *a, size_t n, const struct pt_psort_options *o)
{
	unsigned workers = (unsigned)partop_worker_count(w);
	struct psort s = {
		.k = pt_sort_kernel(o->elem, o->level),
		.base = a,
		.leaf = o->leaf ? o->leaf : clamp(n / (8 * workers), MIN_LEAF, MAX_LEAF),
		.workers = workers,
	};

	/* Not just n / workers: the larger half of the input is work for one of two workers. */
	s.wide = clamp(n / workers + n / workers / 2, 2 * MIN_CHUNK, SIZE_MAX);
	if (o->serial_partition || workers == 1)
		s.wide = SIZE_MAX;
	if (n < 2 * MIN_CHUNK ? n < 2 || pt_sort_presorted(s.k, a, n) :
				presorted_wide(w, head, &s, n))
		return;
	quick(w, head, &s, a, n, pt_sort_depth(n));
}
