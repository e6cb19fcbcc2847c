/* SPDX-License-Identifier: MIT */
/*
 * The runtime's own view of pools and workers, and the steps that its files take in turn.
 *
 *	serve		the owner's slow path: publish, open the gates, spawn, sync, poll
 *	credit.h	which of its passages may be eager
 *	steal		thieves: choose a victim, take a task, run it, hand it over
 *	join		wait for a stolen task
 *	idle		search, sleep, wake
 *	control		reasons to stop: pause, step, cancelled groups;  group.c: the groups' API
 *	worker.c	a worker's thread
 *	pool.c		open and close;  run.c: partop_run();  default.c: the default pool
 *	channel		bounded channels;  channel_wait.c: waiting for them
 *	range.c, reduce.c	loops;  share.c, pieces.c, chunk.c: their policies but lazy splitting
 *	scope.c, label.c, counters.c, victims.c
 *	recorder.c, calibrate.c		the recording;  hooks.h, state.h, trace.h: what it is told
 *	check.c				debug builds;  chaos.c, turns.c: chaos builds
 *
 * Where there is a .h and a .c of one name, the protocol is in the .h, in terms of deque.h, sleep.h
 * and the functions below, so that tests/model can compile the same text in a memory model; the
 * .c makes functions of it.
 *
 * Words: *owner* is the thread that runs as a worker; a *victim* is the worker stolen from; a
 * worker is *sealed* while a nested run is under way on it: then it gives nothing away.
 */
#ifndef PT_RUNTIME_WORKER_H
#define PT_RUNTIME_WORKER_H

#ifndef PACKAGE
#error "config.h comes first: whether a worker has a ledger depends on it"
#endif

#include <partop/partop.h>
#include <pthread.h>
#include <sys/types.h>

#include "recording/writer.h"
#include "runtime/chaos.h"
#include "runtime/check.h"
#include "runtime/credit.h"
#include "runtime/deque.h"
#include "runtime/sleep.h"
#include "runtime/victims.h"

#define PT_GROUPS 64     /* live cancellation groups of a pool */
#define PT_GROUP_NONE 0u /* never cancelled */
#define PT_GROUP_ROOT 1u /* of the run in progress */

#define PT_MAX_NEST 64 /* random steals inside joins: bounds the C stack */

#define PT_CTL_QUIT 1u
#define PT_CTL_PAUSE 2u
#define PT_CTL_STEP 4u /* step tokens are counted from here */

struct pt_group {
	PT_ATOMIC(int) error; /* first one wins by CAS */
	uint32_t up;          /* constant while the group lives */
};

/* On which a thread sleeps that waits for a channel: see channel.h. */
struct pt_seat {
	PT_ATOMIC(uint32_t) word; /* a futex */
};

struct pt_worker {
	struct partop_worker pub; /* first: a partop_worker is a pt_worker */
	PT_ALIGNED(64)            /* the owner's */
	partop_pool *pool;
	struct pt_rec_pen *pen;
	struct pt_frame *frame, root;
	uint32_t id, seed;
	uint32_t nest;   /* stolen tasks on the C stack */
	uint32_t sealed; /* nested runs under way */
	uint32_t top;    /* one past the newest slot in use beyond soft */
	struct pt_victims victims;
	uint32_t tries;          /* attempts to steal since the last success */
	bool token;              /* holds one of pool->sleep.searchers */
	struct pt_credit credit; /* for eager passages */
	uintptr_t code;          /* of the last task that was spawned in a passage */
	enum pt_rec_state state;
	uint16_t label;     /* of the state */
	uint64_t owed;      /* a booking (state.h): 1 + ticks that the wake took; 0: none */
	pid_t tid;          /* worker 0: thread of the last run */
	char *stack_top;    /* of the C stack */
	char *stack_middle; /* below it a joiner steals at random no more; NULL: not known */
#ifdef PT_DEBUG
	struct pt_ledger ledger;
#endif
	PT_ALIGNED(64) /* the sleeper's and its one waker's */
	PT_ATOMIC(uint32_t) park;
	PT_ATOMIC(uint32_t) waker; /* recording slot, written before park */
	PT_ATOMIC(uint32_t) wake;  /* that waker's count */
	PT_ATOMIC(uint64_t) sent;  /* ticks, for the recording */
	struct pt_seat seat;       /* for channels; its wakers', and those who cancel a group */
};

/* Which runs are marked in the recording (marks.h); under run_lock. */
struct pt_marks {
	bool on;
	uint32_t runs, marked;
	uint64_t opened_ns, last_ns;
	uint64_t spent_ns; /* on marking */
};

