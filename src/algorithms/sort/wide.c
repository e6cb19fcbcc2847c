/* SPDX-License-Identifier: MIT */
/*
 * A partition by all workers: the part is cut into chunks, each is partitioned by itself, and what
 * is then on the wrong side of the border is exchanged, low ranges with others of the same length.
 */
#include "config.h"

#include "algorithms/sort/sorter.h"

#include <partop/range.h>

#define CHUNKS_PER_WORKER 4
#define CHUNKS_MAX 256
#define CHUNK_LEAST 4096 /* elements */

struct chunk {
	char *v;
	uint64_t n, low;
};

struct exchange {
	char *a, *b;
	uint64_t n;
};

struct wide {
	const struct pt_sorter *s;
	const char *pivot;
	enum pt_sort_low how;
	struct chunk chunk[CHUNKS_MAX];
	struct exchange exchange[2 * CHUNKS_MAX];
	unsigned chunks, exchanges;
};

static void
cut(struct wide *p, char *v, uint64_t n)
{
	uint64_t m = (uint64_t)p->s->workers * CHUNKS_PER_WORKER;

	if (m > n / CHUNK_LEAST)
		m = n / CHUNK_LEAST;
	if (m > CHUNKS_MAX)
		m = CHUNKS_MAX;
	p->chunks = m > 0 ? (unsigned)m : 1;
	for (unsigned i = 0; i < p->chunks; i++) {
		uint64_t from = n / p->chunks * i, to = n / p->chunks * (i + 1);

		if (i + 1 == p->chunks)
			to = n;
		p->chunk[i] = (struct chunk){ .v = v + from * p->s->size, .n = to - from };
	}
}

static void
partition_chunks(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct wide *p = arg;

	for (uint64_t i = lo; i < hi; i++) {
		struct chunk *c = &p->chunk[i];

		c->low = p->s->ops->partition(p->s, c->v, c->n, p->pivot, p->how);
	}
}

static void
exchange_ranges(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	const struct wide *p = arg;

	for (uint64_t i = lo; i < hi; i++) {
		const struct exchange *x = &p->exchange[i];

		p->s->ops->flip(p->s, x->a, x->b, x->n);
	}
}

/* What of chunk c is on the wrong side: others before the border, or low ones behind it. */
static struct exchange
misplaced(const struct wide *p, const struct chunk *c, char *border, bool low)
{
	size_t size = p->s->size;
	char *middle = c->v + c->low * size, *end = c->v + c->n * size;
	char *from = !low ? middle : c->v > border ? c->v : border;
	char *to = low ? middle : end < border ? end : border;

	return (struct exchange){ .a = from, .n = from < to ? (uint64_t)(to - from) / size : 0 };
}

/* As many low ones are behind the border as others before it, and each exchange ends a range. */
static void
pair(struct wide *p, char *border)
{
	struct exchange other = { .n = 0 }, low = { .n = 0 };

	for (unsigned i = 0, k = 0;;) {
		uint64_t n;

		while (!other.n && i < p->chunks)
			other = misplaced(p, &p->chunk[i++], border, false);
		while (!low.n && k < p->chunks)
			low = misplaced(p, &p->chunk[k++], border, true);
		n = other.n < low.n ? other.n : low.n;
		if (!n)
			return;
		p->exchange[p->exchanges++] = (struct exchange){ other.a, low.a, n };
		other.a += n * p->s->size;
		low.a += n * p->s->size;
		other.n -= n;
		low.n -= n;
	}
}

/* When the run is cancelled, chunks may be left out: then the answer has no meaning. */
uint64_t
pt_sort_partition_wide(partop_worker *w, partop_task *head, const struct pt_sorter *s, char *v,
	uint64_t n, const char *pivot, enum pt_sort_low low)
{
	struct partop_range_options each = { .grain = 1, .label = "partition" };
	struct wide p = { .s = s, .pivot = pivot, .how = low, .exchanges = 0 };
	uint64_t count = 0;

	cut(&p, v, n);
	partop_for(w, head, 0, p.chunks, partition_chunks, &p, &each);
	for (unsigned i = 0; i < p.chunks; i++)
		count += p.chunk[i].low;
	pair(&p, v + count * s->size);
	each.label = "exchange";
	partop_for(w, head, 0, p.exchanges, exchange_ranges, &p, &each);
	return count;
}
