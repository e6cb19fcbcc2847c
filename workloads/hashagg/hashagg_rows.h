/* SPDX-License-Identifier: MIT */
/*
 * hashagg of generated rows: by the number of groups that are met, not by one that is told.
 *
 *	local	every worker adds morsels of rows to a table of its own, until one of them has more
 *		groups than fit in a cache
 *	merge	they all fitted: the tables are merged, a task per part
 *	radix	they did not: the rows left go to partitions, and each partition, with its part of every
 *		table, becomes a table in the cache
 *
 * The sequential version takes the same steps as one worker, without any task.
 *
 * Sources: T. Neumann's and V. Leis' morsels (SIGMOD 2014); M. Raasveldt and H. Mühleisen, DuckDB,
 * for tables that give up when they outgrow the cache.
 */
#ifndef PT_WORKLOADS_HASHAGG_HASHAGG_ROWS_H
#define PT_WORKLOADS_HASHAGG_HASHAGG_ROWS_H

#include <partop/partop.h>

#include "workloads/lib/agg/radix.h"

struct pt_agg;

enum { PT_AGG_FIT = 1 << 18 }; /* groups of a worker's table */

/* What generated rows need beside the tables. */
struct pt_agg_steps {
	struct pt_radix radix;
	uint8_t *done;         /* per morsel: it is in some worker's table */
	_Atomic bool too_many; /* relaxed: it guards nothing, and a morsel more does not matter */
	struct pt_agg_number_group *groups; /* of all partitions, one behind the other */
	uint64_t groups_room;
	_Atomic uint64_t groups_used;
	struct pt_agg_table part[PT_RADIX_PARTS]; /* where in groups; of the answer */
};

/* Bytes that rows with so many keys need beside rows and tables. */
uint64_t pt_agg_rows_bytes(uint64_t rows, uint64_t keys, uint64_t grain, int workers);

/* Before the first run; false: no memory. */
bool pt_agg_rows_begin(struct pt_agg *a);
void pt_agg_rows_reset(struct pt_agg *a);
void pt_agg_rows_end(struct pt_agg *a);

/* One run; w NULL: sequential.  Sets the answer's tables when there are partitions; otherwise the groups
 * are in the workers' tables.  A failure is in a->failed. */
void pt_agg_rows_run(partop_worker *w, partop_task *head, struct pt_agg *a);

#endif
