/* SPDX-License-Identifier: MIT */
/*
 * Algorithms over a range of indexes [lo, hi): prefix sums, filter, search, count, least and
 * greatest.
 *
 * As with partop_for(), a function of the user's gets a chunk of the range and runs a plain loop
 * over it, which compilers inline and vectorize; the library decides which worker runs a chunk.
 *
 *	static uint64_t
 *	keep_even(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *out, void *arg)
 *	{
 *		const uint64_t *x = arg;
 *		uint64_t *to = out, n = 0;
 *
 *		for (uint64_t i = lo; i < hi; i++)
 *			if (x[i] % 2 == 0)
 *				to[n++] = x[i];
 *		return n;
 *	}
 *
 *	partop_filter(w, head, 0, n, sizeof(*x), keep_even, even, &count, x, NULL);
 *
 * What holds for all: options may be NULL, `arg` is handed through, and an empty range (lo >= hi)
 * calls no function on indexes.  They are called from a task, with its own w and head.  When the
 * task's group is cancelled they return soon, with a part of the work done; partop_cancelled()
 * tells.
 *
 * Manual: partop_scan(3), partop_filter(3), partop_find_first(3).
 */
#ifndef PARTOP_ALGORITHM_H
#define PARTOP_ALGORITHM_H

#include <partop/range.h>

