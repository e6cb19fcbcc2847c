/* SPDX-License-Identifier: MIT */
/* The runs of hashagg, on generated rows and on CSV files. */
#include "workloads/hashagg/hashagg_run.h"

#include <errno.h>
#include <string.h>

#define GROUPS 512 /* that a table has room for at first */

size_t
pt_agg_group_bytes(const struct pt_agg *a)
{
	return a->input.fd >= 0 ? sizeof(struct pt_agg_text_group) :
				  sizeof(struct pt_agg_number_group);
}

void
pt_agg_reset(struct pt_agg *a)
{
	for (int i = 0; i < a->workers; i++) {
		pt_agg_fini(&a->worker[i].table, pt_agg_group_bytes(a));
		pt_agg_fini(&a->worker[i].build, sizeof(struct pt_agg_number_group));
		a->worker[i].sink = (struct pt_agg_sink){ .table = NULL };
	}
	for (size_t p = 0; p < PT_AGG_PARTS; p++)
		pt_agg_fini(&a->part[p], pt_agg_group_bytes(a));
	pt_agg_rows_reset(a);
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
	bool made = t->slots != NULL;

	if (!made && a->input.fd >= 0)
		made = pt_agg_init(t, &a->budget, sizeof(struct pt_agg_text_group), 0, GROUPS);
	else if (!made)
		made = pt_agg_init_numbers(t, &a->budget, 0, GROUPS);
	return made ? t : NULL;
}

/* ---- totals ---- */

/* Adds up what the workers counted; the groups are in the tables of the answer already. */
static int
total(struct pt_agg *a, struct pt_error *e)
{
	struct pt_wide magnitude = pt_wide(0);

	a->answer.rows = a->input.fd >= 0 ? 0 : a->rows.rows;
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

/* ---- sequential ---- */

static int
aggregate_csv_alone(struct pt_agg *a, struct pt_error *e)
{
	struct pt_agg_worker *own = &a->worker[0];
	enum pt_agg_read is;

	own->sink.table = pt_agg_table_of(a, 0);
	if (!own->sink.table)
		return no_memory(e);
	is = pt_agg_csv_all(&a->csv, &own->buffer, &own->sink, e);
	if (is == PT_AGG_FAULT)
		return pt_csv_explain(&a->csv.file, e);
	return is == PT_AGG_FAILED ? -1 : 0;
}

static int
aggregate_rows_alone(struct pt_agg *a, struct pt_error *e)
{
	pt_agg_rows_run(NULL, NULL, a);
	if (atomic_load_explicit(&a->failed, memory_order_relaxed)) {
		*e = a->error;
		return -1;
	}
	return 0;
}

int
pt_agg_sequential(struct pt_agg *a, struct pt_error *e)
{
	int rc = a->input.fd >= 0 ? aggregate_csv_alone(a, e) : aggregate_rows_alone(a, e);

	if (rc < 0)
		return rc;
	if (a->answer.tables_len == 0) { /* no partitions */
		a->answer.tables = &a->worker[0].table;
		a->answer.tables_len = 1;
	}
	return total(a, e);
}

/* ---- parallel ---- */

/* Ends the run.  parallel() reads the failure behind the join, which orders it. */
static void
fail(partop_worker *w, struct pt_agg *a, enum pt_agg_read is, const struct pt_error *e)
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
	struct pt_error e;

	no_memory(&e);
	fail(w, a, PT_AGG_FAILED, &e);
}

static void
lock_rows(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct pt_agg *a = arg;
	struct pt_error e;
	bool added = true;

	for (uint64_t i = lo; i < hi && added; i++) {
		pthread_mutex_lock(&a->lock);
		added = pt_agg_add_numbers(&a->worker[0].table, a->keys + i, a->values + i, 1);
		pthread_mutex_unlock(&a->lock);
	}
	if (added)
		return;
	no_memory(&e);
	fail(w, a, PT_AGG_FAILED, &e);
}

static void
lock_shards(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct pt_agg *a = arg;
	bool added = true;

	for (uint64_t i = lo; i < hi && added; i++) {
		unsigned part = pt_agg_part_of(pt_agg_hash_number(a->keys[i]));

		pthread_mutex_lock(&a->shard[part].lock);
		added = pt_agg_add_numbers(&a->part[part], a->keys + i, a->values + i, 1);
		pthread_mutex_unlock(&a->shard[part].lock);
	}
	if (!added)
		pt_agg_no_memory(w, a);
}

static void
find_transitions(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct pt_agg *a = arg;
	struct pt_agg_buffer *b = &a->worker[partop_worker_index(w)].buffer;
	struct pt_error e;

	for (uint64_t i = lo; i < hi; i++) {
		enum pt_agg_read is = pt_agg_csv_transition(&a->csv, i, b, &a->transition[i], &e);

		if (is == PT_AGG_DONE)
			continue;
		fail(w, a, is, &e);
		return;
	}
}

