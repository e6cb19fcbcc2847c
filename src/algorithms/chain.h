/* SPDX-License-Identifier: MIT */
/*
 * Blocks of a range that depend on all blocks before them, run by several workers: what prefix sums
 * and filters have in common.
 *
 * A worker takes the next block.  When what lies before it is known, the block is run *in order*, in
 * one pass.  When it is not, the worker does what can be done *ahead* of it, which gives the block's
 * *own* accumulator, and later, when what is *before* is known, what is left *behind*.  Before op own
 * is *after*, which is the next block's before.
 *
 * The worker that makes an after known tells the next block; if that one was run ahead already, its
 * own is linked to it right there, and so on (chain.c: publish()).  So no worker waits for another
 * to link a block; it waits only with ahead_max blocks of its own behind, or at the end, and then
 * for a block that another worker is running at this moment: those that run a block do nothing else
 * before it is run.
 */
#ifndef PT_ALGORITHMS_CHAIN_H
#define PT_ALGORITHMS_CHAIN_H

#include <partop/range.h>

struct pt_chain;

struct pt_chain_ops {
	/* [lo, hi): *acc is before and becomes after. */
	void (*in_order)(const struct pt_chain *c, partop_worker *w, partop_task *head, void *acc,
		uint64_t lo, uint64_t hi);
	/* *own, not yet made, becomes the block's. */
	void (*ahead)(const struct pt_chain *c, partop_worker *w, partop_task *head, void *own,
		void *scratch, uint64_t lo, uint64_t hi);
	/* *acc is before and becomes after. */
	void (*link)(const struct pt_chain *c, void *acc, const void *own);
	/* The rest of the work; scratch is that of ahead(). */
	void (*behind)(const struct pt_chain *c, partop_worker *w, partop_task *head,
		const void *before, const void *own, void *scratch, uint64_t lo, uint64_t hi);
};

struct pt_chain {
	/* the caller's */
	const struct pt_chain_ops *ops;
	const void *what; /* for the ops, and so is arg */
	void *arg;
	size_t acc_bytes;                   /* plain data */
	size_t scratch_bytes, scratch_each; /* of a block that is run ahead, and more per index */
	const char *label;                  /* of the lanes, when the options have none */
	/* the chain's */
	uint64_t lo, hi, block, blocks;
	unsigned ahead_max;
	char *links;
	size_t stride;
	struct partop_kind kind;
	PT_ATOMIC(uint64_t) next;
};

/*
 * Runs [lo, hi), lo < hi.  *acc is what lies before it, and becomes what lies after it, or, with
 * -ECANCELED, before some block.  Returns 0 or -ECANCELED.
 */
int pt_chain_run(struct pt_chain *c, partop_worker *w, partop_task *head, void *acc, uint64_t lo,
	uint64_t hi, const struct partop_range_options *options);

#endif