#ifdef __cplusplus
extern "C" {
#endif

/* No index: the answer when there is none. */
#define PARTOP_NONE UINT64_MAX

/* A function on the indexes [lo, hi) of one chunk, lo < hi, that answers with a number.  Called by
 * several workers at a time with the same arg.  May spawn, sync what it spawned, and run loops. */
/* clang-format off */
typedef uint64_t partop_chunk_fn(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi,
	void *arg);
/* clang-format on */

/* Whether index i comes before index j: a strict order, in which neither of two equal ones is less.
 * Called by several workers at a time. */
typedef bool partop_less_fn(uint64_t i, uint64_t j, void *arg);

/* ---- prefix sums ---- */

/*
 * An associative operation, `op`, on accumulators of `size` bytes, and what is scanned.  The
 * operation need not be commutative.
 *
 * An accumulator is plain data: it may be copied byte by byte, and is not freed by any function.
 * The library's own are aligned for any type (16 bytes).  fold() and scan() are leaves: they neither
 * spawn nor run loops (another block may be waiting for theirs), but may poll.
 */
struct partop_scanner {
	size_t size;
	/* Makes *acc the identity: identity op x == x. */
	void (*identity)(void *acc, void *arg);
	/* *acc = *acc op lo op lo+1 ... op hi-1, lo < hi.  Writes no results. */
	void (*fold)(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi,
		void *arg);
	/* *left = *left op *right; the indexes of *right follow those of *left. */
	void (*combine)(void *left, const void *right, void *arg);
	/* As fold(), and writes the results of [lo, hi).  *acc has all indexes before lo in it: an
	 * inclusive scan writes it after index i was added, an exclusive one before. */
	void (*scan)(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi,
		void *arg);
};

/*
 * Prefix sums: calls scanner->scan() for blocks that cover [lo, hi) once, each with the accumulator
 * of all indexes before it.
 *
 * result: scanner->size bytes, the caller's; becomes the accumulator of the whole range, the
 * identity for an empty one.
 * A block whose predecessors are all known is scanned at once; others are folded first, and scanned
 * when they are.  So an index is folded or not, and scanned once: on one worker nothing is folded,
 * on P workers at most P in P + 1 are, and P workers are at most (P + 1) / 2 times as fast as one, as
 * no way of computing prefix sums can be faster.  A folded block is scanned soon after by the same
 * worker, from its cache: the memory is read once.
 * options: grain is the indexes of a block (more where there were more than 2^20 blocks), 0: about
 * 20 us of work; a range that takes less is done on the spot, in one pass.  A policy has no meaning
 * here: blocks begin in order.
 *
 * Returns 0, or -ECANCELED: then *result is the accumulator of the indexes before some block, and
 * not all results are written.
 * Memory: 64 bytes and two accumulators per block, and up to 256 accumulators per worker.  When there
 * is none, the calling task does it all in one pass.
 * Cost: about 0.1 us per block.
 * Source: D. Merrill, M. Garland, "Single-pass Parallel Prefix Scan with Decoupled Look-back", 2016,
 * with the successor helped by its predecessor instead of looking back.
 */
PT_API int partop_scan(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi,
	const struct partop_scanner *scanner, void *result, void *arg,
	const struct partop_range_options *options);

enum partop_scan_kind {
	PARTOP_INCLUSIVE, /* out[i] = in[0] op ... op in[i] */
	PARTOP_EXCLUSIVE, /* out[i] = identity op in[0] op ... op in[i - 1] */
};

/* An associative operation on elements of `size` bytes, which are plain data, as above. */
struct partop_operation {
	size_t size;
	void (*identity)(void *x, void *arg);
	void (*combine)(void *left, const void *right, void *arg); /* *left = *left op *right */
};

/*
 * Prefix sums of an array: the n elements of `in` into the n of `out`, which may be the same array,
 * but must not overlap in another way.
 *
 * For operations that are no matter of a few instructions, or few elements: combine() is called for
 * each, in blocks after the first twice.  A plain sum of numbers is faster by partop_scan(), with
 * loops of its own.
 *
 * Returns 0, -ECANCELED (as above), or -ENOMEM: elements of more than 256 bytes need room for two
 * of them, and there is none; nothing was done.
 * Cost: as partop_scan(), and about 2 ns per call.
 */
PT_API int partop_scan_array(partop_worker *w, partop_task *head, enum partop_scan_kind kind,
	const void *in, void *out, uint64_t n, const struct partop_operation *operation, void *arg,
	const struct partop_range_options *options);

/* ---- filter ---- */

/*
 * Writes what is kept of the indexes [lo, hi), lo < hi, to `out`, one after the other in their
 * order, and returns how many elements that is, at most hi - lo.  It may write up to hi - lo
 * elements in any case: loops without branches do.  A leaf: it neither spawns nor runs loops, but
 * may poll.
 */
/* clang-format off */
typedef uint64_t partop_keep_fn(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi,
	void *out, void *arg);
/* clang-format on */

/*
 * Filter, map and collect: the elements that keep() writes for the indexes [lo, hi), in index order
 * and without gaps, to `out`.
 *
 * size: bytes of an element of `out`.  out: the caller's, room for hi - lo elements; memory behind
 * those that were kept may be written to.  Each index is seen once.
 * *count: how many were kept.  options: as for partop_scan().
 *
 * Returns 0, or -ECANCELED: then *count is 0, and what `out` holds has no meaning.
 * Memory: as partop_scan(), and per worker up to 4 MiB (at least 4 blocks) of elements that wait for
 * their place.  Without it, blocks are run in order.
 * Cost: about 0.1 us per block, and a copy of what was kept, where the place was not known yet.
 */
PT_API int partop_filter(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, size_t size,
	partop_keep_fn *keep, void *out, uint64_t *count, void *arg,
	const struct partop_range_options *options);

/* ---- search ---- */

/*
 * The lowest index of [lo, hi) that is looked for, PARTOP_NONE if there is none.
 *
 * find() returns the lowest such index of its chunk, or hi or more (as PARTOP_NONE) if the chunk has
 * none; it may stop there.
 * As soon as an index is found, no chunk behind it is begun, and one that is before it is searched
 * to its end: so the answer is the first one, whichever worker found it.
 * *ran, unless ran is NULL: how many indexes were looked at.  More than those up to the answer is
 * what being parallel cost.
 *
 * When the group is cancelled, an index that was found, not always the first one.
 * Cost: as partop_for(), and a load per chunk; with a given grain, a load for each chunk that is
 * left out, too.
 */
PT_API uint64_t partop_find_first(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi,
	partop_chunk_fn *find, void *arg, uint64_t *ran,
	const struct partop_range_options *options);

/* ---- count, least, greatest ---- */

/*
 * The sum of what count() returns for chunks that cover [lo, hi): how many of its indexes have some
 * property.  Wraps at 2^64.
 * Cost: as partop_reduce().
 */
PT_API uint64_t partop_count(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi,
	partop_chunk_fn *count, void *arg, const struct partop_range_options *options);

/*
 * The index of the least of [lo, hi), of several the first; PARTOP_NONE for an empty range.
 *
 * least() returns the same for a chunk, by a loop that the compiler knows; when it is NULL, less()
 * is called for every index.  The answers of chunks are compared by less().
 * When the group is cancelled, the least of some indexes, or PARTOP_NONE.
 * Cost: as partop_reduce(), and a call of less() per chunk.
 */
PT_API uint64_t partop_min(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi,
	partop_chunk_fn *least, partop_less_fn *less, void *arg,
	const struct partop_range_options *options);

/* The same for the greatest, of several the first too. */
PT_API uint64_t partop_max(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi,
	partop_chunk_fn *greatest, partop_less_fn *less, void *arg,
	const struct partop_range_options *options);

#ifdef __cplusplus
}
#endif
#endif
