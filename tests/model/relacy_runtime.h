/* SPDX-License-Identifier: MIT */
/*
 * A pool in Relacy's memory model, around the runtime's own text: deque.h, sleep.h, serve.h,
 * steal.h, join.h, idle.h, control.h and border.h.  This file plays worker.h and the thin .c files,
 * relacy_hooks.h the futex and hooks.h; spawn() and sync() are the one comparison each that is inlined
 * into the user's code.
 *
 * Plain memory of the protocol (arguments, results, a slot's group) is watched: an access that is
 * not ordered is a race and fails.  The futex gives no order of its own, only sleep: what a woken
 * thread may see must come from the atomics.
 *
 * A model says WORKERS, SLOTS and what its tasks do.  When everybody is asleep or gone, the last
 * one calls quiet(): there the model looks whether that is right.
 */
#ifndef PT_MODEL_RELACY_RUNTIME_H
#define PT_MODEL_RELACY_RUNTIME_H

#include "relacy_shim.h"

#ifndef THREADS
#define THREADS WORKERS
#endif
#define GROUPS 3
#define PT_IDLE_WORDS 1
#define PT_GROUP_ROOT 1u
#define PT_CTL_QUIT 1u
#define PT_CTL_PAUSE 2u
#define PT_CTL_STEP 4u
#define PT_REC_NO_SLOT 99u
#define PARTOP_MAX_THREADS 256
#define INT_MAX 2147483647
#define PT_LIKELY(x) (x)
#define PT_UNLIKELY(x) (x)
#define pt_chaos() ((void)0)
#define PT_PUBLISH_MAX publish_max

static uint32_t publish_max;

/* Memory that the protocol has to order. */
template <typename T>
struct plain {
	rl::var<T> v;

	plain &operator=(T x)
	{
		v($) = x;
		return *this;
	}
	plain &operator=(plain &x)
	{
		return *this = (T)x;
	}
	operator T()
	{
		return v($);
	}
};

/* An atomic that does not change: no point to switch threads. */
struct constant {
	uint32_t value;
};

static inline uint32_t
model_load(constant const &x, rl::memory_order, rl::debug_info const &)
{
	return x.value;
}

struct futex_word : rl::atomic<uint32_t> {
	rl::waitset<THREADS> waiters;
};

struct partop_pool;

struct partop_task {
	rl::atomic<uint32_t> state;
	plain<uint32_t> group;
	plain<int> argument, result;
	bool late;		/* published by an owner that knew that its group is cancelled */
};

struct pt_deque {
	rl::atomic<uintptr_t> limit, sgate;
	uint32_t split, soft, slot;
	rl::atomic<uint64_t> ts;
	partop_task *base;
};

struct partop_worker {
	pt_deque deque;
};

struct pt_frame {
	uint32_t group, base;
	pt_frame *up;
};

struct pt_worker {
	partop_worker pub;
	partop_pool *pool;
	pt_frame *frame, root;
	uint32_t id, nest, sealed, top;
	bool token;
	bool eager;		/* its last passage with something to share was an eager one */
	futex_word park;
	rl::atomic<uint32_t> waker, wake;
	plain<uint32_t> letter;
	partop_task slot[SLOTS + 2];
	int ran, dropped;
};

struct pt_sleep {
	rl::atomic<uint64_t> idle[PT_IDLE_WORDS];
	rl::atomic<uint32_t> searchers;
};

struct pt_group {
	rl::atomic<int> error;
	plain<uint32_t> up;
};

struct partop_pool {
	pt_sleep sleep;
	futex_word ctl;
	pt_group group[GROUPS];
	rl::atomic<uint64_t> groups_free;
	constant crowded;
	pt_worker worker[WORKERS];
	int n;
};

/* What the models differ in. */
struct world {
	partop_pool pool;
	bool reasons = false;		/* pause and cancellation are looked at: takes time */
	bool holds = false;		/* a pause holds who meets it */
	bool wait_only = false;		/* joiners may not run just any task */
	enum { FRUGAL, EAGER, EAGER_ONCE, EAGER_LATER, ANY_PURSE } purse;
	unsigned purses = ANY_PURSE;	/* how many of them are tried */
	int passages;			/* that asked whether they may be eager */
	int blocked, gone;
	bool noticed[THREADS];		/* that thread has seen that a group is cancelled */

	/* Task t runs on w, whose next free slot is head. */
	virtual void run_task(pt_worker *w, partop_task *head, partop_task *t) = 0;
	/* Everybody sleeps or has ended, the caller last.  Makes somebody go on, or fails. */
	virtual void quiet()
	{
		RL_ASSERT(!"all asleep");
	}
	/* A worker has met a pause; has left it. */
	virtual void held() { }
	virtual void released() { }
};

static world *the_world;

