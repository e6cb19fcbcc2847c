/* SPDX-License-Identifier: MIT */
/*
 * Central sharing: see share.h.
 *
 * Orders are relaxed: a piece is its number, and what it is a part of was published with the tickets;
 * the loop's end is that of their joins.
 *
 * Source: guided self-scheduling, C. Polychronopoulos, D. Kuck, IEEE Trans. Computers 36 (1987).
 */
#include "config.h"

#include "runtime/share.h"

#include "runtime/border.h"
#include "runtime/chunk.h"
#include "runtime/pieces.h"

#define CHUNKS 32 /* of a worker's equal share, when no grain is given */
#define BITS 64

struct share {
	struct pt_loop *l;
	uint64_t lo, n;
	uint64_t chunk; /* queues: its length; guided: the least */
	uint64_t parts; /* static, dynamic: of the range */
	uint64_t workers;
	uint64_t runners; /* that may come: the caller and the tickets */
	void *result;
	struct pt_pieces pieces;
	PT_ALIGNED(64)            /* written by all */
	PT_ATOMIC(uint64_t) next; /* dynamic: a chunk's number; guided: indexes taken */
	PT_ATOMIC(uint64_t) taken[PARTOP_MAX_THREADS / BITS]; /* static: a bit per part */
};

/* One that takes pieces: the caller, or a ticket. */
struct runner {
	struct share *s;
	struct pt_worker *w;
	partop_task *head;
	struct pt_piece *open; /* what it has folded, and may go on with */
};

struct span {
	uint64_t lo, hi; /* from the range's begin */
};

/* ---- taking ---- */

/* Parts differ by one index at most. */
static struct span
part_of(const struct share *s, uint64_t k)
{
	uint64_t least = s->n / s->parts, longer = s->n % s->parts;
	uint64_t lo = k * least + (k < longer ? k : longer);

	return (struct span){ lo, lo + least + (k < longer) };
}

static bool
claim(struct share *s, uint64_t part)
{
	uint64_t bit = 1ull << part % BITS;

	return !(PT_LD(s->taken[part / BITS], relaxed) & bit) &&
		!(PT_OR(s->taken[part / BITS], bit, relaxed) & bit);
}

static bool
take_part(struct share *s, uint64_t worker, struct span *out)
{
	for (uint64_t i = 0; i < s->parts; i++) {
		uint64_t part = (worker + i) % s->parts;

		if (!claim(s, part))
			continue;
		*out = part_of(s, part);
		return true;
	}
	return false;
}

static bool
take_chunk(struct share *s, uint64_t worker, struct span *out)
{
	uint64_t k;

	(void)worker;
	if (PT_LD(s->next, relaxed) >= s->parts)
		return false;
	k = PT_ADD(s->next, 1, relaxed);
	if (k >= s->parts)
		return false;
	out->lo = k * s->chunk;
	out->hi = s->n - out->lo > s->chunk ? out->lo + s->chunk : s->n;
	return true;
}

static bool
take_guided(struct share *s, uint64_t worker, struct span *out)
{
	uint64_t at = PT_LD(s->next, relaxed), len;

	(void)worker;
	do {
		uint64_t left = s->n - at;

		if (left == 0)
			return false;
		len = left / s->workers + (left % s->workers != 0);
		len = len > s->chunk ? len : s->chunk;
		len = len < left ? len : left;
	} while (!PT_CAS(s->next, at, at + len, relaxed));
	*out = (struct span){ at, at + len };
	return true;
}

static const struct policy {
	bool (*take)(struct share *s, uint64_t worker, struct span *out);
	bool apart; /* each chunk by a thread of its own */
} policies[] = {
	[PARTOP_STATIC] = { take_part, false },
	[PARTOP_DYNAMIC] = { take_chunk, false },
	[PARTOP_GUIDED] = { take_guided, false },
	[PARTOP_THREADS] = { take_chunk, true },
	[PARTOP_THREADS_COPY] = { take_chunk, true },
};

/* ---- running ---- */

/* What follows the indexes of an open piece is folded on to it. */
static void *
accumulator_for(struct runner *r, uint64_t lo)
{
	if (!r->s->l->reducer || r->s->runners == 1)
		return r->s->result;
	if (r->open && r->open->hi == lo)
		return r->open->acc;
	if (r->open)
		pt_pieces_put(&r->s->pieces, r->open);
	r->open = pt_pieces_take(&r->s->pieces, lo);
	return r->open->acc;
}