static void
parse_chunks(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct pt_agg *a = arg;
	unsigned index = partop_worker_index(w);
	struct pt_agg_worker *own = &a->worker[index];
	struct pt_error e = { .exit = 0 };

	if (a->variant == PT_AGG_MUTEX) {
		own->sink.table = &a->worker[0].table;
		own->sink.lock = &a->lock;
	} else if (a->variant == PT_AGG_SHARDED) {
		own->sink.table = a->part;
		own->sink.shards = a->shard;
	} else {
		own->sink.table = pt_agg_table_of(a, index);
	}
	if (!own->sink.table) {
		no_memory(&e);
		fail(w, a, PT_AGG_FAILED, &e);
		return;
	}
	for (uint64_t i = lo; i < hi; i++) {
		enum pt_csv_place begin = (enum pt_csv_place)a->transition[i];
		enum pt_agg_read is =
			pt_agg_csv_chunk(&a->csv, i, begin, &own->buffer, &own->sink, &e);

		if (is == PT_AGG_DONE)
			continue;
		fail(w, a, is, &e);
		return;
	}
}

static bool
merge_part(struct pt_agg *a, uint64_t p)
{
	const bool csv = a->input.fd >= 0;
	struct pt_agg_table *to = &a->part[p];
	size_t groups = 0;
	bool merged;

	for (int i = 0; i < a->workers; i++)
		if (a->worker[i].table.used > groups)
			groups = a->worker[i].table.used;
	groups = groups / PT_AGG_PARTS * 5 / 4;
	merged = csv ? pt_agg_init(to, &a->budget, sizeof(struct pt_agg_text_group),
			       PT_AGG_PART_BITS, groups) :
		       pt_agg_init_numbers(to, &a->budget, PT_AGG_PART_BITS, groups);
	for (int i = 0; i < a->workers && merged; i++) {
		const struct pt_agg_table *from = &a->worker[i].table;

		if (from->used)
			merged = csv ?
				pt_agg_merge_texts(to, from, (unsigned)p) :
				pt_agg_merge_numbers(to, from, PT_AGG_PART_BITS, (unsigned)p);
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

/* Replaces each chunk's transition by the place where the chunk begins.  True: the file ends in
 * quotes. */
static bool
follow_transitions(struct pt_agg *a, uint64_t chunks)
{
	enum pt_csv_place place = PT_CSV_AT_START;

	for (uint64_t i = 0; i < chunks; i++) {
		uint8_t transition = a->transition[i];

		a->transition[i] = (uint8_t)place;
		place = pt_csv_place_after(transition, place);
	}
	return place == PT_CSV_IN_QUOTES;
}

/* 0, or -1 with e filled when the run failed or was cancelled. */
static int
went_well(partop_worker *w, struct pt_agg *a, struct pt_error *e)
{
	if (atomic_load_explicit(&a->failed, memory_order_relaxed)) {
		if (a->failure == PT_AGG_FAULT)
			return pt_csv_explain(&a->csv.file, e);
		*e = a->error;
		return -1;
	}
	return partop_cancelled(w) ? pt_fail(e, PT_EXIT_FAILED, "hashagg: cancelled") : 0;
}

static int
aggregate_csv(partop_worker *w, partop_task *head, struct pt_agg *a, struct pt_error *e)
{
	const uint64_t chunks = pt_agg_csv_chunks(&a->csv);
	const struct partop_range_options find = { .label = "quotes", .policy = a->policy };
	const struct partop_range_options parse = { .label = "rows", .policy = a->policy };

	if (pt_agg_csv_needs_transitions(&a->csv)) {
		partop_for(w, head, 0, chunks, find_transitions, a, &find);
		if (went_well(w, a, e) != 0)
			return -1;
		if (follow_transitions(a, chunks))
			return pt_csv_explain(&a->csv.file, e);
	}
	partop_for(w, head, 0, chunks, parse_chunks, a, &parse);
	return went_well(w, a, e);
}

static int
aggregate_rows(partop_worker *w, partop_task *head, struct pt_agg *a, struct pt_error *e)
{
	const struct partop_range_options options = { .grain = a->grain,
		.policy = a->policy,
		.label = "rows" };

	if (a->variant == PT_AGG_FOLD)
		pt_agg_rows_run(w, head, a);
	else
		partop_for(w, head, 0, a->rows.rows,
			a->variant == PT_AGG_MUTEX ? lock_rows : lock_shards, a, &options);
	return went_well(w, a, e);
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
	return went_well(w, a, e);
}

/* Empty tables, which are the answer when rows are in them. */
static bool
make_shards(struct pt_agg *a)
{
	bool made = true;

	for (size_t p = 0; p < PT_AGG_PARTS && made; p++)
		made = a->input.fd >= 0 ?
			pt_agg_init(&a->part[p], &a->budget, sizeof(struct pt_agg_text_group),
				PT_AGG_PART_BITS, GROUPS / PT_AGG_PARTS) :
			pt_agg_init_numbers(&a->part[p], &a->budget, PT_AGG_PART_BITS,
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
	failed = a->input.fd >= 0 ? aggregate_csv(w, head, a, e) : aggregate_rows(w, head, a, e);
	if (!failed && a->answer.tables_len == 0)
		failed = collect(w, head, a, e);
	return failed ? failed : total(a, e);
}
