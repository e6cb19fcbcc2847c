/* SPDX-License-Identifier: MIT */
/*
 * All events of a finished recording: of one worker in order, and of all workers by time (a heap
 * of the workers' next events).  Chunks are copied one per worker.
 */
#include "recording/reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct place {
	uint64_t seq, chunk;
};

static int
by_seq(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->seq != y->seq)
		return x->seq < y->seq ? -1 : 1;
	return (x->chunk > y->chunk) - (x->chunk < y->chunk);
}

static bool
is_of(const struct pt_rec_chunk *c, uint32_t worker)
{
	return atomic_load_explicit(&c->content_bits, memory_order_relaxed) != 0 &&
		c->stream == PT_REC_STREAM_EVENTS && c->worker == worker;
}

/* The worker's chunks, in order. */
static int
list_chunks(struct pt_rec_scan *s, uint32_t worker)
{
	const struct pt_rec_chunk *index = s->r->index;
	size_t n = 0, k = 0;

	for (uint64_t i = 0; i < s->r->index_len; i++)
		n += is_of(&index[i], worker);
	struct place *p = calloc(n + 1, sizeof(*p));

	s->chunks = calloc(n + 1, sizeof(*s->chunks));
	if (p == NULL || s->chunks == NULL) {
		free(p);
		return -ENOMEM;
	}
	for (uint64_t i = 0; i < s->r->index_len; i++)
		if (is_of(&index[i], worker))
			p[k++] = (struct place){ .seq = index[i].seq, .chunk = i };
	qsort(p, n, sizeof(*p), by_seq);
	for (k = 0; k < n; k++)
		s->chunks[k] = p[k].chunk;
	s->len = n;
	free(p);
	return 0;
}

int
pt_rec_scan_begin(struct pt_rec_scan *s, struct pt_rec_reader *r, uint32_t worker)
{
	*s = (struct pt_rec_scan){ .r = r };
	int e = list_chunks(s, worker);

	if (e == 0 && s->len > 0) {
		s->buf = malloc(r->head.chunk_size);
		e = s->buf == NULL ? -ENOMEM : 0;
	}
	if (e != 0)
		pt_rec_scan_end(s);
	return e;
}

/* A chunk with another number than in the index has been recycled: its events are newer. */
static bool
load_next(struct pt_rec_scan *s)
{
	const struct pt_rec_chunk *head = (const struct pt_rec_chunk *)(const void *)s->buf;

	while (s->at < s->len) {
		uint64_t n = s->chunks[s->at++];
		size_t used = pt_rec_load(s->r, n, s->buf);

		if (used <= sizeof(*head) || head->seq != s->r->index[n].seq)
			continue;
		s->e = (struct pt_rec_event *)(void *)(s->buf + sizeof(*head));
		s->end = (struct pt_rec_event *)(void *)(s->buf + used);
		return true;
	}
	return false;
}

const struct pt_rec_event *
pt_rec_scan_next(struct pt_rec_scan *s)
{
	size_t n;

	while ((n = pt_rec_slots(s->e, s->end)) == 0)
		if (!load_next(s))
			return NULL;
	struct pt_rec_event *e = s->e;

	s->e += n;
	if (e->ts < s->last) {
		e->ts = s->last;
		s->disorder++;
	}
	s->last = e->ts;
	return e;
}

void
pt_rec_scan_end(struct pt_rec_scan *s)
{
	free(s->chunks);
	free(s->buf);
	*s = (struct pt_rec_scan){ .r = NULL };
}

/* ---- merge ---- */

static bool
older(const struct pt_rec_merge *m, uint32_t a, uint32_t b)
{
	uint64_t x = m->top[a]->ts, y = m->top[b]->ts;

	return x != y ? x < y : a < b;
}

static void
sift_down(struct pt_rec_merge *m, uint32_t i)
{
	uint32_t v = m->heap[i];

	for (uint32_t k; (k = 2 * i + 1) < m->heap_len; i = k) {
		if (k + 1 < m->heap_len && older(m, m->heap[k + 1], m->heap[k]))
			k++;
		if (!older(m, m->heap[k], v))
			break;
		m->heap[i] = m->heap[k];
	}
	m->heap[i] = v;
}

int
pt_rec_merge_begin(struct pt_rec_merge *m, struct pt_rec_reader *r)
{
	uint32_t last = 0;

	for (uint64_t i = 0; i < r->index_len; i++)
		if (r->index[i].worker < r->slots && is_of(&r->index[i], r->index[i].worker) &&
			r->index[i].worker >= last)
			last = r->index[i].worker + 1;
	*m = (struct pt_rec_merge){ .workers = last };
	m->scan = calloc(last + 1, sizeof(*m->scan));
	m->heap = calloc(last + 1, sizeof(*m->heap));
	m->top = calloc(last + 1, sizeof(*m->top));
	int e = m->scan == NULL || m->heap == NULL || m->top == NULL ? -ENOMEM : 0;

	for (uint32_t i = 0; i < last && e == 0; i++) {
		e = pt_rec_scan_begin(&m->scan[i], r, i);
		if (e == 0 && (m->top[i] = pt_rec_scan_next(&m->scan[i])) != NULL)
			m->heap[m->heap_len++] = i;
	}
	if (e != 0) {
		pt_rec_merge_end(m);
		return e;
	}
	for (uint32_t i = m->heap_len / 2; i-- > 0;)
		sift_down(m, i);
	return 0;
}

/* The event given out last is replaced only now: its bytes were the caller's until here. */
const struct pt_rec_event *
pt_rec_merge_next(struct pt_rec_merge *m, uint32_t *worker)
{
	if (m->begun && m->heap_len > 0) {
		uint32_t w = m->heap[0];

		m->top[w] = pt_rec_scan_next(&m->scan[w]);
		if (m->top[w] == NULL)
			m->heap[0] = m->heap[--m->heap_len];
		if (m->heap_len > 0)
			sift_down(m, 0);
	}
	m->begun = true;
	if (m->heap_len == 0)
		return NULL;
	*worker = m->heap[0];
	return m->top[m->heap[0]];
}

void
pt_rec_merge_end(struct pt_rec_merge *m)
{
	for (uint32_t i = 0; m->scan != NULL && i < m->workers; i++)
		pt_rec_scan_end(&m->scan[i]);
	free(m->scan);
	free(m->heap);
	free(m->top);
	*m = (struct pt_rec_merge){ .scan = NULL };
}
