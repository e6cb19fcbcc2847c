/* SPDX-License-Identifier: MIT */
/*
 * Parallel loops over two dimensions: rows and columns, cut into tiles.
 *
 *	static void
 *	draw(partop_worker *w, partop_task *head, const struct partop_tile *t, void *arg)
 *	{
 *		double (*picture)[1920] = arg;
 *
 *		for (uint64_t y = t->row_lo; y < t->row_hi; y++)
 *			for (uint64_t x = t->column_lo; x < t->column_hi; x++)
 *				picture[y][x] = (double)(x * y);
 *	}
 *
 *	struct partop_tile whole = { 0, 1080, 0, 1920 };
 *
 *	partop_for_2d(w, head, &whole, draw, picture, NULL);
 *
 * As TBB's parallel_for over a blocked_range2d.  Manual: partop_for_2d(3).
 */
#ifndef PARTOP_RANGE2D_H
#define PARTOP_RANGE2D_H

#include <partop/range.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Rows [row_lo, row_hi) by columns [column_lo, column_hi). */
struct partop_tile {
	uint64_t row_lo, row_hi;
	uint64_t column_lo, column_hi;
};

/* The body of a loop: runs one tile, never an empty one.  *tile is read during the call only.
 * Called by several workers at a time with the same arg.  May spawn, sync what it spawned, and run
 * loops of its own. */
/* clang-format off */
typedef void partop_for_2d_fn(partop_worker *w, partop_task *head, const struct partop_tile *tile,
	void *arg);
/* clang-format on */

/*
 * Runs body over tiles that cover *whole once, in any order, and returns when all have ended.
 *
 * A tile is cut in two in its longer side, of equal sides by rows, until it is small enough: so
 * tiles are nearly square, and neighbours in both directions are near in time.
 * whole: read during the call; one without rows or columns calls nothing.  arg is handed through.
 * options may be NULL.  grain: most cells (rows times columns) of a tile; 0: adaptive, tiles grow
 * until one takes about 5 us.  label: in recordings, NULL: "for 2d"; a tile is shown by its rows.
 * A policy other than PARTOP_STEAL shares out whole rows, as partop_for() shares out indexes, and
 * the tiles are bands of them.
 * When its group is cancelled, no further tiles are begun; partop_cancelled() tells.
 *
 * Threads: from a task, with its own w and head.
 * Memory: task slots, one per halving, at most 128 of one worker.
 * Cost: about 60 ns per tile.
 */
PT_API void partop_for_2d(partop_worker *w, partop_task *head, const struct partop_tile *whole,
	partop_for_2d_fn *body, void *arg, const struct partop_range_options *options);

#ifdef __cplusplus
}
#endif
#endif