/* A border, as in range.c: true: on with the next chunk. */
static bool
goes_on(struct runner *r)
{
	return !pt_asked(&r->w->pub) ||
		pt_border_pass(r->w, r->head, false, false) != PT_BORDER_STOP;
}

static void
run_chunk(struct runner *r, uint64_t lo, uint64_t hi)
{
	struct pt_loop *l = r->s->l;
	void *acc = accumulator_for(r, lo);

	if (policies[l->policy].apart)
		pt_chunk_run_apart(l, r->w, r->head, acc, lo, hi);
	else
		pt_chunk_run(l, r->w, r->head, acc, l->arg, lo, hi);
	if (r->open)
		r->open->hi = hi;
}

/* Only a part may have more than one chunk. */
static void
run_span(struct runner *r, const struct span *x)
{
	const struct share *s = r->s;
	uint64_t lo = s->lo + x->lo, end = s->lo + x->hi, grain = s->l->grain;
	bool whole = s->l->policy != PARTOP_STATIC || grain == 0;

	do {
		uint64_t hi = whole || end - lo <= grain ? end : lo + grain;

		run_chunk(r, lo, hi);
		lo = hi;
	} while (lo < end && goes_on(r));
}

static void
run_all(struct share *s, struct pt_worker *w, partop_task *head)
{
	struct runner r = { .s = s, .w = w, .head = head };
	struct span x;

	while (goes_on(&r) && policies[s->l->policy].take(s, w->id, &x))
		run_span(&r, &x);
	if (r.open)
		pt_pieces_put(&s->pieces, r.open);
}

static void
run_ticket(partop_worker *w, partop_task *head, partop_task *t)
{
	run_all((struct share *)(uintptr_t)t->a[0], pt_worker_of(w), head);
}

/* ---- the loop ---- */

static uint64_t
chunk_of(const struct share *s)
{
	uint64_t most = s->workers * CHUNKS;

	if (s->l->grain)
		return s->l->grain;
	return s->l->policy == PARTOP_GUIDED || s->n < most ? 1 : s->n / most;
}

/* More than can be taken are not needed: of guided chunks there are at least as many as indexes, or
 * as workers. */
static uint64_t
runners_of(const struct share *s)
{
	uint64_t pieces = s->l->policy == PARTOP_GUIDED ? s->n : s->parts;

	return pieces < s->workers ? pieces : s->workers;
}

static void
begin(struct share *s, struct pt_loop *l, struct pt_worker *w)
{
	*s = (struct share){ .l = l,
		.lo = s->lo,
		.n = s->n,
		.result = s->result,
		.workers = (uint64_t)w->pool->n };
	s->chunk = chunk_of(s);
	if (l->policy == PARTOP_STATIC)
		s->parts = s->n < s->workers ? s->n : s->workers;
	else
		s->parts = s->n / s->chunk + (s->n % s->chunk != 0);
	s->runners = runners_of(s);
	if (l->reducer && s->runners > 1 && !pt_pieces_open(&s->pieces, l, w->pool, s->runners))
		s->runners = 1;
	l->own_kind = (struct partop_kind){ .run = run_ticket,
		.name = l->kind->name,
		.lo = -1,
		.hi = -1 };
	l->kind = &l->own_kind;
}

static void
push_ticket(struct share *s, partop_worker *w, partop_task *t)
{
	t->a[0] = (uint64_t)(uintptr_t)s;
	pt_push(w, t, s->l->kind);
}

void
pt_share_run(struct pt_loop *l, partop_worker *pub, partop_task *head, void *result, uint64_t lo,
	uint64_t hi)
{
	struct pt_worker *w = pt_worker_of(pub);
	struct share s = { .lo = lo, .n = hi - lo, .result = result };
	partop_task *first = head;

	begin(&s, l, w);
	for (uint64_t i = 1; i < s.runners; i++)
		push_ticket(&s, pub, head++);
	run_all(&s, w, head);
	while (head > first)
		if (pt_pop(pub, --head))
			run_all(&s, w, head);
	if (l->reducer && s.runners > 1)
		pt_pieces_close(&s.pieces, result);
}
