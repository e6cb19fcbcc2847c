/* SPDX-License-Identifier: MIT */
/*
 * Pools of workers, and running a function in one.
 *
 * A pool is one worker for the thread that calls partop_run() (worker 0) and threads-1 threads of
 * its own.  One run at a time goes through a pool; further callers wait for their turn.
 * An idle pool uses no CPU time.
 *
 *	static void
 *	root(partop_worker *w, partop_task *head, void *arg)
 *	{
 *		partop_for(w, head, 0, 1000, body, arg, NULL);	// or spawn, reduce, a scope
 *	}
 *
 *	int error = partop_run(NULL, root, &job);	// NULL: the default pool
 *
 * The rules for all functions stand in partop.h.  Manual: partop_run(3).
 */
#ifndef PARTOP_POOL_H
#define PARTOP_POOL_H

#include <partop/detail/worker.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PARTOP_MAX_THREADS 256 /* workers of one pool */

/* The error of a group whose functions did not sync all that they had spawned: see partop_run(). */
#define PARTOP_UNSYNCED (-39) /* -ENOTEMPTY on Linux */

/* How to open a pool.  Zero in any field: the default.  Later versions may add fields at the end
 * with the next soname, so zero it whole: `struct partop_config c = { .threads = 4 };` */
struct partop_config {
	int threads;         /* workers, 1..PARTOP_MAX_THREADS; 0: partop_default_threads().
				   More workers than CPUs are allowed. */
	uint32_t task_slots; /* unsynced tasks per worker before spawns run at once, below 2^26;
				   0: 2^20.  64 bytes each, of address space until used. */
	size_t stack_bytes;  /* C stack of the pool's own threads; 0: 8 MiB.  Not less than
				   PTHREAD_STACK_MIN; worker 0 runs on its caller's stack. */
	const char *name;    /* in recordings and, cut, of its threads; copied; NULL: "partop" */
	bool pin;            /* worker i to the i-th allowed CPU, when there are enough of them;
				   worker 0's thread is pinned during a run and restored after it.
				   Thieves then look at near workers first. */
	uint64_t seed;       /* of the choice of victims; 0: the same in every process */
};

/*
 * Opens a pool.
 *
 * config may be NULL: all defaults.  It is read during the call only.  *out is the caller's until
 * partop_pool_close().  When the system refuses threads after the first, the pool works with
 * fewer: partop_pool_threads() tells.
 *
 * Returns 0; -EINVAL: a field is out of its range; -ENOMEM, or another negative errno: no memory or
 * address space.  *out is then NULL.
 * Threads: any, also from inside a task.  New threads inherit the caller's signal mask and, unless
 * pinned, its CPU affinity.
 * Cost: about 20 us and a thread creation per worker.
 */
PT_API int partop_pool_open(partop_pool **out, const struct partop_config *config);

/*
 * Ends the pool's threads and frees it.
 *
 * No run may be in progress and no use may follow.  NULL and the default pool, which is closed at
 * exit, are ignored.
 *
 * Threads: any but the pool's own workers.  Returns when the threads have ended.
 * In a forked child it frees the copy of a pool that the parent opened.
 */
PT_API void partop_pool_close(partop_pool *pool);

/*
 * The pool that NULL stands for in partop_run(): made on first use with all defaults, closed at
 * exit.  NULL when it cannot be made; the next call tries again.
 *
 * Ownership: the library's.  A forked child gets one of its own.
 */
PT_API partop_pool *partop_pool_default(void);

/* Workers that the pool really has, worker 0 included.  Constant while the pool is open. */
PT_API int partop_pool_threads(const partop_pool *pool);

/*
 * Workers of a pool that does not say: PARTOP_THREADS when that is a number in
 * 1..PARTOP_MAX_THREADS (another value is ignored), else the smaller of the CPUs the calling thread
 * is allowed and the cgroup's CPU quota, rounded up; at least 1, at most PARTOP_MAX_THREADS.
 *
 * Cost: about 0.1 ms, the quota is read from files.
 */
PT_API int partop_default_threads(void);

/*
 * Runs fn(w, head, arg) with the calling thread as worker 0 of the pool, and returns when it has
 * ended; all its tasks have by then.
 *
 * pool may be NULL: the default pool.  arg is handed through.  fn is in a group of its own, the
 * run's *root group*.
 *
 * Returns 0, or the root group's first error: what was given to partop_fail() outside of inner
 * groups, or to partop_pool_cancel().  -ENOMEM: there is no default pool, nothing was run.
 * PARTOP_UNSYNCED: a function ended without a sync of what it had spawned, or was given a head that
 * is not the newest.  What was left is dropped, what ran already has ended.  It is found where tasks
 * were shared with other workers, at no cost; in a pool of one worker and for tasks that no thief
 * could have taken only -DPARTOP_DEBUG finds it (partop-debug.pc).
 * Threads: any; runs of one pool take turns.  Inside a task: another pool that is free is used as
 * usual; a pool that is busy, as the task's own pool always is, is not waited for (that could
 * last for ever): fn runs at once on the current worker, and what it spawns runs at its spawn.
 * To stay parallel inside a pool, call the function with your own w and head instead.
 * Cost: about 0.2 us, and 4 us until a sleeping worker joins in.
 */
