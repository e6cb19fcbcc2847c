/* SPDX-License-Identifier: MIT */
/*
 * A body of the user's inside a body of ours: struct wrap begins what ours gets as its arg.  Where each
 * chunk is copied first, the user's part of it is to be the copy.
 */
#ifndef PT_ALGORITHMS_WRAP_H
#define PT_ALGORITHMS_WRAP_H

#include <partop/range.h>

struct pt_wrap {
	void *arg; /* the user's */
	const struct partop_chunk_copy *copy;
	size_t bytes; /* of the whole that this begins; plain data */
};

/*
 * The options of the loop below: the user's, our label if they have none, and copying that knows of
 * the wrap, which it sets up: `bytes` of it are copied for a chunk that is.
 */
struct partop_range_options pt_wrap_options(struct pt_wrap *wrap, size_t bytes, void *arg,
	const struct partop_range_options *options, const char *label);

#endif
