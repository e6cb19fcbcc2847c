/* SPDX-License-Identifier: MIT */
/*
 * Kinds of input: what the rows are, which tables their groups are in, and how they are aggregated.  All
 * that does not depend on it is in hashagg_run.c.
 */
#ifndef PT_WORKLOADS_HASHAGG_HASHAGG_KIND_H
#define PT_WORKLOADS_HASHAGG_HASHAGG_KIND_H

#include <partop/partop.h>

#include "workloads/lib/agg/table.h"

struct pt_agg;
struct pt_error;
struct pt_setup;

/* Positions of the options. */
enum {
	PT_AGG_SIZE,
	PT_AGG_KEYS,
	PT_AGG_SKEW,
	PT_AGG_GRAIN,
	PT_AGG_INPUT,
	PT_AGG_FORMAT,
	PT_AGG_KEY,
	PT_AGG_VALUE,
	PT_AGG_NO_HEADER,
	PT_AGG_SEPARATOR,
	PT_AGG_COMMENT,
	PT_AGG_NO_QUOTES,
	PT_AGG_TOP,
	PT_AGG_PARAMS
};
enum { PT_AGG_UNIFORM, PT_AGG_ZIPF };           /* --skew */
enum { PT_AGG_FORMAT_CSV, PT_AGG_FORMAT_1BRC }; /* --format */

struct pt_agg_kind {
	/* ---- tables */
	size_t group_bytes;
	bool (*init)(struct pt_agg_table *t, struct pt_agg_budget *b, unsigned skip, size_t groups);
	bool (*merge)(struct pt_agg_table *to, const struct pt_agg_table *from, unsigned bits,
		unsigned p);
	bool (*show)(const struct pt_agg_table *t, size_t i, struct pt_agg_group *g);
	unsigned decimals; /* of the values, which are integers in the groups */
	bool all_decimals; /* shown, zeros at the end, too */

	/* ---- runs; 0, or -1 with e filled */
	/* Makes or opens the input. */
	int (*open)(struct pt_agg *a, const struct pt_setup *s, struct pt_error *e);
	/* Both put the groups into the tables of the workers, or of the answer, and count the rows. */
	int (*sequential)(struct pt_agg *a, struct pt_error *e);
	int (*parallel)(partop_worker *w, partop_task *head, struct pt_agg *a, struct pt_error *e);
	int (*check)(const struct pt_agg *a, struct pt_error *e);
};

extern const struct pt_agg_kind pt_agg_kind_rows; /* generated */
extern const struct pt_agg_kind pt_agg_kind_csv, pt_agg_kind_1brc;

#endif
