/* SPDX-License-Identifier: MIT */
/*
 * partop_run(): the calling thread becomes worker 0 of a pool for the length of a run.
 *
 * A task never waits for a pool.  If it did, two pools that call each other, or a pool that calls
 * itself, could wait for ever.  When the pool is busy the function runs on the current worker, as a
 * nested run: the head of the function that called is not known here, so the nested run uses slots
 * beyond the worker's capacity, where every spawn runs at once, and the worker is sealed: it must
 * not publish slots of which it does not know whether they hold tasks.
 */
#include "config.h"

#include "runtime/marks.h"
#include "runtime/state.h"
#include "runtime/unsynced.h"

#include <errno.h>
#include <sched.h>
#include <unistd.h>

struct run {
	struct pt_worker *outer; /* what the thread was before, NULL: no worker */
	enum pt_rec_state outer_state;
	uint16_t outer_label;
	struct pt_frame frame;
	cpu_set_t cpus; /* of the thread, before it was pinned */
	bool pinned;
};

static void
pin_caller(partop_pool *p, struct run *r)
{
	if (!p->pinned || sched_getaffinity(0, sizeof(r->cpus), &r->cpus))
		return;
	r->pinned = pt_cpus_pin_self(p->cpu[0]) == 0;
}

/*
 * The middle of this thread's C stack, NULL when it is not known, as on a stack of the caller's own
 * making.  Asked once per thread: for the first one glibc reads /proc/self/maps.
 */
static char *
middle_of_stack(void)
{
	static _Thread_local char *low;
	static _Thread_local size_t size;
	char *here = __builtin_frame_address(0);

	if (!low) {
		pthread_attr_t attr;
		void *end;

		if (pthread_getattr_np(pthread_self(), &attr))
			return NULL;
		if (pthread_attr_getstack(&attr, &end, &size) == 0)
			low = end;
		pthread_attr_destroy(&attr);
	}
	return low && here > low && here < low + size ? low + size / 2 : NULL;
}

/* The thread leaves what it was and becomes worker 0. */
static void
enter_pool(partop_pool *p, struct run *r)
{
	struct pt_worker *w = &p->worker[0];
	pid_t tid = gettid();

	r->outer = pt_current;
	if (r->outer) {
		r->outer_state = r->outer->state;
		r->outer_label = r->outer->label;
		pt_state_enter(r->outer, PT_REC_BLOCKED, r->outer_label);
	}
	pin_caller(p, r);
	if (w->tid != tid)
		pt_rec_pen_adopt(w->pen);
	w->tid = tid;
	w->stack_top = __builtin_frame_address(0);
	w->stack_middle = middle_of_stack();
	pt_current = w;
	PT_ST(p->group[PT_GROUP_ROOT].error, 0, relaxed); /* ordered by D1, D6 */
	PT_ST(p->cancelled_outside, 0, relaxed);
	r->frame = (struct pt_frame){ .group = PT_GROUP_ROOT };
	w->frame = &r->frame;
	pt_state_enter(w, PT_REC_WORK, 0);
}

/* Returns the root group's first error. */
static int
leave_pool(partop_pool *p, struct run *r)
{
	struct pt_worker *w = &p->worker[0];
	int error;

	pt_unsynced_end(w);
	error = PT_LD(p->group[PT_GROUP_ROOT].error, acquire);
	w->frame = &w->root;
	if (error) { /* open the gates again */
		if (PT_LD(p->cancelled_outside, relaxed) && w->pen->level >= PT_REC_LEVEL_STEALS)
			pt_rec_emit(w->pen, PT_REC_EV_CANCEL, 0, 0, (uint32_t)error);
		pt_deque_settle(&w->pub.deque, 0);
		pt_serve(w, 0);
	}
	pt_check_run(p);
	pt_gauge_slots(w);
	pt_state_enter(w, PT_REC_OUT, 0);
	if (r->pinned)
		sched_setaffinity(0, sizeof(r->cpus), &r->cpus);
	pt_current = r->outer;
	if (r->outer)
		pt_state_enter(r->outer, r->outer_state, r->outer_label);
	return error;
}

static int
run_nested(struct pt_worker *w, partop_fn *fn, void *arg)
{
	partop_task *head = w->pub.deque.base + w->top;
	struct partop_group group;
	uint32_t top = w->top, begun;
	int error = 0, no_group;

	w->sealed++;
	no_group = partop_group_begin(&w->pub, head, &group);
	begun = pt_check_begin(w, top);
	fn(&w->pub, head, arg);
	pt_check_end(w, top, begun);
	if (no_group)
		error = partop_cancelled(&w->pub);
	else
		error = partop_group_end(&w->pub, head, &group);
	w->sealed--;
	PT_CHECK(w->top == top);
	w->top = top;
	return error;
}

static int
run_in_pool(partop_pool *p, partop_fn *fn, void *arg)
{
	struct run r = { 0 };
	int error;

	pt_chaos_call_begin(p->id);
	enter_pool(p, &r);
	fn(&p->worker[0].pub, p->worker[0].pub.deque.base, arg);
	error = leave_pool(p, &r);
	pt_chaos_call_end();
	return error;
}

static int
run_counted(partop_pool *p, partop_fn *fn, void *arg)
{
	struct pt_rec_pen *pen = p->worker[0].pen;
	uint32_t mark = pt_marks_begin(p);
	uint64_t begin = pt_now_ns(), ns;
	int error = run_in_pool(p, fn, arg);

	ns = pt_now_ns() - begin;
	pt_rec_count(pen, PT_COUNTER_RUNS, 1);
	pt_rec_count(pen, PT_COUNTER_RUN_NS, ns);
	pt_rec_raise(pen, PT_COUNTER_RUN_MAX_NS, ns);
	pt_marks_end(p, mark, ns, error);
	return error;
}

int
partop_run(partop_pool *p, partop_fn *fn, void *arg)
{
	bool blocked;
	int error;

	if (!p)
		p = partop_pool_default();
	if (!p)
		return -ENOMEM;
	if (!pt_current)
		pthread_mutex_lock(&p->run_lock);
	else if (pthread_mutex_trylock(&p->run_lock))
		return run_nested(pt_current, fn, arg);
	blocked = pt_rec_unblock_cuts();
	error = run_counted(p, fn, arg);
	pt_rec_block_cuts(blocked);
	pthread_mutex_unlock(&p->run_lock);
	return error;
}
