/* SPDX-License-Identifier: MIT */
/* A pipeline under way: see run.h. */
#include "config.h"

#include "workloads/pipeline/run.h"

#include <sched.h>

#define WAIT_NS 2000000u /* then a worker looks at the rest of the world */
#define MARKED_EACH 64   /* received batches between two marks of a depth */

/* Stages: the sources, then these. */
enum { EDIT, SLOW, SINK, LATER_STAGES };

/* A worker's part. */
struct part {
	struct pt_flow *f;
	partop_worker *w;
	partop_task *head;
	unsigned lo, hi; /* its stages */
	unsigned turn;   /* source whose link it looks at first */
};

/* ---- open and close ---- */

int
pt_flow_open(struct pt_flow *f, uint64_t capacity)
{
	int failed = pt_link_open(&f->edited, capacity, f->is_ring) |
		pt_link_open(&f->slowed, capacity, f->is_ring);

	for (unsigned s = 0; s < f->sources; s++) {
		struct pt_source *source = &f->source[s];

		atomic_store_explicit(&source->busy, false, memory_order_relaxed);
		atomic_store_explicit(&source->next, s, memory_order_relaxed);
		failed |= pt_link_open(&source->out, capacity, f->is_ring) |
			pt_link_open(&source->unused, f->own_batches, f->is_ring);
		for (uint64_t i = 0; i < f->own_batches && !failed; i++)
			pt_link_try_send(&source->unused, s * f->own_batches + i);
	}
	atomic_store_explicit(&f->done, 0, memory_order_relaxed);
	atomic_store_explicit(&f->timeouts, 0, memory_order_relaxed);
	atomic_store_explicit(&f->finished, false, memory_order_relaxed);
	return failed ? -1 : 0;
}

void
pt_flow_close(struct pt_flow *f)
{
	pt_link_close(&f->edited);
	pt_link_close(&f->slowed);
	for (unsigned s = 0; s < f->sources; s++) {
		pt_link_close(&f->source[s].out);
		pt_link_close(&f->source[s].unused);
	}
}

/* No worker has to wait any more. */
static void
finish(struct pt_flow *f)
{
	atomic_store_explicit(&f->finished, true, memory_order_relaxed);
	if (f->is_ring)
		return;
	partop_channel_close(f->edited.channel);
	partop_channel_close(f->slowed.channel);
	for (unsigned s = 0; s < f->sources; s++) {
		partop_channel_close(f->source[s].out.channel);
		partop_channel_close(f->source[s].unused.channel);
	}
}

static bool
is_over(const struct part *p)
{
	return atomic_load_explicit(&p->f->finished, memory_order_relaxed) ||
		partop_cancelled(p->w);
}

static bool
is_mine(const struct part *p, unsigned stage)
{
	return p->lo <= stage && stage < p->hi;
}

/* ---- one batch through one stage ---- */

static bool run_stage(struct part *p, unsigned stage);

static void
mark_depth(const struct part *p, struct pt_link *l, const char *label)
{
	uint64_t depth = pt_link_count(l);

	if (atomic_load_explicit(&l->taken, memory_order_relaxed) % MARKED_EACH == 0)
		partop_mark(p->w, label, (uint32_t)depth);
}

/* Into the link before `next`.  While it is full: back-pressure. */
static void
push(struct part *p, struct pt_link *l, uint64_t batch, unsigned next)
{
	while (!pt_link_try_send(l, batch)) {
		if (is_over(p))
			return;
		if (is_mine(p, next))
			run_stage(p, next);
		else if (l->ring)
			sched_yield();
		else if (partop_channel_send_timeout(l->channel, &batch, WAIT_NS) == 0)
			return;
		partop_poll(p->w, p->head);
	}
}

static void
edit(struct part *p, uint64_t batch, unsigned source)
{
	struct pt_flow *f = p->f;

	mark_depth(p, &f->source[source].out, "made");
	pt_batch_edit(&f->buffer[batch]);
	push(p, &f->edited, batch, f->sources + SLOW);
}

