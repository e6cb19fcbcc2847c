/* SPDX-License-Identifier: MIT */
/*
 * The part of a worker that the inlined spawn and sync see: task slots, the split deque's data and
 * its two gates.  Nothing here is for direct use; the layout may change with the soname.
 *
 *      base        tail          split            head (a register of the owner)
 *       |  stolen   |   shared     |    private     |  free
 *
 * The owner spawns and syncs at head, LIFO.  [split, head) is invisible to all other workers and
 * costs no atomic read-modify-write.  [tail, split) can be stolen from its old end.
 * tail and split are indexes of a stack, not counters: they cannot wrap, and a thief reads the
 * slot only after its CAS has made it the owner of that slot, so an equal word met later (ABA)
 * is an equal right to slot[tail].
 *
 * The gates are two words the owner compares its head with, one at spawn, one at sync:
 *      spawn is slow when head >= limit        limit: base+soft, or 0      when armed
 *      sync  is slow when head <  sgate        sgate: base+split, or ~0    when armed
 * G1: only the owner stores an open value, all others store "armed".  By coherence of one
 *     variable the owner reads its own last store or "armed": it never takes a shared slot and
 *     never runs past the end, under any memory model.  So the fast path loads are relaxed.
 * G2: every write to a gate, the owner's too, is an acq_rel EXCHANGE.  Owner and armer meet in
 *     the modification order of the gate: either the armer came first, then the owner has
 *     acquired all the armer wrote before (and must look at it after opening); or the armer
 *     came last, then the gate is still armed and the armer has acquired all the owner
 *     published before.  That is the whole store-load problem, solved without a fence.
 *
 * Source of the algorithm: the split deque and by-value slots are those of Lace (T. van Dijk and
 * J. van de Pol, 2014); the two gates and the sleep protocol are partop's own.
 */
#ifndef PT_PARTOP_DETAIL_WORKER_H
#define PT_PARTOP_DETAIL_WORKER_H

#include <partop/detail/atomic.h>

#define PT_LIKELY(x) __builtin_expect(!!(x), 1)
#define PT_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define PT_API __attribute__((visibility("default")))

#define PT_LIMIT_ARMED ((uintptr_t)0)
#define PT_SGATE_ARMED (~(uintptr_t)0)
#define PT_TASK_WORDS 6

