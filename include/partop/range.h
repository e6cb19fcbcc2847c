/* SPDX-License-Identifier: MIT */
/*
 * Parallel loops over a range of indexes [lo, hi): for and reduce, by lazy splitting.
 *
 * A worker runs its range in chunks; at each border it looks at its gate (one load), and hands out
 * the upper half of what is left when a thief has asked, or before a chunk that may be long: a first
 * one, or one of a given grain.  So there are about as many tasks as there are thefts, not as many
 * as there are chunks, and no grain has to be chosen: chunks start at one index and double until one
 * takes about 5 us, or until there are only 8 per worker.
 *
 *	static void
 *	scale(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
 *	{
 *		double *x = arg;
 *
 *		for (uint64_t i = lo; i < hi; i++)
 *			x[i] *= 2;
 *	}
 *
 *	partop_for(w, head, 0, n, scale, x, NULL);
 *
 * Source: lazy binary splitting, A. Tzannes, G. Caragea, R. Barua, U. Vishkin, PPoPP 2010.
 * Manual: partop_for(3), partop_reduce(3).
 */
#ifndef PARTOP_RANGE_H
#define PARTOP_RANGE_H

#include <partop/detail/worker.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * How a range is shared out among P workers: what TBB calls a partitioner, OpenMP a schedule.
 *
 * PARTOP_STEAL is for use; the others are what people compare with.  None of these hands work on that
 * has been shared out once, and a worker that is busy elsewhere when the loop begins joins in when it
 * looks for work, if there is some left.
 */
enum partop_policy {
	PARTOP_STEAL,        /* lazy splitting, as above */
	PARTOP_STATIC,       /* P equal parts, part k for worker k; another worker runs it only
				   when it is out of work before worker k has begun */
	PARTOP_DYNAMIC,      /* a central queue of equal chunks */
	PARTOP_GUIDED,       /* a central queue of chunks of a P-th of what is left */
	PARTOP_THREADS,      /* as PARTOP_DYNAMIC, and each chunk is run by a new thread, which its
				   worker waits for: so there are at most P at once */
	PARTOP_THREADS_COPY, /* the same, and each chunk is copied first, as by a program that may
				   not share memory among threads: needs options.copy */
};

/*
 * How a chunk gets memory of its own, for PARTOP_THREADS_COPY.  Called by the workers, several at a
 * time; what it takes is part of the loop's time.
 */
struct partop_chunk_copy {
	/* Copies what the body needs for [lo, hi).  Returns what the body gets instead of arg, NULL when
	 * there is no memory: then the body gets arg itself. */
	void *(*make)(uint64_t lo, uint64_t hi, void *arg);
	/* The chunk has ended: writes back what is wanted of it, and frees it. */
	void (*end)(void *copy, uint64_t lo, uint64_t hi, void *arg);
};

/* Options of one loop; NULL or zeros: the defaults.  Read during the call only. */
struct partop_range_options {
	/*
	 * Most indexes per chunk.  0: PARTOP_STEAL adapts; PARTOP_STATIC makes one chunk of a part;
	 * PARTOP_GUIDED goes down to 1 (else: no chunk but the last is smaller than this); of the
	 * others a worker's equal share has 32 chunks.
	 */
	uint64_t grain;
	enum partop_policy policy;
	const char *label;                    /* in recordings: a literal or one of few texts; NULL:
					   "for", "reduce" */
	const struct partop_chunk_copy *copy; /* read for PARTOP_THREADS_COPY only */
};

/* The body of a loop: runs the indexes [lo, hi) of one chunk, lo < hi.  Called by several workers
 * at a time with the same arg.  May spawn, sync what it spawned, and run loops of its own.  With
 * PARTOP_THREADS its thread is a new one, which acts as the worker w. */
/* clang-format off */
typedef void partop_for_fn(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi,
	void *arg);
/* clang-format on */

/*
 * Runs body over chunks that cover [lo, hi) once, in any order, and returns when all have ended.
 *
 * An empty range (lo >= hi) calls nothing.  options may be NULL.  arg is handed through.
 * When its group is cancelled, the loop stops at the next border of each chunk: some indexes have
 * then not been run; partop_cancelled() tells.
 * An unknown policy, or PARTOP_THREADS_COPY without options.copy: calls nothing, and gives -EINVAL to
 * the group.  When no thread can be made, the worker runs the chunk itself.
 *
 * Threads: from a task, with its own w and head.
 * Memory: none but a task slot per half handed out and not yet joined, at most 64 of one worker; with
 * a policy other than PARTOP_STEAL one per worker.
 * Cost: about 50 ns per loop, a load and (adaptive) a clock reading of 10 ns per chunk.  Policies:
 * about 10 ns per worker and loop, an atomic operation on a shared line per chunk, and what
 * making a thread takes, some 20 us.
 */
PT_API void partop_for(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi,
	partop_for_fn *body, void *arg, const struct partop_range_options *options);

/*
 * An associative operation, `op`; it need not be commutative.  All three functions get the arg of
 * partop_reduce(), and are called by several workers at a time, each with other accumulators.
 *
 * An accumulator is `size` bytes.  The library's own begin on a cache line (64 bytes), are freed
 * by free() after combine(), and may move from one worker to another between two calls.
 */
struct partop_reducer {
	size_t size;
	/* Makes *acc the identity: identity op x == x. */
	void (*identity)(void *acc, void *arg);
	/* Adds the indexes [lo, hi), lo < hi, which follow those already in *acc:
	 * *acc = *acc op lo op lo+1 ... op hi-1.  May spawn, sync and run loops. */
	void (*fold)(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi,
		void *arg);
	/* *left = *left op *right; the indexes of *right follow those of *left.  *right is not used
	 * afterwards: what it owns is to be taken over or freed here. */
	void (*combine)(void *left, void *right, void *arg);
};

/*
 * Reduces [lo, hi) into *result.
 *
 * result: reducer->size bytes, the caller's, aligned as the caller likes; identity() is called on
 * it first, so an empty range gives the identity.  reducer and options (NULL: defaults) are read
 * during the call only.
 * The operands are combined in index order, however the work was shared out: only rounding, for an
 * operation that is not quite associative, differs from run to run.
 * Folding is done in place: another accumulator is made only for a range that was stolen, so there
 * are never more of them than stolen ranges under way; when there is no memory for one, the
 * joiner folds these indexes itself.
 * With other policies accumulators are made for chunks that do not follow each other on one worker,
 * and combined as soon as they do: at most 4 per worker.  When there is no memory for them, the caller
 * folds all.  With PARTOP_THREADS_COPY, fold() gets the copy, the other two functions arg.
 *
 * Returns 0; -ECANCELED when the calling task's group is cancelled: *result then holds a part, as
 * valid an accumulator as any; or -EINVAL, where partop_for() would give that to the group: *result is
 * the identity.
 * Threads: from a task, with its own w and head.
 * Cost: as partop_for(), and per theft of a range an allocation, identity() and combine().
 */
PT_API int partop_reduce(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi,
	const struct partop_reducer *reducer, void *result, void *arg,
	const struct partop_range_options *options);

#ifdef __cplusplus
}
#endif
#endif
