/* SPDX-License-Identifier: MIT */
/*
 * Pools of workers, and running a function in one.
 *
 * A pool is one worker for the thread that calls partop_run() (worker 0) and threads-1 threads of
 * its own.  One run at a time goes through a pool; further callers wait for their turn.
 * An idle pool uses no CPU.
 */
#ifndef PARTOP_POOL_H
#define PARTOP_POOL_H

#include <partop/detail/worker.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PARTOP_MAX_THREADS 256

/* How to open a pool.  Zero in any field: the default. */
struct partop_config {
	int threads;		/* workers, 1..256; 0: partop_default_threads() */
	uint32_t task_slots;	/* unsynced tasks per worker before spawns run at once; 0: 2^20 */
	size_t stack_bytes;	/* C stack of the pool's own threads; 0: 8 MiB */
	const char *name;	/* in recordings; copied; NULL: "partop" */
	bool pin;		/* worker i to the i-th allowed CPU, when there are enough of them;
				   worker 0's thread is pinned during a run and restored after it */
	uint64_t seed;		/* of the choice of victims; 0: the same in every process */
};

/*
 * Opens a pool.  *out is the caller's until partop_pool_close().
 * Returns 0, -EINVAL (more than 256 threads, negative, 2^26 slots or more), -ENOMEM, or another
 * negative errno; *out is then NULL.  When the system refuses threads after the first, the pool
 * works with fewer: partop_pool_threads() tells.
 * Any thread.  Costs about 20 us and one thread creation per worker.
 */
PT_API int partop_pool_open(partop_pool **out, const struct partop_config *config);

/*
 * Ends the threads and frees the pool.  No run may be in progress and none may follow.  NULL and
 * the default pool (which is closed at exit) are ignored.  Not from inside a task of this pool.
 */
PT_API void partop_pool_close(partop_pool *pool);

/* The pool that NULL stands for: made on first use with defaults, closed at exit.  NULL when it
 * cannot be made.  Any thread. */
PT_API partop_pool *partop_pool_default(void);

/* Workers actually running, worker 0 included. */
PT_API int partop_pool_threads(const partop_pool *pool);

/* PARTOP_THREADS when that is a number in 1..256, else the smaller of the affinity mask and the
 * cgroup quota (rounded up), at most 256. */
PT_API int partop_default_threads(void);

/*
 * Runs fn(w, head, arg) with the calling thread as worker 0 of the pool (NULL: the default pool),
 * and returns when it and all its tasks have ended.
 *
 * Returns 0, the first error given to partop_fail() or partop_pool_cancel() outside of inner
 * groups, or -ENOMEM when there is no default pool.
 *
 * Any thread; runs of one pool take turns.  Inside a task: another pool that is free is used as
 * usual; a pool that is busy, as the task's own pool always is, is not waited for (that could
 * last for ever): fn runs at once on the current worker, and what it spawns runs at its spawn.
 * To stay parallel inside a pool, call the function with your own w and head instead.
 * Costs about 0.2 us.
 */
PT_API int partop_run(partop_pool *pool, partop_fn *fn, void *arg);

/*
 * Control, from any thread.  All of these reach a worker at its next spawn, sync, poll or chunk
 * border; a leaf without any of them is not interruptible.
 */

/* Cancels the current run, if any: error (not 0) is what partop_run() returns, unless an earlier
 * one was given.  Tasks not yet started are dropped and counted. */
PT_API void partop_pool_cancel(partop_pool *pool, int error);

/* Holds every worker at its next passage; lets n passages through; lets all go on. */
PT_API void partop_pool_pause(partop_pool *pool);
PT_API void partop_pool_step(partop_pool *pool, unsigned n);
PT_API void partop_pool_resume(partop_pool *pool);

/* Totals over the workers of a pool since it was opened.  Live: read while a run goes on, the
 * fields belong to slightly different moments. */
struct partop_counters {
	uint64_t spawned;	/* tasks made */
	uint64_t stolen;	/* of them run by another worker */
	uint64_t cancelled;	/* of them dropped; at rest executed == spawned - cancelled */
	uint64_t overflow;	/* of them run at spawn, because the slots were full */
	uint64_t steal_attempts, lost_races, requests;
	uint64_t splits, chunks; /* of partop_for() and partop_reduce() */
	uint64_t parks, wakes;
};
PT_API void partop_pool_counters(const partop_pool *pool, struct partop_counters *out);

/* ---- of a worker, from inside a task ---- */

/* Number of the worker in its pool, 0..count-1.  The calling task's own worker: cheap. */
PT_API uint32_t partop_worker_index(const partop_worker *w);

/* Workers of its pool. */
PT_API int partop_worker_count(const partop_worker *w);

/* ---- for recordings ---- */

/* How long the best sequential version of the program's work takes, in nanoseconds: with it
 * partop shows speedup.  Any thread, any time; the last call wins. */
PT_API void partop_set_baseline_ns(uint64_t ns);

/* Names tasks of the plain API: fn appears as `name` (copied) from its next theft on.  At most
 * 256 functions.  Any thread. */
PT_API void partop_label(partop_fn *fn, const char *name);

/* Puts a mark into the recording: a label (the text should be a literal or one of few) and a value.
 * From a task, with its own w. */
PT_API void partop_mark(partop_worker *w, const char *label, uint32_t value);

#ifdef __cplusplus
}
#endif
#endif