#define PT_POS(d, i) ((uintptr_t)((d)->base + (i)))
#define PT_SLOT_STATE(d, i) ((d)->base[i].state)
#define PT_STAMP() 0

/* ---- worker.h ---- */

void pt_serve(pt_worker *w, uint32_t head);
void pt_arm_all(partop_pool *p, const pt_worker *but);
void pt_unpark(pt_worker *w, pt_worker *by, uint32_t how);
void pt_wake_for_work(pt_worker *w);
void pt_search_end(pt_worker *w);
void pt_go_sleep(pt_worker *w, partop_task *t);
void pt_go_sleep_only(pt_worker *w, partop_task *t);
bool pt_steal_from(pt_worker *w, pt_worker *v, partop_task *head);
bool pt_hunt(pt_worker *w, partop_task *head);
bool pt_is_eager(pt_worker *w);
bool pt_may_nest(const pt_worker *w);
void pt_join_wait(pt_worker *w, partop_task *t);
bool pt_must_stop(pt_worker *w);
void pt_pause_here(pt_worker *w);
void pt_hold(pt_worker *w, uint32_t c);
bool pt_group_cancelled(partop_pool *p, uint32_t group);
void partop_pool_resume(partop_pool *p);
bool partop_detail_sync(partop_worker *pub, partop_task *t);
void partop_detail_spawn(partop_worker *pub, partop_task *t);
void partop_detail_poll(partop_worker *pub, partop_task *head);
bool partop_cancelled(partop_worker *pub);

#ifndef PATIENCE
#define PATIENCE 0
#endif

static inline unsigned
pt_patience(const partop_pool *)
{
	return PATIENCE;
}

static inline void
pt_relax(const partop_pool *)
{
	rl::yield(1, $);
}

static inline pt_worker *
pt_worker_of(partop_worker *w)
{
	return (pt_worker *)(void *)w;
}

static inline uint32_t
pt_index(const pt_worker *w, const partop_task *t)
{
	return (uint32_t)(t - w->pub.deque.base);
}

static inline uint32_t
pt_group_of(const pt_worker *w, uint32_t i)
{
	const pt_frame *f = w->frame;

	while (f->up && i < f->base)
		f = f->up;
	return f->group;
}

/* w begins something that may be long: after an eager passage nothing is private, or what is will
 * be published at the next passage, whatever that is. */
static inline void
check_coarse(pt_worker *w, partop_task *head)
{
	const pt_deque *d = &w->pub.deque;

	if (!w->eager || pt_index(w, head) <= d->split || d->split == d->soft)
		return;
	RL_ASSERT(PT_LD(w->pub.deque.limit, relaxed) == PT_LIMIT_ARMED);
	RL_ASSERT(PT_LD(w->pub.deque.sgate, relaxed) == PT_SGATE_ARMED);
	RL_ASSERT(publish_max < SLOTS);
}

static inline void
pt_run_task(pt_worker *w, partop_task *head, partop_task *t)
{
	w->ran++;
	check_coarse(w, head);
	the_world->run_task(w, head, t);
}

static inline void
pt_drop_task(pt_worker *w, partop_task *t)
{
	w->dropped++;
	t->result = 0;
}

#include "relacy_hooks.h"

#include "runtime/deque.h"
#include "runtime/sleep.h"

#include "runtime/border.h"
#include "runtime/control.h"
#include "runtime/idle.h"
#include "runtime/join.h"
#include "runtime/serve.h"
#include "runtime/steal.h"

/* ---- the .c files ---- */

void pt_serve(pt_worker *w, uint32_t head) { pt_owner_serve(w, head); }
void pt_arm_all(partop_pool *p, const pt_worker *but) { pt_waker_arm_all(p, but); }
void pt_unpark(pt_worker *w, pt_worker *by, uint32_t how) { pt_waker_unpark(w, by, how); }
void pt_wake_for_work(pt_worker *w) { pt_waker_wake_for_work(w); }
void pt_search_end(pt_worker *w) { pt_searcher_end(w); }
void pt_go_sleep(pt_worker *w, partop_task *t) { pt_sleeper_sleep(w, t); }
void pt_go_sleep_only(pt_worker *w, partop_task *t) { pt_sleeper_sleep_only(w, t); }
void partop_pool_resume(partop_pool *p) { pt_control_resume(p); }
void partop_detail_spawn(partop_worker *w, partop_task *t) { pt_owner_spawn(pt_worker_of(w), t); }
bool partop_detail_sync(partop_worker *w, partop_task *t) { return pt_owner_sync(pt_worker_of(w), t); }

void
partop_detail_poll(partop_worker *w, partop_task *head)
{
	pt_owner_poll(pt_worker_of(w), head);
}

bool
partop_cancelled(partop_worker *pub)
{
	pt_worker *w = pt_worker_of(pub);

	return pt_group_cancelled(w->pool, w->frame->group);
}

