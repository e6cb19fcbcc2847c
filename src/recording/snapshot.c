/* SPDX-License-Identifier: MIT */
/*
 * The live words: status of the whole, snapshots of workers, rows of the steal matrix.  Of a live
 * recording they are read word by word through the mapping; of a finished one from a copy.
 */
#include "recording/reader.h"

#include <stdio.h>
#include <string.h>

#include "recording/lap.h"
#include "recording/reader_internal.h"

#define TRIES 16

static inline uint64_t
word(const _Atomic uint64_t *w)
{
	return atomic_load_explicit(w, memory_order_relaxed);
}

static inline uint32_t
half(const _Atomic uint32_t *w)
{
	return atomic_load_explicit(w, memory_order_relaxed);
}

static int
gone(struct pt_rec_reader *r)
{
	(void)snprintf(r->error, sizeof(r->error), "the file was cut short while it was read");
	return -1;
}

static int
no_worker(struct pt_rec_reader *r, uint32_t worker)
{
	(void)snprintf(r->error, sizeof(r->error), "there is no worker %u", worker);
	return -1;
}

static uint64_t
page_off(const struct pt_rec_reader *r, uint32_t worker)
{
	return r->head.worker_off + (uint64_t)r->head.worker_size * worker;
}

/* ---- the whole ---- */

struct status_job {
	const struct pt_rec_header *h;
	struct pt_rec_status *s;
};

static void
read_status(void *arg)
{
	const struct status_job *job = arg;
	const struct pt_rec_header *h = job->h;
	struct pt_rec_status *s = job->s;

	/* pairs with the release at the writer's end: then `end` is whole */
	s->life = atomic_load_explicit(&h->life, memory_order_acquire);
	s->exit_status = half(&h->exit_status);
	s->level = half(&h->level);
	s->policy = half(&h->policy);
	s->workers = half(&h->workers);
	s->refused = half(&h->refused);
	s->chunks = word(&h->chunks);
	s->chunk_cap = word(&h->chunk_cap);
	s->journal_lost = word(&h->journal_lost);
	s->control_ack = word(&h->control_ack);
	s->control_mode = word(&h->control_mode);
	s->faults = word(&h->faults);
	if (s->life == PT_REC_ENDED)
		s->end = h->end;
}

/* Of a finished file the pages tell, since the header may be damaged. */
static uint32_t
count_workers(struct pt_rec_reader *r)
{
	uint32_t life, last = 0;

	for (uint32_t i = 0; i < r->slots; i++)
		if (pt_rec_get(r, &life, sizeof(life),
			    page_off(r, i) + offsetof(struct pt_rec_worker, life)) ==
				sizeof(life) &&
			life != 0)
			last = i + 1;
	return last;
}

int
pt_rec_status(struct pt_rec_reader *r, struct pt_rec_status *s)
{
	struct status_job job = { .h = &r->head, .s = s };

	memset(s, 0, sizeof(*s));
	if (r->map != NULL) {
		job.h = (const struct pt_rec_header *)(const void *)r->map;
		if (pt_rec_guarded(read_status, &job) != 0)
			return gone(r);
	} else {
		read_status(&job);
		s->workers = count_workers(r);
	}
	if (s->workers > r->slots)
		s->workers = r->slots;
	return 0;
}

/* ---- one worker ---- */

struct page_job {
	const struct pt_rec_worker *g;
	struct pt_rec_snapshot *s;
};

static void
read_states(const struct pt_rec_worker *g, struct pt_rec_snapshot *s)
{
	s->torn = true;
	for (int k = 0; k < TRIES && s->torn; k++) {
		uint32_t seq = atomic_load_explicit(&g->seq, memory_order_acquire);
		uint32_t state = half(&g->state);

		s->state = state & (PT_REC_STATES - 1);
		s->label = state >> 16;
		s->since = word(&g->since);
		s->depth = half(&g->depth);
		for (int i = 0; i < PT_REC_STATES; i++)
			s->spent[i] = word(&g->spent[i]);
		/* pairs with the release fence of pt_rec_enter */
		pt_rec_fence(memory_order_acquire);
		s->torn = (seq & 1) || half(&g->seq) != seq;
	}
}

static void
read_page(void *arg)
{
	const struct page_job *job = arg;
	const struct pt_rec_worker *g = job->g;
	struct pt_rec_snapshot *s = job->s;

	/* pairs with the release that opens the slot */
	s->life = atomic_load_explicit(&g->life, memory_order_acquire);
	read_states(g, s);
	for (int i = 0; i < PT_REC_COUNTERS; i++)
		s->counter[i] = word(&g->counter[i]);
	s->pool = half(&g->pool);
	s->index = half(&g->index);
	s->tid = half(&g->tid);
	s->cpu = half(&g->cpu);
	s->node = half(&g->node);
	s->name = half(&g->name);
	s->begun = word(&g->begun);
	s->ring = word(&g->ring);
	s->dropped = word(&g->dropped);
	s->written = word(&g->written);
	/* pair with the release of each event and the fence of each chunk rollover; a reader that
	 * sees a position sees where its worker's chunks begin */
	pt_lap_place(&g->position, &g->chunk_seq, &s->position, &s->chunk_seq);
	s->first_chunk = word(&g->first_chunk);
}

int
pt_rec_snapshot(struct pt_rec_reader *r, uint32_t worker, struct pt_rec_snapshot *s)
{
	struct pt_rec_worker copy;
	struct page_job job = { .g = &copy, .s = s };

	if (worker >= r->slots)
		return no_worker(r, worker);
	if (r->map != NULL) {
		job.g = (const struct pt_rec_worker *)(const void *)(r->map + page_off(r, worker));
		return pt_rec_guarded(read_page, &job) != 0 ? gone(r) : 0;
	}
	if (pt_rec_get(r, &copy, PT_REC_ROW_OFF, page_off(r, worker)) != PT_REC_ROW_OFF)
		return gone(r);
	read_page(&job);
	return 0;
}

/* ---- the steal matrix ---- */

struct row_job {
	const _Atomic uint64_t *from;
	uint64_t *to;
	uint32_t n;
};

static void
read_row(void *arg)
{
	const struct row_job *job = arg;

	for (uint32_t i = 0; i < job->n; i++)
		job->to[i] = word(&job->from[i]);
}

int
pt_rec_row(struct pt_rec_reader *r, uint32_t worker, uint64_t *row, uint32_t n)
{
	if (worker >= r->slots)
		return no_worker(r, worker);
	uint64_t off = page_off(r, worker) + PT_REC_ROW_OFF;
	struct row_job job = { .to = row, .n = n < r->victims ? n : r->victims };

	for (uint32_t i = job.n; i < n; i++)
		row[i] = 0;
	if (r->map != NULL) {
		job.from = (const _Atomic uint64_t *)(const void *)(r->map + off);
		return pt_rec_guarded(read_row, &job) != 0 ? gone(r) : 0;
	}
	return pt_rec_get(r, row, job.n * sizeof(*row), off) == job.n * sizeof(*row) ? 0 : gone(r);
}
