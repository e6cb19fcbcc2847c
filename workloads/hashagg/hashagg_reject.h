/* SPDX-License-Identifier: MIT */
/*
 * Rows of a CSV file that are in no group, and why: counted by reason, and the first of them in the
 * file is kept, whichever worker met it.
 */
#ifndef PT_WORKLOADS_HASHAGG_HASHAGG_REJECT_H
#define PT_WORKLOADS_HASHAGG_HASHAGG_REJECT_H

#include <stdint.h>

#include "workloads/lib/csv/csv.h"

struct pt_result;

enum pt_agg_reason {
	PT_AGG_NO_NUMBER,
	PT_AGG_TOO_LARGE,
	PT_AGG_TOO_FINE,
	PT_AGG_RAGGED, /* n columns instead of m */
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

/* The row that starts at `at` is rejected: ragged, when its value `is` a number. */
void pt_agg_reject(struct pt_agg_rejected *r, const struct pt_csv_row *row, enum pt_csv_number is,
	uint64_t at);
void pt_agg_rejected_add(struct pt_agg_rejected *to, const struct pt_agg_rejected *r);
uint64_t pt_agg_rejected_rows(const struct pt_agg_rejected *r);
/* Warns, if there are any, of those among `rows`. */
void pt_agg_rejected_warn(const struct pt_agg_rejected *r, uint64_t rows,
	const struct pt_csv_file *f, struct pt_result *result);

#endif
