/* SPDX-License-Identifier: MIT */
/*
 * Where the rows of a chunk begin, found out as late as can be.
 *
 * A worker that has read a chunk knows where the next row starts, and tells; the one that reads the next
 * chunk, itself as a rule, begins there.  A worker that begins at a chunk whose predecessor has not been
 * read yet, as after a steal, has to know whether the chunk begins inside of quotes (or of a comment).  The
 * transitions (csv.h) of the chunks between it and the last one that is known tell.  They are found once
 * for all workers, and by all at once that wait for them, so a chunk is looked at twice only if it lies in
 * such a gap, and one worker alone reads the file once.
 *
 * No worker waits for another one: what one has claimed but not told yet, others find out again.
 */
#ifndef PT_WORKLOADS_HASHAGG_HASHAGG_STARTS_H
#define PT_WORKLOADS_HASHAGG_HASHAGG_STARTS_H

#include <stdatomic.h>

#include "workloads/hashagg/hashagg_csv.h"

#define PT_AGG_NO_ROW UINT64_MAX

/* All relaxed: a word is all that is told, and guards nothing. */
struct pt_agg_starts {
	uint64_t chunks;
	_Atomic uint64_t
		*row; /* of each chunk, and of the end: 1 + its first row, or one behind it; or 0 */
	_Atomic uint16_t *transition; /* of each chunk: 256 + it; or 0 */
	_Atomic uint64_t next;        /* the chunk whose transition is to be found next */
};

uint64_t pt_agg_starts_bytes(const struct pt_agg_csv *c);
/* False: no memory. */
bool pt_agg_starts_init(struct pt_agg_starts *s, const struct pt_agg_csv *c);
/* Nothing is known but the first row; of a *s of zeros nothing at all. */
void pt_agg_starts_reset(struct pt_agg_starts *s, const struct pt_agg_csv *c);
void pt_agg_starts_fini(struct pt_agg_starts *s);

/* *row: where the first row starts that does so in the chunk, or, if there is none, one behind it or
 * PT_AGG_NO_ROW. */
enum pt_agg_read pt_agg_starts_find(struct pt_agg_starts *s, const struct pt_agg_csv *c,
	uint64_t chunk, struct pt_agg_buffer *b, uint64_t *row, struct pt_error *e);
/* Where the first row behind the chunk starts. */
void pt_agg_starts_tell(struct pt_agg_starts *s, uint64_t chunk, uint64_t row);

#endif
