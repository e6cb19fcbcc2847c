/* SPDX-License-Identifier: MIT */
/*
 * Rows of a file that are in no group, and why: counted by reason, and the first of them in the
 * file is kept, whichever worker met it.
 */
#ifndef PT_WORKLOADS_HASHAGG_HASHAGG_REJECT_H
#define PT_WORKLOADS_HASHAGG_HASHAGG_REJECT_H

#include <stddef.h>
#include <stdint.h>

struct pt_input;
struct pt_result;

enum pt_agg_reason {
	PT_AGG_NO_NUMBER,
	PT_AGG_TOO_LARGE,
	PT_AGG_TOO_FINE,
	PT_AGG_RAGGED, /* n columns instead of m */
	/* of the 1BRC format */
	PT_AGG_NO_NAME,
	PT_AGG_NO_TENTHS,
	PT_AGG_REASONS,
};

enum { PT_AGG_VALUE_BYTES = 40 }; /* of a value that are shown */

struct pt_agg_rejected {
	uint64_t rows[PT_AGG_REASONS];
	/* the first of them */
	enum pt_agg_reason reason;
	uint64_t at;               /* where in the file it starts */
	size_t columns, value_len; /* of the whole value, of which this is the front: */
	unsigned char value[PT_AGG_VALUE_BYTES];
};

/* A row that is rejected. */
struct pt_agg_reject {
	enum pt_agg_reason reason;
	uint64_t at;    /* where it starts */
	size_t columns; /* that it has */
	const unsigned char *value;
	size_t value_len;
};

void pt_agg_reject(struct pt_agg_rejected *r, const struct pt_agg_reject *row);
void pt_agg_rejected_add(struct pt_agg_rejected *to, const struct pt_agg_rejected *r);
uint64_t pt_agg_rejected_rows(const struct pt_agg_rejected *r);
/* Warns, if there are any, of those among `rows` of a file that has so many columns. */
void pt_agg_rejected_warn(const struct pt_agg_rejected *r, uint64_t rows, const struct pt_input *in,
	size_t columns, struct pt_result *result);

#endif