static void
slow(struct part *p, uint64_t batch)
{
	struct pt_flow *f = p->f;

	mark_depth(p, &f->edited, "edited");
	pt_batch_slow(&f->buffer[batch], f->slow_steps);
	push(p, &f->slowed, batch, f->sources + SINK);
}

/* The order of the stream is restored by the place of the digest. */
static void
sink(struct part *p, uint64_t batch)
{
	struct pt_flow *f = p->f;
	struct pt_batch *b = &f->buffer[batch];

	mark_depth(p, &f->slowed, "slowed");
	f->digest[b->number] = pt_batch_digest(b);
	pt_link_try_send(&f->source[batch / f->own_batches].unused,
		batch); /* it has room for all */
	if (atomic_fetch_add_explicit(&f->done, 1, memory_order_relaxed) + 1 == f->batches)
		finish(f);
}

/* ---- sources ---- */

static bool
take(struct pt_source *s)
{
	return !atomic_exchange_explicit(&s->busy, true, memory_order_acquire); /* <- give_back() */
}

static void
give_back(struct pt_source *s)
{
	atomic_store_explicit(&s->busy, false, memory_order_release); /* -> take() */
}

static bool
is_exhausted(const struct pt_flow *f, unsigned source)
{
	return atomic_load_explicit(&f->source[source].next, memory_order_relaxed) >= f->batches;
}

/* The source is taken; returns it. */
static void
make(struct part *p, uint64_t batch, unsigned source)
{
	struct pt_flow *f = p->f;
	struct pt_source *s = &f->source[source];
	uint64_t number = atomic_load_explicit(&s->next, memory_order_relaxed);

	f->buffer[batch].number = number;
	pt_batch_make(&f->buffer[batch], f->seed, f->n);
	atomic_store_explicit(&s->next, number + f->sources, memory_order_relaxed);
	give_back(s);
	push(p, &s->out, batch, f->sources + EDIT);
}

static bool
run_source(struct part *p, unsigned source)
{
	struct pt_source *s = &p->f->source[source];
	uint64_t batch;

	if (is_exhausted(p->f, source) || !take(s))
		return false;
	if (is_exhausted(p->f, source) || !pt_link_try_recv(&s->unused, &batch)) {
		give_back(s);
		return false;
	}
	make(p, batch, source);
	return true;
}

/* ---- a worker ---- */

static bool
run_edit(struct part *p)
{
	uint64_t batch;

	for (unsigned k = 0; k < p->f->sources; k++) {
		unsigned s = (p->turn + k) % p->f->sources;

		if (pt_link_try_recv(&p->f->source[s].out, &batch)) {
			p->turn = s + 1; /* none is left out */
			edit(p, batch, s);
			return true;
		}
	}
	return false;
}

/* False: it has no batch. */
static bool
run_stage(struct part *p, unsigned stage)
{
	struct pt_flow *f = p->f;
	uint64_t batch;

	if (stage < f->sources)
		return run_source(p, stage);
	if (stage == f->sources + EDIT)
		return run_edit(p);
	if (stage == f->sources + SLOW && pt_link_try_recv(&f->edited, &batch)) {
		slow(p, batch);
		return true;
	}
	if (stage == f->sources + SINK && pt_link_try_recv(&f->slowed, &batch)) {
		sink(p, batch);
		return true;
	}
	return false;
}

/* A batch has come by select. */
static void
go_on(struct part *p, uint64_t batch, unsigned stage, unsigned source)
{
	if (stage == p->f->sources + SINK)
		sink(p, batch);
	else if (stage == p->f->sources + SLOW)
		slow(p, batch);
	else if (stage == p->f->sources + EDIT)
		edit(p, batch, source);
	else if (take(&p->f->source[source])) /* staged: always */
		make(p, batch, source);
}

/* What a worker waits for: batches for its stages; staged, also room for its sources. */
struct waits {
	struct partop_select cases[PARTOP_SELECT_MAX];
	unsigned stage[PARTOP_SELECT_MAX], source[PARTOP_SELECT_MAX];
	size_t n;
	uint64_t batch;
};

