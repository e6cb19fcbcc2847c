/* SPDX-License-Identifier: MIT */
/*
 * Pens: a worker's page and its events.  A *chunk rollover* is the change to the next chunk: a
 * fresh one when growing, the worker's own oldest one when recycling (a ring).  When there is none
 * the worker goes on without events, counts what it drops, and asks again at every 4096th.
 */
#include "recording/writer_internal.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "os/proc.h"

#define RETRY 4096
#define RING_AT_ONCE 64 /* chunks */

/* Makes the ring's chunks the pen's: a small ring with space and pages.  False: not now. */
static bool
take_ring(struct pt_rec_pen *p)
{
	struct pt_rec_writer *w = p->writer;
	uint32_t given = p->ring <= RING_AT_ONCE ? p->ring : 0;

	if (p->first != 0)
		return true;
	p->first = pt_rec_take_ring(w, p->ring, given);
	if (p->first == 0)
		return false;
	p->given = given;
	if (given > 0)
		(void)madvise(pt_rec_chunk_at(w, p->first), (size_t)given * w->chunk_bytes,
			MADV_POPULATE_WRITE);
	atomic_store(&p->page->first_chunk, p->first);
	return true;
}

/* The next chunk of the ring; a large ring gets its space in its first round. */
static uint32_t
next_of_ring(struct pt_rec_pen *p)
{
	if (!take_ring(p))
		return 0;
	uint64_t n = p->first + p->seq % p->ring;

	if (p->seq >= p->given && p->given < p->ring) {
		if (!pt_rec_give_chunk(p->writer, n, 1))
			return 0;
		p->given++;
	}
	return (uint32_t)n;
}

static uint32_t
take_spare(struct pt_rec_pen *p)
{
	for (int k = 0; k < PT_REC_SPARES; k++) {
		/* pairs with the release in the service thread */
		uint32_t n = atomic_load_explicit(&p->spare[k], memory_order_acquire);

		if (n == 0)
			continue;
		atomic_store_explicit(&p->spare[k], 0, memory_order_relaxed);
		if (k & 1)
			pt_rec_service_ring(p->writer);
		return n;
	}
	return 0;
}

/* The chunk after the one in use, 0 none. */
static uint32_t
next_number(struct pt_rec_pen *p)
{
	struct pt_rec_writer *w = p->writer;

	if (p->ring)
		return next_of_ring(p);
	uint32_t n = w->has_service ? take_spare(p) : 0;

	if (n != 0)
		return n;
	p->slow++;
	n = (uint32_t)pt_rec_take(w, 1, w->cap_chunks);
	pt_rec_service_ring(w);
	return n;
}

/* The worker's state and times at the chunk's beginning, from its own page. */
static void
fill_head(struct pt_rec_pen *p, struct pt_rec_chunk *c)
{
	struct pt_rec_worker *g = p->page;
	uint32_t state = atomic_load_explicit(&g->state, memory_order_relaxed);
	uint64_t now = pt_rec_ticks();

	c->magic = PT_REC_CTF_MAGIC;
	c->stream = PT_REC_STREAM_EVENTS;
	c->ts_begin = now;
	c->ts_end = 0;
	c->packet_bits = (uint64_t)p->writer->chunk_bytes * 8;
	c->worker = p->slot;
	c->discarded = (uint32_t)atomic_load_explicit(&g->dropped, memory_order_relaxed);
	c->seq = p->seq;
	c->next = 0;
	c->state = state;
	for (int i = 0; i < PT_REC_STATES; i++)
		c->spent[i] = atomic_load_explicit(&g->spent[i], memory_order_relaxed);
	c->spent[state & (PT_REC_STATES - 1)] +=
		now - atomic_load_explicit(&g->since, memory_order_relaxed);
}

