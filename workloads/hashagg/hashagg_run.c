/* SPDX-License-Identifier: MIT */
/* The runs of hashagg: what all kinds of input have in common. */
#include "workloads/hashagg/hashagg_run.h"

#include <errno.h>
#include <string.h>

#define GROUPS 512 /* that a table has room for at first */

void
pt_agg_reset(struct pt_agg *a)
{
	for (int i = 0; i < a->workers; i++) {
		pt_agg_fini(&a->worker[i].table, a->kind->group_bytes);
		pt_agg_fini(&a->worker[i].build, sizeof(struct pt_agg_number_group));
		a->worker[i].sink = (struct pt_agg_sink){ .table = NULL };
	}
	for (size_t p = 0; p < PT_AGG_PARTS; p++)
		pt_agg_fini(&a->part[p], a->kind->group_bytes);
	pt_agg_fini(&a->shared, sizeof(struct pt_agg_number_group));
	pt_agg_rows_reset(a);
	pt_agg_starts_reset(&a->starts, &a->csv);
	a->answer = (struct pt_agg_answer){ .tables = NULL };
	atomic_store_explicit(&a->failed, false, memory_order_relaxed);
}

static int
no_memory(struct pt_error *e)
{
	return pt_fail(e, PT_EXIT_ENVIRONMENT, "hashagg: the groups do not fit into memory");
}

struct pt_agg_table *
pt_agg_table_of(struct pt_agg *a, unsigned worker)
{
	struct pt_agg_table *t = &a->worker[worker].table;

	return t->slots || a->kind->init(t, &a->budget, 0, GROUPS) ? t : NULL;
}

/* ---- totals ---- */

/* Adds up what the workers counted; the groups are in the tables of the answer already. */
static int
total(struct pt_agg *a, struct pt_error *e)
{
	struct pt_wide magnitude = pt_wide(0);

	for (int i = 0; i < a->workers; i++) {
		const struct pt_agg_sink *s = &a->worker[i].sink;

		a->answer.rows += s->rows;
		pt_agg_rejected_add(&a->answer.rejected, &s->rejected);
		magnitude = pt_wide_add(magnitude, s->magnitude);
	}
	if (magnitude.high >> 31)
		return pt_fail(e, PT_EXIT_ENVIRONMENT,
			"'%s': the values are too large to be added up exactly", a->input.name);
	return 0;
}

/* ---- failures ---- */

/* Ends the run.  It is read behind the join, which orders it. */
void
pt_agg_fail(partop_worker *w, struct pt_agg *a, enum pt_agg_read is, const struct pt_error *e)
{
	if (!atomic_exchange_explicit(&a->failed, true, memory_order_relaxed)) {
		a->failure = is;
		a->error = *e;
	}
	if (w)
		partop_fail(w, EIO);
}

void
pt_agg_no_memory(partop_worker *w, struct pt_agg *a)
{
	struct pt_error e = { .exit = 0 };

	no_memory(&e);
	pt_agg_fail(w, a, PT_AGG_FAILED, &e);
}

int
pt_agg_went_well(partop_worker *w, struct pt_agg *a, struct pt_error *e)
{
	if (atomic_load_explicit(&a->failed, memory_order_relaxed)) {
		if (a->failure == PT_AGG_FAULT)
			return pt_csv_explain(&a->csv.file, e);
		*e = a->error;
		return -1;
	}
	return w && partop_cancelled(w) ? pt_fail(e, PT_EXIT_FAILED, "hashagg: cancelled") : 0;
}

/* ---- where rows go ---- */

struct pt_agg_worker *
pt_agg_open_sink(partop_worker *w, struct pt_agg *a)
{
	const unsigned index = w ? partop_worker_index(w) : 0;
	struct pt_agg_worker *own = &a->worker[index];

	if (w && a->variant == PT_AGG_MUTEX) {
		own->sink.table = &a->worker[0].table;
		own->sink.lock = &a->lock;
	} else if (w && a->variant == PT_AGG_SHARDED) {
		own->sink.table = a->part;
		own->sink.shards = a->shard;
	} else {
		own->sink.table = pt_agg_table_of(a, index);
	}
	if (own->sink.table)
		return own;
	pt_agg_no_memory(w, a);
	return NULL;
}

/* ---- sequential ---- */

int
pt_agg_sequential(struct pt_agg *a, struct pt_error *e)
{
	if (a->kind->sequential(a, e) != 0)
		return -1;
	if (a->answer.tables_len == 0) { /* no partitions */
		a->answer.tables = &a->worker[0].table;
		a->answer.tables_len = 1;
	}
	return total(a, e);
}

/* ---- parallel ---- */

static bool
merge_part(struct pt_agg *a, uint64_t p)
{
	struct pt_agg_table *to = &a->part[p];
	size_t groups = 0;
	bool merged;

	for (int i = 0; i < a->workers; i++)
		if (a->worker[i].table.used > groups)
			groups = a->worker[i].table.used;
	groups = groups / PT_AGG_PARTS * 5 / 4;
	merged = a->kind->init(to, &a->budget, PT_AGG_PART_BITS, groups);
	for (int i = 0; i < a->workers && merged; i++) {
		const struct pt_agg_table *from = &a->worker[i].table;

		if (from->used)
			merged = a->kind->merge(to, from, PT_AGG_PART_BITS, (unsigned)p);
	}
	return merged;
}

static void
merge_parts(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	for (uint64_t p = lo; p < hi; p++)
		if (!merge_part(arg, p)) {
			pt_agg_no_memory(w, arg);
			return;
		}
}

/* Which tables hold the groups: the only one that was used, or merged ones. */
static int
collect(partop_worker *w, partop_task *head, struct pt_agg *a, struct pt_error *e)
{
	const struct partop_range_options options = { .grain = 1, .label = "merge" };
	int used = 0, last = 0;

	for (int i = 0; i < a->workers; i++) {
		if (a->worker[i].table.used) {
			used++;
			last = i;
		}
	}
	a->answer.tables = used > 1 ? a->part : &a->worker[last].table;
	a->answer.tables_len = used > 1 ? PT_AGG_PARTS : 1;
	if (used > 1)
		partop_for(w, head, 0, PT_AGG_PARTS, merge_parts, a, &options);
	return pt_agg_went_well(w, a, e);
}

/* Empty tables, which are the answer when rows are in them. */
static bool
make_shards(struct pt_agg *a)
{
	bool made = true;

	for (size_t p = 0; p < PT_AGG_PARTS && made; p++)
		made = a->kind->init(&a->part[p], &a->budget, PT_AGG_PART_BITS,
			GROUPS / PT_AGG_PARTS);
	a->answer.tables = a->part;
	a->answer.tables_len = PT_AGG_PARTS;
	return made;
}

int
pt_agg_parallel(partop_worker *w, partop_task *head, struct pt_agg *a, struct pt_error *e)
{
	int failed;

	if (a->variant == PT_AGG_MUTEX && !pt_agg_table_of(a, 0))
		return no_memory(e);
	if (a->variant == PT_AGG_SHARDED && !make_shards(a))
		return no_memory(e);
	failed = a->kind->parallel(w, head, a, e);
	if (!failed && a->answer.tables_len == 0)
		failed = collect(w, head, a, e);
	return failed ? failed : total(a, e);
}
