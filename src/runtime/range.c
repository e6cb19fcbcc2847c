/* SPDX-License-Identifier: MIT */
/*
 * Loops, and the policy of lazy splitting: see partop/range.h and range.h.
 */
#include "config.h"

#include "runtime/range.h"

#include <errno.h>

#include "runtime/border.h"
#include "runtime/chunk.h"
#include "runtime/share.h"

#define TARGET_HZ 200000 /* an adaptive chunk should take 5 us */
#define TOO_LONG 4       /* times the target: halve the chunk */
#define PARTS 8          /* adaptive chunks are at most n / (PARTS * workers) */

/* The chunk of one part of a loop, and the time it took. */
struct pace {
	uint64_t chunk, since;
};

/* Callers of before there were copies have shorter options. */
static int
set_policy(struct pt_loop *l, const struct partop_range_options *o)
{
	l->policy = o->policy;
	if ((unsigned)o->policy > PARTOP_THREADS_COPY)
		return -EINVAL;
	if (o->policy != PARTOP_THREADS_COPY)
		return 0;
	l->copy = o->copy;
	return l->copy && l->copy->make && l->copy->end ? 0 : -EINVAL;
}

int
pt_loop_init(struct pt_loop *l, partop_worker *w, uint64_t n, struct partop_kind *kind,
	const struct partop_range_options *o)
{
	static const struct partop_range_options defaults;
	uint64_t parts = PARTS * (uint64_t)partop_worker_count(w);

	if (!o)
		o = &defaults;
	l->kind = kind;
	if (o->label) {
		l->own_kind.run = kind->run;
		l->own_kind.name = o->label;
		l->own_kind.lo = kind->lo;
		l->own_kind.hi = kind->hi;
		l->kind = &l->own_kind;
	}
	l->grain = o->grain;
	l->cap = n / parts ? n / parts : 1;
	l->target = pt_clock_hz() / TARGET_HZ;
	PT_ST(l->hint, 1, relaxed);
	return set_policy(l, o);
}

static struct pace
pace_begin(struct pt_loop *l)
{
	if (l->grain)
		return (struct pace){ .chunk = l->grain };
	return (struct pace){ .chunk = PT_LD(l->hint, relaxed), .since = pt_ticks() };
}

/* A chunk has been run: makes the next longer or shorter. */
static void
pace_step(struct pt_loop *l, struct pace *p)
{
	uint64_t now, took;

	if (l->grain)
		return;
	now = pt_ticks();
	took = now - p->since;
	p->since = now;
	if (took < l->target)
		p->chunk = p->chunk < l->cap / 2 ? p->chunk * 2 : l->cap;
	else if (took > TOO_LONG * l->target && p->chunk > 1)
		p->chunk /= 2;
}

static void
split_off(struct pt_loop *l, struct pt_worker *w, partop_task *head, uint64_t lo, uint64_t hi)
{
	head->a[PT_HALF_LO] = lo;
	head->a[PT_HALF_HI] = hi;
	head->a[PT_HALF_LOOP] = (uint64_t)(uintptr_t)l;
	head->a[PT_HALF_ACC] = 0;
	pt_count(w, PT_COUNTER_SPLITS, 1);
	pt_push(&w->pub, head, l->kind);
}

/* Runs, or takes in, the halves in slots [first, head), newest first: that is index order. */
static void
join_halves(struct pt_loop *l, partop_worker *w, partop_task *first, partop_task *head, void *acc)
{
	while (head > first) {
		head--;
		if (pt_pop(w, head))
			pt_loop_run(l, w, head, acc, head->a[PT_HALF_LO], head->a[PT_HALF_HI]);
		else if (l->reducer)
			pt_reduce_take(l, w, head, acc);
	}
}

void
pt_loop_run(struct pt_loop *l, partop_worker *pub, partop_task *head, void *acc, uint64_t lo,
	uint64_t hi)
{
	struct pt_worker *w = pt_worker_of(pub);
	partop_task *first = head;
	struct pace pace = pace_begin(l);

	while (lo < hi) {
		bool more = hi - lo > pace.chunk;

		if (pt_asked(pub)) {
			enum pt_border b =
				pt_border_pass(w, head, more, !l->grain && pace.chunk > 1);

			if (b == PT_BORDER_STOP)
				break;
			if (b == PT_BORDER_SPLIT) {
				uint64_t middle = lo + (hi - lo) / 2;

				PT_ST(l->hint, pace.chunk, relaxed);
				split_off(l, w, head++, middle, hi);
				hi = middle;
				continue;
			}
		}
		pt_chunk_run(l, w, head, acc, l->arg, lo, more ? lo + pace.chunk : hi);
		lo = more ? lo + pace.chunk : hi;
		pace_step(l, &pace);
	}
	if (head > first)
		PT_ST(l->hint, pace.chunk, relaxed);
	join_halves(l, pub, first, head, acc);
}

void
pt_loop_start(struct pt_loop *l, partop_worker *w, partop_task *head, void *result, uint64_t lo,
	uint64_t hi)
{
	if (l->policy == PARTOP_STEAL)
		pt_loop_run(l, w, head, result, lo, hi);
	else
		pt_share_run(l, w, head, result, lo, hi);
}

/* A thief, or a spawn without room, runs a half of a plain loop. */
static void
run_half(partop_worker *w, partop_task *head, partop_task *t)
{
	struct pt_loop *l = (struct pt_loop *)(uintptr_t)t->a[PT_HALF_LOOP];

	pt_loop_run(l, w, head, NULL, t->a[PT_HALF_LO], t->a[PT_HALF_HI]);
}

static struct partop_kind for_kind = { .run = run_half,
	.name = "for",
	.lo = PT_HALF_LO,
	.hi = PT_HALF_HI };

void
partop_for(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, partop_for_fn *body,
	void *arg, const struct partop_range_options *options)
{
	struct pt_loop l = { .body = body, .arg = arg };
	int error;

	partop_detail_looping(w);
	if (lo >= hi)
		return;
	error = pt_loop_init(&l, w, hi - lo, &for_kind, options);
	if (error)
		partop_fail(w, error);
	else
		pt_loop_start(&l, w, head, NULL, lo, hi);
}