/* Events of the chunk in use, without the writer's own marks. */
static uint64_t
events_in_chunk(const struct pt_rec_pen *p)
{
	uint64_t slots = ((p->position & UINT32_MAX) - sizeof(struct pt_rec_chunk)) /
		sizeof(struct pt_rec_event);

	return slots - (p->wide - p->wide_before) - p->marks;
}

/* Ends the chunk in use; `next` follows it. */
static void
close_chunk(struct pt_rec_pen *p, uint32_t next)
{
	struct pt_rec_chunk *c = p->chunk;

	if (c == NULL)
		return;
	c->ts_end = p->cur > (struct pt_rec_event *)(c + 1) ? pt_rec_ticks() : c->ts_begin;
	c->next = next;
	/* pairs with the reader's pread of the head: what is counted is there */
	pt_lap_close(&c->content_bits, (p->position & UINT32_MAX) * 8);
	pt_rec_add(&p->page->written, events_in_chunk(p));
	p->chunk = NULL;
	p->last = c;
}

static bool
drop(struct pt_rec_pen *p)
{
	p->cur = p->end = NULL;
	p->gap++;
	pt_rec_add(&p->page->dropped, 1);
	return false;
}

static void
put_clock(struct pt_rec_pen *p)
{
	uint64_t ns = pt_now_ns();

	pt_rec_put(p, pt_rec_ticks(), PT_REC_EV_CLOCK, (uint8_t)(ns >> 48), (uint16_t)(ns >> 32),
		(uint32_t)ns);
}

static void
begin_chunk(struct pt_rec_pen *p, uint32_t n)
{
	struct pt_rec_worker *g = p->page;
	struct pt_rec_chunk *c = pt_rec_chunk_at(p->writer, n);

	/* from here the oldest chunk of a ring is being overwritten: say so first */
	pt_lap_begin(&g->chunk_seq, p->seq + 1, &c->content_bits);
	fill_head(p, c);
	if (p->seq == 0 && p->ring == 0)
		atomic_store_explicit(&g->first_chunk, n, memory_order_relaxed);
	p->seq++;
	p->chunk = c;
	p->number = n;
	p->cur = (struct pt_rec_event *)(c + 1);
	p->end = p->cur + (p->writer->chunk_bytes - sizeof(*c)) / sizeof(*p->cur);
	p->position = (uint64_t)n << 32 | sizeof(*c);
	p->wide_before = p->wide;
	p->marks = p->gap ? 2 : 1;
	put_clock(p); /* publishes the chunk */
	if (p->gap) {
		pt_rec_put(p, pt_rec_ticks(), PT_REC_EV_GAP, 0, 0,
			p->gap > UINT32_MAX ? UINT32_MAX : (uint32_t)p->gap);
		p->gap = 0;
	}
}

bool
pt_rec_rollover(struct pt_rec_pen *p, unsigned slots)
{
	struct pt_rec_writer *w = p->writer;

	if (w == NULL || atomic_load_explicit(&w->stopped, memory_order_relaxed) ||
		p->page == NULL || p->slot == PT_REC_NO_SLOT || w->fd < 0)
		return drop(p);
	if (p->gap != 0 && p->gap % RETRY != 0) /* full: ask again only now and then */
		return drop(p);
	uint32_t n = next_number(p);

	if (n == 0) {
		close_chunk(p, 0);
		return drop(p);
	}
	close_chunk(p, n);
	if (p->last != NULL && p->ring == 0)
		p->last->next = n; /* it may have ended for lack of space, with no next */
	begin_chunk(p, n);
	return p->end - p->cur >= (ptrdiff_t)slots;
}

/* ---- opening and closing ---- */

static bool
take_slot(struct pt_rec_writer *w, uint32_t *slot)
{
	*slot = atomic_load(&w->pens_len);
	do {
		if (*slot >= w->slots || atomic_load(&w->stopped))
			return false;
	} while (!atomic_compare_exchange_weak(&w->pens_len, slot, *slot + 1));
	if (w->fd < 0 ||
		pt_rec_give_space(w->fd, PT_REC_PAGE + (uint64_t)w->worker_bytes * *slot,
			w->worker_bytes) == 0)
		return true;
	atomic_fetch_or(&w->head->faults, PT_REC_FAULT_SPACE);
	atomic_store(&w->pens[*slot].closed, 1);
	return false;
}