PT_API int partop_run(partop_pool *pool, partop_fn *fn, void *arg);

/*
 * Control.  Any thread may call these four.  They reach a worker at its next *passage*: a spawn,
 * sync, poll or border of a chunk; a leaf without any of them goes on to its end.
 */

/*
 * Cancels the run in progress: its root group gets the error (not 0), unless it has one.
 *
 * Tasks not yet started are dropped and counted; partop_run() returns the error.  Between runs it
 * does nothing: the next run begins without error.
 * Cost: about 1 us and 50 ns per worker.
 */
PT_API void partop_pool_cancel(partop_pool *pool, int error);

/*
 * Holds every worker at its next passage, until partop_pool_resume().  Does not wait for them.
 *
 * Pauses do not nest: one resume ends any number of them.  From inside a task: some other thread
 * has to resume.  partop_pool_close() resumes.
 */
PT_API void partop_pool_pause(partop_pool *pool);

/* Lets n more passages through a pause, n below 2^29, whichever workers come first.  Without a
 * pause it has no lasting effect. */
PT_API void partop_pool_step(partop_pool *pool, unsigned n);

/* Ends a pause and drops steps that are left. */
PT_API void partop_pool_resume(partop_pool *pool);

/* Totals over the workers of a pool, and maxima of one worker (_max), since it was opened. */
struct partop_counters {
	uint64_t spawned;         /* tasks made */
	uint64_t stolen;          /* of them taken by another worker */
	uint64_t cancelled;       /* of them dropped; at rest executed == spawned - cancelled */
	uint64_t overflow;        /* of them run at their spawn, because the slots were full */
	uint64_t steal_attempts;  /* looks at a victim, successful ones included */
	uint64_t lost_races;      /* of them: there was a task, but another worker took it */
	uint64_t requests;        /* of them: no task to steal, the victim was asked to share */
	uint64_t splits;          /* ranges cut in two by partop_for() and partop_reduce() */
	uint64_t chunks;          /* calls of a body or fold */
	uint64_t parks;           /* times a worker went to sleep */
	uint64_t wakes;           /* times a worker woke another one */
	uint64_t slots_max;       /* most task slots that one worker has used, seen when it rests */
	uint64_t stack_max_bytes; /* deepest C stack of one worker, seen at thefts, and at spawns
				   and syncs of a worker that was asked for work; other spawns
				   do not tell how deep they are */
};

/*
 * Reads the totals into *out.
 *
 * Exact when no run is in progress.  Live, each field is a value it had, but the fields belong to
 * slightly different moments.
 * Cost: a load per counter and worker; nothing for the workers.
 */
PT_API void partop_pool_counters(const partop_pool *pool, struct partop_counters *out);

/* ---- of a worker, from inside a task ---- */

/*
 * Number of the worker in its pool, 0..partop_worker_count()-1.  It stays the same until the task
 * ends: arrays with one element per worker need no lock.  But a sync, a loop or a call may run
 * other tasks on this worker meanwhile.  Cost: a load.
 */
PT_API uint32_t partop_worker_index(const partop_worker *w);

/* Workers of its pool.  Cost: two loads. */
PT_API int partop_worker_count(const partop_worker *w);

/* ---- for recordings; without one they cost a test or a lock, and have no effect ---- */

/*
 * Says how long the best sequential version of the work of one run (partop_run()) takes, in
 * nanoseconds: with it partop shows speedup.  Any thread, any time, before the first pool too; the
 * last call wins.
 */
PT_API void partop_set_baseline_ns(uint64_t ns);

/*
 * Names the tasks of partop_spawn() and partop_join() that run fn: they appear as `name` from their
 * next theft on.  Functions on words: partop_label_word(), partop_label_words() in task.h.
 *
 * name is copied.  The first name of a function stays; at most 256 functions have one, more are
 * ignored.  Tasks of a scope are named "scope", whatever they run.
 * Any thread.  Cost: a lock.
 */
PT_API void partop_label(partop_fn *fn, const char *name);

/*
 * Puts a mark into the recording, now and on this worker: a label and a value.  partop(1) shows the
 * last value of each label live.
 *
 * label is copied when it is new: use literals or few texts, about 700 different labels of all
 * kinds are kept.  Cost: a test when events are not recorded, else about 0.1 us.
 */
PT_API void partop_mark(partop_worker *w, const char *label, uint32_t value);

#ifdef __cplusplus
}
#endif
#endif
