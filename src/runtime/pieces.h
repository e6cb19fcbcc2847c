/* SPDX-License-Identifier: MIT */
/*
 * Reduction in index order when chunks come from a central queue: a *piece* is an accumulator with the
 * indexes in it.  Pieces that are put back are combined with their neighbours as soon as both are
 * there, by whoever puts the second one, outside of the lock.
 *
 * So there are few.  A runner holds a piece, or two that it combines, and may have taken indexes for
 * which it has no piece yet.  The others lie in a list, no two of them neighbours, so between any two
 * lies one of these: at most two per runner are held, and two per runner, and one, are in the list.
 */
#ifndef PT_RUNTIME_PIECES_H
#define PT_RUNTIME_PIECES_H

#include "runtime/range.h"

struct pt_piece {
	struct pt_piece *next;
	uint64_t lo, hi;
	void *acc;
};

struct pt_pieces {
	struct pt_loop *l;
	const partop_pool *pool;
	void *memory;
	PT_ATOMIC(uint32_t) lock;
	struct pt_piece *free, *ended; /* under the lock; ended: in index order */
};

/* For so many runners at a time.  False: no memory. */
bool
pt_pieces_open(struct pt_pieces *p, struct pt_loop *l, const partop_pool *pool, uint64_t runners);

/* A piece without indexes, to begin at lo.  The caller raises its hi as it goes on. */
struct pt_piece *pt_pieces_take(struct pt_pieces *p, uint64_t lo);
void pt_pieces_put(struct pt_pieces *p, struct pt_piece *x);

/* All runners are done: combines what there is into *result, in order, and frees the memory. */
void pt_pieces_close(struct pt_pieces *p, void *result);

#endif
