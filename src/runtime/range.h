/* SPDX-License-Identifier: MIT */
/*
 * The engine below partop_for() and partop_reduce(): runs a range in chunks and hands out the upper
 * half of what is left when a thief asks.  Other policies are in share.h.
 *
 * A *loop* is one call of partop_for() or partop_reduce(); it lives on the caller's C stack, which
 * outlives all its *halves*, the tasks made by splitting.  An accumulator is NULL in a plain loop.
 */
#ifndef PT_RUNTIME_RANGE_H
#define PT_RUNTIME_RANGE_H

#include <partop/range.h>

struct pt_loop {
	struct partop_kind *kind;    /* of the halves */
	struct partop_kind own_kind; /* when the loop has a label of its own */
	partop_for_fn *body;         /* plain loops */
	const struct partop_reducer *reducer;
	void *arg;
	const struct partop_chunk_copy *copy;
	enum partop_policy policy;
	uint64_t grain;           /* fixed chunk, 0: adaptive */
	uint64_t cap;             /* largest adaptive chunk */
	uint64_t target;          /* ticks an adaptive chunk should take */
	PT_ATOMIC(uint64_t) hint; /* chunk that a stolen half starts with */
};

/* Words of a half's slot. */
enum pt_half { PT_HALF_LO, PT_HALF_HI, PT_HALF_LOOP, PT_HALF_ACC };

/* 0, or -EINVAL: an unknown policy, or one that lacks what it needs. */
int pt_loop_init(struct pt_loop *l, partop_worker *w, uint64_t n, struct partop_kind *kind,
	const struct partop_range_options *o);

/* Runs [lo, hi), which is not empty, by the loop's policy.  result: a fresh accumulator. */
void pt_loop_start(struct pt_loop *l, partop_worker *w, partop_task *head, void *result,
	uint64_t lo, uint64_t hi);

/* Runs [lo, hi) and joins all halves that were split off it. */
void pt_loop_run(struct pt_loop *l, partop_worker *w, partop_task *head, void *acc, uint64_t lo,
	uint64_t hi);

/* reduce.c: takes in the half in slot t, which a thief has run. */
void pt_reduce_take(struct pt_loop *l, partop_worker *w, partop_task *t, void *acc);

#endif