bool
pt_must_stop(pt_worker *w)
{
	return the_world->reasons && pt_control_must_stop(w);
}

void
pt_pause_here(pt_worker *w)
{
	if (the_world->holds)
		pt_control_pause_here(w);
}

void
pt_hold(pt_worker *w, uint32_t c)
{
	the_world->held();
	pt_control_hold(w, c);
	the_world->released();
}

bool
pt_group_cancelled(partop_pool *p, uint32_t group)
{
	if (!the_world->reasons || !pt_control_cancelled(p, group))
		return false;
	the_world->noticed[rl::thread_index()] = true;
	return true;
}

/* The purse of the execution: all, or the first, or all but the first may be eager, or none. */
bool
pt_is_eager(pt_worker *w)
{
	world *m = the_world;
	int n = m->passages++;

	if (m->purse == world::ANY_PURSE)
		m->purse = (decltype(m->purse))rl::rand(m->purses);
	return w->eager = m->purse == world::EAGER || (m->purse == world::EAGER_ONCE && n == 0)
		|| (m->purse == world::EAGER_LATER && n > 0);
}

bool
pt_may_nest(const pt_worker *)
{
	return !the_world->wait_only;
}

bool
pt_steal_from(pt_worker *w, pt_worker *v, partop_task *head)
{
	return pt_thief_try(w, v, head);
}

bool
pt_hunt(pt_worker *w, partop_task *head)
{
	for (int k = 1; k < w->pool->n; k++)
		if (pt_steal_from(w, &w->pool->worker[(w->id + k) % w->pool->n], head))
			return true;
	return false;
}

void
pt_join_wait(pt_worker *w, partop_task *t)
{
	pt_joiner_wait(w, t);
}

/* ---- the models' own ---- */

static void
world_begin(world *m, uint32_t soft)
{
	partop_pool *p = &m->pool;

	the_world = m;
	publish_max = 64;
	m->purse = world::ANY_PURSE;
	m->passages = 0;
	m->blocked = m->gone = 0;
	for (int k = 0; k < THREADS; k++)
		m->noticed[k] = false;
	p->n = WORKERS;
	p->sleep.idle[0].store(0, rl::mo_relaxed, $);
	p->sleep.searchers.store(0, rl::mo_relaxed, $);
	p->ctl.store(0, rl::mo_relaxed, $);
	p->groups_free.store(1u << 2, rl::mo_relaxed, $);
	p->crowded.value = 0;
	for (int g = 0; g < GROUPS; g++) {
		p->group[g].error.store(0, rl::mo_relaxed, $);
		p->group[g].up = 0;
	}
	for (uint32_t k = 0; k < WORKERS; k++) {
		pt_worker *w = &p->worker[k];
		pt_deque *d = &w->pub.deque;

		w->pool = p;
		w->frame = &w->root;
		w->root = pt_frame{PT_GROUP_ROOT, 0, NULL};
		w->id = k;
		w->nest = w->sealed = 0;
		w->top = soft;
		w->token = w->eager = false;
		w->ran = w->dropped = 0;
		w->park.store(0, rl::mo_relaxed, $);
		w->waker.store(PT_REC_NO_SLOT, rl::mo_relaxed, $);
		w->wake.store(0, rl::mo_relaxed, $);
		d->base = w->slot;
		d->split = 0;
		d->soft = soft;
		d->slot = k;
		d->ts.store(0, rl::mo_relaxed, $);
		d->limit.store(PT_LIMIT_ARMED, rl::mo_relaxed, $);
		d->sgate.store(PT_POS(d, 0), rl::mo_relaxed, $);
		for (int i = 0; i < SLOTS + 2; i++)
			w->slot[i].state.store(7, rl::mo_relaxed, $);
	}
}

/* The newest value, whoever wrote it. */
template <typename T>
static T
newest(rl::atomic<T> &x)
{
	return x.fetch_add(0, rl::mo_relaxed, $);
}

/* A thread has nothing to do any more. */
static void
leave(world *m)
{
	if (m->blocked && m->blocked + m->gone + 1 == THREADS)
		m->quiet();
	m->gone++;
}

static inline void
spawn(pt_worker *w, partop_task *&head, int k)
{
	head->argument = k;
	head->late = false;
	if ((uintptr_t)head >= PT_LD(w->pub.deque.limit, relaxed))
		partop_detail_spawn(&w->pub, head);
	head++;
}

/* Returns the result of the newest task. */
static inline int
sync(pt_worker *w, partop_task *&head)
{
	head--;
	if ((uintptr_t)head >= PT_LD(w->pub.deque.sgate, relaxed) ||
		partop_detail_sync(&w->pub, head))
		pt_run_task(w, head, head);
	return head->result;
}

#endif
