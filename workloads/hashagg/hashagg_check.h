/* SPDX-License-Identifier: MIT */
/*
 * The naive aggregations that hashagg is checked with.  For a file: byte by byte from front to
 * back, groups in a search tree of the C library, numbers by school arithmetic.  For generated
 * rows: an array with one group per possible key.
 */
#ifndef PT_WORKLOADS_HASHAGG_HASHAGG_CHECK_H
#define PT_WORKLOADS_HASHAGG_HASHAGG_CHECK_H

#include "workloads/hashagg/hashagg_reject.h"
#include "workloads/lib/agg/table.h"
#include "workloads/lib/csv/csv.h"

struct pt_error;

/* What a run found, in tables that do not share groups. */
struct pt_agg_answer {
	const struct pt_agg_table *tables;
	size_t tables_len;
	uint64_t rows; /* rejected ones too */
	struct pt_agg_rejected rejected;
};

typedef bool pt_agg_show_fn(const struct pt_agg_table *t, size_t i, struct pt_agg_group *g);

struct pt_agg_rows {
	const uint32_t *keys;
	const int32_t *values;
	uint64_t rows, possible_keys;
};

/* 0 when the answer is right, else -1 with e filled: wrong (failed), or it cannot be checked. */
int
pt_agg_check_csv(const struct pt_csv_file *f, const struct pt_agg_answer *a, struct pt_error *e);
int pt_agg_check_1brc(const struct pt_input *in, const struct pt_agg_answer *a, struct pt_error *e);
int
pt_agg_check_rows(const struct pt_agg_rows *r, const struct pt_agg_answer *a, struct pt_error *e);

/* The number in a text, told by other code than pt_csv_number().  False: no memory. */
bool pt_agg_check_number(const char *s, __int128 *out, enum pt_csv_number *is);

#endif