struct partop_pool {
	struct pt_sleep sleep;
	PT_ALIGNED(64)
	PT_ATOMIC(uint32_t) ctl; /* PT_CTL_xx, a futex */
	PT_ALIGNED(64)           /* seldom written */
	struct pt_group group[PT_GROUPS];
	PT_ATOMIC(uint64_t) groups_free;
	PT_ATOMIC(uint32_t) crowded; /* more workers than CPUs: yield instead of spinning */
	PT_ATOMIC(uint64_t) looked;  /* ticks at which that was found out */
	PT_ATOMIC(uint32_t) started; /* futex: the threads may go */
	PT_ATOMIC(uint32_t) cancelled_outside; /* cancelled by partop_pool_cancel() */
	pthread_mutex_t run_lock;              /* held by worker 0's thread during a run */
	struct pt_marks marks;
	struct pt_worker *worker; /* n of them; mapped */
	pthread_t *thread;        /* [0] is not used */
	uint8_t *order;           /* of the workers' victims: n lists */
	size_t worker_bytes, slot_bytes, guard_bytes;
	uint64_t book_ticks;  /* intervals from here on are worth a look at schedstat */
	uint64_t look_ticks;  /* how often to look at the affinity mask */
	uint64_t eager_ticks; /* one eager passage in so much time */
	size_t stack_bytes;
	pid_t pid;
	uint32_t id;   /* in the recording */
	char name[12]; /* of its threads: the beginning of the pool's */
#ifdef PT_DEBUG
	uint64_t opening_ns, opened_ns;
#endif
	uint32_t patience; /* rounds of search before sleeping; 0: as usual (tests) */
	int n;
	bool pinned;
	int *cpu; /* pinned: CPU of each worker */
};

extern _Thread_local struct pt_worker *pt_current /* the worker this thread runs as */
	__attribute__((visibility("hidden")));

static inline struct pt_worker *
pt_worker_of(partop_worker *w)
{
	return (struct pt_worker *)(void *)w;
}

static inline uint32_t
pt_index(const struct pt_worker *w, const partop_task *t)
{
	return (uint32_t)(t - w->pub.deque.base);
}

static inline void
pt_count(struct pt_worker *w, enum pt_counter c, uint64_t n)
{
#ifndef PT_NO_COUNTERS
	pt_rec_count(w->pen, c, n);
#else
	(void)w, (void)c, (void)n;
#endif
}

/* idle.c */
void pt_arm_all(partop_pool *p, const struct pt_worker *but);
void pt_unpark(struct pt_worker *w, struct pt_worker *by, uint32_t how);
void pt_wake_for_work(struct pt_worker *w);
void pt_search(struct pt_worker *w, partop_task *head);
void pt_search_end(struct pt_worker *w);
void pt_search_quit(partop_pool *p);
void pt_go_sleep(struct pt_worker *w, partop_task *t);
void pt_go_sleep_only(struct pt_worker *w, partop_task *t);
unsigned pt_patience(const partop_pool *p);
void pt_relax(const partop_pool *p);
void pt_look_at_cpus(partop_pool *p);

/* steal.c */
bool pt_steal_from(struct pt_worker *w, struct pt_worker *victim, partop_task *head);
bool pt_hunt(struct pt_worker *w, partop_task *head);
void pt_gauge_stack(struct pt_worker *w);

/* serve.c */
void pt_serve(struct pt_worker *w, uint32_t head);
bool pt_is_eager(struct pt_worker *w);

/* join.c */
bool pt_may_nest(const struct pt_worker *w);
void pt_join_wait(struct pt_worker *w, partop_task *t);

/* counters.c */
void pt_gauge_slots(struct pt_worker *w);

/* group.c */
bool pt_group_cancelled(partop_pool *p, uint32_t group);
uint32_t pt_group_of(const struct pt_worker *w, uint32_t i);
void pt_drop_task(struct pt_worker *w, partop_task *t);

/* scope.c: of a scope's tasks */
extern struct partop_kind pt_scope_kind __attribute__((visibility("hidden")));

/* control.c */
bool pt_must_stop(struct pt_worker *w);
void pt_pause_here(struct pt_worker *w);
void pt_hold(struct pt_worker *w, uint32_t c);

/* worker.c */
void *pt_worker_main(void *arg);

/* pool.c: frees a pool, the default one too */
void pt_pool_destroy(partop_pool *p);

#endif