static void
wait_for(struct waits *v, struct pt_link *l, unsigned stage, unsigned source)
{
	v->cases[v->n] = (struct partop_select){ .channel = l->channel, .recv = &v->batch };
	v->stage[v->n] = stage;
	v->source[v->n++] = source;
}

static void
list_waits(const struct part *p, struct waits *v)
{
	struct pt_flow *f = p->f;

	v->n = 0;
	if (is_mine(p, f->sources + SINK))
		wait_for(v, &f->slowed, f->sources + SINK, 0);
	if (is_mine(p, f->sources + SLOW))
		wait_for(v, &f->edited, f->sources + SLOW, 0);
	for (unsigned s = 0; s < f->sources; s++) {
		if (is_mine(p, f->sources + EDIT))
			wait_for(v, &f->source[s].out, f->sources + EDIT, s);
		if (f->is_staged && is_mine(p, s) && !is_exhausted(f, s))
			wait_for(v, &f->source[s].unused, s, s);
	}
}

/* False: there is nothing that it could wait for: its sources are exhausted. */
static bool
wait_here(struct part *p)
{
	struct waits v;
	int i;

	list_waits(p, &v);
	if (v.n == 0)
		return false;
	if (p->f->is_ring) {
		sched_yield();
		return true;
	}
	i = partop_channel_select(v.cases, v.n, WAIT_NS);
	if (i >= 0 && v.cases[i].error == 0)
		go_on(p, v.batch, v.stage[i], v.source[i]);
	else if (i < 0)
		atomic_fetch_add_explicit(&p->f->timeouts, 1, memory_order_relaxed);
	return true;
}

static bool
run_any_stage(struct part *p)
{
	for (unsigned stage = p->hi; stage > p->lo; stage--)
		if (run_stage(p, stage - 1))
			return true;
	return false;
}

static void
run_part(struct part *p)
{
	while (!is_over(p)) {
		partop_poll(p->w, p->head);
		if (!run_any_stage(p) && !wait_here(p))
			return;
	}
}

/* ---- any: a loop whose chunks need no other to go on ---- */

static void
work(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct pt_flow *f = arg;
	struct part p = { .f = f,
		.w = w,
		.head = head,
		.hi = f->sources + LATER_STAGES,
		.turn = (unsigned)lo };

	run_part(&p);
}

/* ---- staged: tasks that wait for each other ---- */

static void
run_staged(partop_worker *w, partop_task *head, void *arg)
{
	struct part *p = arg;

	p->w = w;
	p->head = head;
	run_part(p);
}

/*
 * There are no more parts than workers, and each is a task: what its owner has not begun another worker
 * can take whenever the owner polls.  A loop would not do: what is left of it when a chunk begins can be
 * taken after that chunk only, and the chunk may be waiting for it.
 */
static void
run_stages(struct pt_flow *f, partop_worker *w, partop_task *head)
{
	struct part part[PT_SOURCES_MAX + LATER_STAGES];
	unsigned stages = f->sources + LATER_STAGES, workers = (unsigned)partop_worker_count(w);
	unsigned parts = workers < stages ? workers : stages;

	partop_label(run_staged, "stages");
	for (unsigned i = 0; i < parts; i++) {
		part[i] = (struct part){ .f = f,
			.lo = i * stages / parts,
			.hi = (i + 1) * stages / parts,
			.turn = i };
		if (i > 0)
			head = partop_spawn(w, head, run_staged, &part[i]);
	}
	run_staged(w, head, &part[0]);
	for (unsigned i = 1; i < parts; i++)
		head = partop_sync(w, head);
}

void
pt_flow_run(struct pt_flow *f, partop_worker *w, partop_task *head)
{
	struct partop_range_options o = { .grain = 1, .label = "batches" };

	/* Nothing lies anywhere yet; and labels are shown in the order of the stream. */
	partop_mark(w, "made", 0);
	partop_mark(w, "edited", 0);
	partop_mark(w, "slowed", 0);
	if (f->is_staged)
		run_stages(f, w, head);
	else
		partop_for(w, head, 0, (uint64_t)partop_worker_count(w), work, f, &o);
}
