/* SPDX-License-Identifier: MIT */
/*
 * The state of hashagg and its runs.
 *
 * `fold`: every worker adds to a table of its own; then the tables are merged, one task per part
 * (agg/table.h), or, of generated rows with many groups, partitioned (hashagg_rows.h).  `mutex`: one
 * table, one lock around every row; it is here to be watched, not to be fast.  `sharded`: the parts that
 * others merge into are filled by all workers, each under a lock of its own.  `atomic`: one table,
 * of generated rows, added to by atomics.  The sequential version is what one worker of `fold` does, without
 * any lock or task.
 */
#ifndef PT_WORKLOADS_HASHAGG_HASHAGG_RUN_H
#define PT_WORKLOADS_HASHAGG_HASHAGG_RUN_H

#include "base/error.h"
#include "workloads/lib/agg/table.h"
#include "workloads/hashagg/hashagg_1brc.h"
#include "workloads/hashagg/hashagg_check.h"
#include "workloads/hashagg/hashagg_csv.h"
#include "workloads/hashagg/hashagg_kind.h"
#include "workloads/hashagg/hashagg_rows.h"
#include "workloads/hashagg/hashagg_starts.h"
#include "workloads/lib/input_file.h"
#include "workloads/workload.h"

enum pt_agg_variant { PT_AGG_FOLD, PT_AGG_MUTEX, PT_AGG_SHARDED, PT_AGG_ATOMIC };

/* What one worker writes during a run; by itself on its cache lines. */
struct pt_agg_worker {
	_Alignas(128) struct pt_agg_table table;
	struct pt_agg_sink sink;
	struct pt_agg_buffer buffer;
	struct pt_agg_table build; /* of one partition after the other */
	struct pt_radix_lines *lines;
};

enum { PT_AGG_CHUNK_BYTES = 256 * 1024 }; /* of a file, when no grain is given */

struct pt_agg {
	const struct pt_agg_kind *kind;
	enum pt_agg_variant variant;
	int workers;
	uint64_t grain;
	enum partop_policy policy;
	/* generated rows, or a file, whose input is open then */
	struct pt_agg_rows rows;
	uint32_t *keys;
	int32_t *values;
	struct pt_input input;
	struct pt_agg_csv csv;
	struct pt_agg_starts starts; /* of its chunks */
	struct pt_1brc brc;
	struct pt_agg_steps steps; /* of generated rows */

	struct pt_agg_budget budget;
	struct pt_agg_worker *worker;
	struct pt_agg_table part[PT_AGG_PARTS];
	pthread_mutex_t lock;
	struct pt_agg_lock *shard;   /* PT_AGG_PARTS of them */
	struct pt_agg_table shared;  /* by atomics (agg/shared.h) */
	_Atomic size_t shared_used;  /* groups in it, counted when they are settled */
	struct pt_agg_answer answer; /* of the last run */

	/* The first failure of a parallel run: its worker wins `failed` and writes the others. */
	atomic_bool failed;
	enum pt_agg_read failure;
	struct pt_error error;
};

/* The table of a worker, made when it is first used; NULL: no memory. */
struct pt_agg_table *pt_agg_table_of(struct pt_agg *a, unsigned worker);
/* The calling worker, whose sink then adds to the variant's table; w NULL: the sequential version.  NULL:
 * no memory, which has ended the run. */
struct pt_agg_worker *pt_agg_open_sink(partop_worker *w, struct pt_agg *a);
/* Ends the run; w NULL: the sequential one. */
void pt_agg_fail(partop_worker *w, struct pt_agg *a, enum pt_agg_read is, const struct pt_error *e);
void pt_agg_no_memory(partop_worker *w, struct pt_agg *a);
/* Behind the join: 0, or -1 with e filled when the run failed or was cancelled. */
int pt_agg_went_well(partop_worker *w, struct pt_agg *a, struct pt_error *e);

/* One run of generated rows in a table that is shared by atomics; a failure is in a->failed. */
void pt_agg_atomic_run(partop_worker *w, partop_task *head, struct pt_agg *a);

/* Gives the tables back. */
void pt_agg_reset(struct pt_agg *a);
int pt_agg_sequential(struct pt_agg *a, struct pt_error *e);
int pt_agg_parallel(partop_worker *w, partop_task *head, struct pt_agg *a, struct pt_error *e);

#endif
