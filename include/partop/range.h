/* SPDX-License-Identifier: MIT */
/*
 * Parallel loops over [lo, hi): for and reduce, by lazy splitting.
 *
 * A worker runs its range in chunks; at each border it looks at its gate (one load), and when
 * somebody wants work it hands out the upper half of what is left.  So there are as many tasks as
 * there are thefts, not as many as there are chunks, and no grain has to be chosen: chunks start at
 * one index and double until one takes about 5 us.
 *
 * Source: lazy binary splitting, A. Tzannes, G. Caragea, R. Barua, U. Vishkin, PPoPP 2010.
 */
#ifndef PARTOP_RANGE_H
#define PARTOP_RANGE_H

#include <partop/detail/worker.h>

#ifdef __cplusplus
extern "C" {
#endif

enum partop_policy {
	PARTOP_STEAL,		/* lazy splitting, as above */
};

/* Options of one loop; NULL or zeros: the defaults. */
struct partop_range_options {
	uint64_t grain;			/* indexes per chunk; 0: adaptive */
	enum partop_policy policy;
	const char *label;		/* in recordings: a literal or one of few texts; NULL:
					   "for", "reduce" */
};

/* Runs the indexes [lo, hi) of one chunk, lo < hi.  May spawn and call other loops. */
typedef void partop_for_fn(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi,
	void *arg);

/*
 * Runs body over chunks that cover [lo, hi) once, in any order, and returns when all have ended.
 * When the group is cancelled, the loop stops at its next chunk borders.
 * From a task, with its own w and head.  Costs about 50 ns per loop, 1 load per chunk.
 */
PT_API void partop_for(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi,
	partop_for_fn *body, void *arg, const struct partop_range_options *options);

/*
 * An associative operation (it need not be commutative).  An accumulator is `size` bytes, aligned
 * to 64; one is used by one worker at a time.
 */
struct partop_reducer {
	size_t size;
	/* Makes *acc neutral. */
	void (*identity)(void *acc, void *arg);
	/* Adds the indexes [lo, hi), lo < hi, which follow those already in *acc. */
	void (*fold)(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi,
		void *arg);
	/* *left = *left op *right; the indexes of *right follow those of *left.  *right is not used
	 * afterwards: what it owns is to be taken over or freed here. */
	void (*combine)(void *left, void *right, void *arg);
};

/*
 * Reduces [lo, hi) into *result (reducer->size bytes, the caller's), which is made by identity()
 * first.  Results are combined in index order.  Folding is done in place: another accumulator is
 * made only for a range that was stolen, so there are never more of them than thefts under way;
 * when there is no memory for one, the range's indexes are folded by the joiner.
 *
 * Returns 0, or -ECANCELED when the group is cancelled: *result then holds a part.
 * -ENOMEM is never returned today, but may be by other policies.
 */
PT_API int partop_reduce(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi,
	const struct partop_reducer *reducer, void *result, void *arg,
	const struct partop_range_options *options);

#ifdef __cplusplus
}
#endif
#endif