#ifdef __cplusplus
extern "C" {
#endif

typedef struct partop_pool partop_pool;
typedef struct partop_worker partop_worker;
typedef struct partop_task partop_task;

/* What a user's function looks like: the worker that runs it, the first free task slot of that
 * worker, and an argument of its own. */
typedef void partop_fn(partop_worker *w, partop_task *head, void *arg);

/* The same by value: one word, or two, in, and a word out. */
typedef uint64_t partop_word_fn(partop_worker *w, partop_task *head, uint64_t x);
typedef uint64_t partop_words_fn(partop_worker *w, partop_task *head, uint64_t x, uint64_t y);

/*
 * Kind of a task, its label: one static object per kind, made by the task macros.  A slot points
 * to its kind, so naming a task costs nothing at spawn.
 */
struct partop_kind {
	void (*run)(partop_worker *w, partop_task *head, partop_task *t);
	const char *name;
	int8_t lo, hi;			/* argument words that are a range, -1: none */
	PT_ATOMIC(uint32_t) label;	/* the runtime's: registered when first stolen */
};

/* One task, by value, on one cache line.  Written by its owner, by its thief once stolen. */
struct partop_task {
	struct partop_kind *kind;
	PT_ATOMIC(uint32_t) state;
	uint32_t group;			/* cancellation group; valid while shared */
	uint64_t a[PT_TASK_WORDS];	/* arguments, then the result */
};

struct pt_deque {
	PT_ALIGNED(64)			/* line 0: written only when a gate is armed or opened */
	PT_ATOMIC(uintptr_t) limit;
	PT_ATOMIC(uintptr_t) sgate;
	PT_ALIGNED(64)			/* line 1: the owner's */
	PT_ATOMIC(uint64_t) *spawned;	/* in the recording: the owner stores, any thread reads */
	uint32_t split;			/* == PT_SPLIT(ts), owner's copy */
	uint32_t soft;			/* slots before overflow */
	PT_ALIGNED(64)			/* line 2: the thieves' */
	PT_ATOMIC(uint64_t) ts;		/* tail in the low half, split in the high half */
	partop_task *base;		/* constant */
	uint32_t slot;			/* of the worker in the recording; constant */
};

struct partop_worker {
	struct pt_deque deque;
};

/* The slow halves of spawn, sync and poll. */
PT_API void partop_detail_spawn(partop_worker *w, partop_task *t);
PT_API bool partop_detail_sync(partop_worker *w, partop_task *t); /* true: the caller runs t */
PT_API void partop_detail_poll(partop_worker *w, partop_task *head);

/* One store to the recording.  Builds with PT_NO_COUNTERS are for measuring what counting costs. */
static inline void
pt_count_spawn(partop_worker *w)
{
#ifndef PT_NO_COUNTERS
	PT_ATOMIC(uint64_t) *n = w->deque.spawned;

	PT_ST(*n, PT_LD(*n, relaxed) + 1, relaxed);
#else
	(void)w;
#endif
}

/*
 * Checked spawns and syncs, for programs all of whose parts are built with -DPARTOP_DEBUG, on
 * libpartop-debug or a libpartop configured with --enable-debug: a forgotten sync, a wrong head, or
 * another call at the sync than at the spawn, or a spawn in a leaf, ends the program with a message.
 */
#if defined(PARTOP_DEBUG) || defined(PT_DEBUG)
PT_API void partop_detail_pushed(partop_worker *w, partop_task *t);
PT_API void partop_detail_popping(partop_worker *w, partop_task *t);
PT_API void partop_detail_popped(partop_worker *w);	/* the caller runs it */
PT_API void partop_detail_called(partop_worker *w, const partop_task *t,
	const struct partop_kind *kind, uintptr_t fn, uint64_t x, uint64_t y);
PT_API void partop_detail_check_spawns(void);
/* The library's, around a function of the program that neither spawns nor runs loops; and in loops. */
PT_API void partop_detail_leaf_begin(partop_worker *w, const char *algorithm);
PT_API void partop_detail_leaf_end(partop_worker *w);
PT_API void partop_detail_looping(partop_worker *w);
#else
#define partop_detail_pushed(w, t) ((void)0)
#define partop_detail_popping(w, t) ((void)0)
#define partop_detail_popped(w) ((void)0)
#define partop_detail_called(w, t, kind, fn, x, y) ((void)0)
#define partop_detail_leaf_begin(w, algorithm) ((void)0)
#define partop_detail_leaf_end(w) ((void)0)
#define partop_detail_looping(w) ((void)0)
#endif
#ifdef PARTOP_DEBUG
__attribute__((constructor)) static void
partop_detail_this_is_checked(void)
{
	partop_detail_check_spawns();
}
#endif

/* Slot t == head has been filled in: make it a task.  The caller then increments its head. */
static inline void
pt_push(partop_worker *w, partop_task *t, struct partop_kind *kind)
{
	t->kind = kind;
	partop_detail_pushed(w, t);
	pt_count_spawn(w);
	if (PT_UNLIKELY((uintptr_t)t >= PT_LD(w->deque.limit, relaxed))) /* G1 */
		partop_detail_spawn(w, t);
}

/* t == --head.  True: the caller runs the task itself.  False: the result is in t->a. */
static inline bool
pt_pop(partop_worker *w, partop_task *t)
{
	partop_detail_popping(w, t);
	if (PT_LIKELY((uintptr_t)t >= PT_LD(w->deque.sgate, relaxed)) /* G1 */
		|| partop_detail_sync(w, t)) {
		partop_detail_popped(w);
		return true;
	}
	return false;
}

/* Is this worker asked for something: for work, to pause, to cancel?  One load. */
static inline bool
pt_asked(partop_worker *w)
{
	return PT_UNLIKELY(PT_LD(w->deque.limit, relaxed) == PT_LIMIT_ARMED);
}

#ifdef __cplusplus
}
#endif
#endif