static void
init_pen(struct pt_rec_pen *p, struct pt_rec_writer *w, struct pt_rec_worker *page)
{
	uint64_t now = pt_rec_ticks();

	p->writer = w;
	p->page = page;
	p->stolen_from = page->stolen_from;
	p->slot = PT_REC_NO_SLOT;
	p->level = PT_REC_LEVEL_COUNTERS;
	atomic_store(&page->begun, now);
	atomic_store(&page->since, now);
}

struct pt_rec_pen *
pt_rec_pen_open(struct pt_rec_writer *w, const char *name, uint32_t pool, uint32_t index)
{
	uint32_t slot;

	if (!take_slot(w, &slot)) {
		atomic_fetch_add(&w->head->refused, 1);
		return NULL;
	}
	struct pt_rec_pen *p = &w->pens[slot];
	struct pt_rec_worker *g = pt_rec_page_at(w, slot);

	init_pen(p, w, g);
	p->slot = slot;
	p->victims = (w->worker_bytes - PT_REC_ROW_OFF) / 8;
	p->level = w->level;
	p->ring = w->ring;
	atomic_store(&g->name, pt_rec_label(w, name));
	atomic_store(&g->pool, pool);
	atomic_store(&g->index, index);
	atomic_store(&g->ring, w->ring);
	/* pairs with the reader's acquire of life */
	atomic_store_explicit(&g->life, PT_REC_SLOT_USED, memory_order_release);
	atomic_store(&p->ready, 1);
	uint32_t was = atomic_load(&w->head->workers);

	while (was < slot + 1 && !atomic_compare_exchange_weak(&w->head->workers, &was, slot + 1))
		;
	return p;
}

struct pt_rec_pen *
pt_rec_pen_open_blind(struct pt_rec_writer *w)
{
	struct pt_rec_pen *p = aligned_alloc(_Alignof(struct pt_rec_pen), sizeof(*p));
	struct pt_rec_worker *g = aligned_alloc(PT_REC_PAGE, sizeof(*g));

	if (p == NULL || g == NULL) {
		free(p);
		free(g);
		return NULL;
	}
	memset(p, 0, sizeof(*p));
	memset(g, 0, sizeof(*g));
	init_pen(p, w, g);
	return p;
}

void
pt_rec_pen_adopt(struct pt_rec_pen *p)
{
	struct pt_rec_worker *g = p->page;
	unsigned cpu, node;

	atomic_store(&p->owner, (uint32_t)pt_proc_tid());
	atomic_store(&g->tid, (uint32_t)pt_proc_tid());
	if (getcpu(&cpu, &node) == 0) {
		atomic_store(&g->cpu, cpu);
		atomic_store(&g->node, node);
	}
	pt_rec_book_begin(p);
	if (p->ring != 0 && p->level >= PT_REC_LEVEL_STEALS)
		(void)take_ring(p); /* if not now, at the first event */
}

void
pt_rec_pen_close(struct pt_rec_pen *p)
{
	if (p->slot == PT_REC_NO_SLOT) {
		free(p->page);
		free(p);
		return;
	}
	if (!atomic_load(&p->writer->stopped)) {
		pt_rec_enter(p, PT_REC_OUT, 0, 0);
		close_chunk(p, 0);
	}
	p->cur = p->end = NULL;
	p->level = PT_REC_LEVEL_COUNTERS;
	atomic_store_explicit(&p->page->life, PT_REC_SLOT_GONE, memory_order_release);
	atomic_store(&p->closed, 1); /* from here pt_rec_close may take the pages away */
}
