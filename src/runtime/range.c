/* SPDX-License-Identifier: MIT */
/*
 * Lazy splitting: see partop/range.h and range.h.
 */
#include "config.h"

#include "runtime/range.h"

#include "runtime/border.h"
#include "runtime/trace.h"

#define TARGET_HZ 200000	/* an adaptive chunk should take 5 us */
#define TOO_LONG 4		/* times the target: halve the chunk */
#define PARTS 8			/* adaptive chunks are at most n / (PARTS * workers) */

/* The chunk of one part of a loop, and the time it took. */
struct pace {
	uint64_t chunk, since;
};

void
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

static void
run_chunk(struct pt_loop *l, struct pt_worker *w, partop_task *head, void *acc, uint64_t lo,
	uint64_t hi)
{
	uint16_t label = pt_trace_chunk(w, l->kind, lo, hi);

	pt_count(w, PT_COUNTER_CHUNKS, 1);
	if (l->reducer)
		l->reducer->fold(&w->pub, head, acc, lo, hi, l->arg);
	else
		l->body(&w->pub, head, lo, hi, l->arg);
	pt_trace_task_end(w, w->nest, label);
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
			enum pt_border b = pt_border_pass(w, head, more, !l->grain && pace.chunk > 1);

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
		run_chunk(l, w, head, acc, lo, more ? lo + pace.chunk : hi);
		lo = more ? lo + pace.chunk : hi;
		pace_step(l, &pace);
	}
	if (head > first)
		PT_ST(l->hint, pace.chunk, relaxed);
	join_halves(l, pub, first, head, acc);
}

/* A thief, or a spawn without room, runs a half of a plain loop. */
static void
run_half(partop_worker *w, partop_task *head, partop_task *t)
{
	struct pt_loop *l = (struct pt_loop *)(uintptr_t)t->a[PT_HALF_LOOP];

	pt_loop_run(l, w, head, NULL, t->a[PT_HALF_LO], t->a[PT_HALF_HI]);
}

static struct partop_kind for_kind = { .run = run_half, .name = "for", .lo = PT_HALF_LO,
	.hi = PT_HALF_HI };

void
partop_for(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, partop_for_fn *body,
	void *arg, const struct partop_range_options *options)
{
	struct pt_loop l = { .body = body, .arg = arg };

	if (lo >= hi)
		return;
	pt_loop_init(&l, w, hi - lo, &for_kind, options);
	pt_loop_run(&l, w, head, NULL, lo, hi);
}
