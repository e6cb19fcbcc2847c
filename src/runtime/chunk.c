/* SPDX-License-Identifier: MIT */
/*
 * A chunk by a thread of its own: see chunk.h.
 *
 * The new thread *is* the worker while it lives: it has the worker's deque, its pen and its place in
 * the order of turns, all by the happens-before of making and joining it.  The worker stays in WORK all
 * the while: making threads is what this policy does with its time, so it is neither idle nor hidden.
 */
#include "config.h"

#include "runtime/chunk.h"

#include "runtime/state.h"

struct chunk {
	struct pt_loop *l;
	struct pt_worker *w;
	partop_task *head;
	void *acc, *arg;
	uint64_t lo, hi;
	struct pt_actor *actor;
};

static void *
chunk_main(void *arg)
{
	struct chunk *c = arg;
	struct pt_worker *w = c->w;
	char *here = __builtin_frame_address(0);

	pt_chaos_act_as(c->actor);
	w->stack_top = here;
	w->stack_middle = here - w->pool->stack_bytes / 2;
	pt_current = w;
	pt_chunk_run(c->l, w, c->head, c->acc, c->arg, c->lo, c->hi);
	pt_rec_pen_give_back(w->pen);
	return NULL;
}

static int
start(pthread_t *thread, struct chunk *c)
{
	pthread_attr_t attr;
	int error;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, c->w->pool->stack_bytes);
	error = pthread_create(thread, &attr, chunk_main, c);
	pthread_attr_destroy(&attr);
	return error;
}

static void
run_in_thread(struct chunk *c)
{
	struct pt_worker *w = c->w;
	char *top = w->stack_top, *middle = w->stack_middle;
	pthread_t thread;

	pt_rec_pen_lend(w->pen);
	if (start(&thread, c)) {
		pt_rec_pen_keep(w->pen);
		pt_chunk_run(c->l, w, c->head, c->acc, c->arg, c->lo, c->hi);
		return;
	}
	pthread_join(thread, NULL);
	w->stack_top = top;
	w->stack_middle = middle;
	pt_count(w, PT_COUNTER_THREADS, 1);
	if (pt_ticks() - w->pen->booked_at >= w->pool->book_ticks)
		pt_state_book(w, w->state);
}

/* NULL: there is no copy. */
static void *
copy_chunk(struct pt_loop *l, struct pt_worker *w, uint64_t lo, uint64_t hi)
{
	static struct partop_kind copy_kind = { .name = "copy", .lo = -1, .hi = -1 };
	uint16_t label;
	void *copy;

	if (!l->copy)
		return NULL;
	label = pt_trace_chunk(w, &copy_kind, lo, hi);
	copy = l->copy->make(lo, hi, l->arg);
	pt_trace_task_end(w, w->nest, label);
	return copy;
}

void
pt_chunk_run_apart(struct pt_loop *l, struct pt_worker *w, partop_task *head, void *acc,
	uint64_t lo, uint64_t hi)
{
	void *copy = copy_chunk(l, w, lo, hi);
	struct chunk c = { .l = l,
		.w = w,
		.head = head,
		.acc = acc,
		.arg = copy ? copy : l->arg,
		.lo = lo,
		.hi = hi,
		.actor = pt_chaos_actor() };

	run_in_thread(&c);
	if (copy)
		l->copy->end(copy, lo, hi, l->arg);
}
