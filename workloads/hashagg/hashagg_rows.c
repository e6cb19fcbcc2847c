/* SPDX-License-Identifier: MIT */
/* hashagg of generated rows.  See the header. */
#include "workloads/hashagg/hashagg_rows.h"

#include <stdlib.h>
#include <string.h>

#include "workloads/hashagg/hashagg_run.h"

#define MORSEL 16384 /* rows */
#define BLOCK 16     /* morsels */
#define BUILD 4096   /* groups that a partition's table has room for at first */

static uint64_t
morsel_of(uint64_t grain)
{
	return grain > 0 && grain < MORSEL ? grain : MORSEL;
}

static uint64_t
morsels_of(uint64_t rows, uint64_t grain)
{
	return (rows + morsel_of(grain) - 1) / morsel_of(grain);
}

/* Blocks of as many rows, whatever a morsel is. */
static uint64_t
per_block(uint64_t grain)
{
	return BLOCK * MORSEL / morsel_of(grain);
}

static uint64_t
groups_of(uint64_t rows, uint64_t keys)
{
	return keys < rows ? keys : rows;
}

static uint64_t
place_bytes(uint64_t rows, uint64_t grain)
{
	return pt_radix_blocks(morsels_of(rows, grain), per_block(grain)) * PT_RADIX_PARTS *
		sizeof(uint64_t);
}

uint64_t
pt_agg_rows_bytes(uint64_t rows, uint64_t keys, uint64_t grain, int workers)
{
	uint64_t bytes = morsels_of(rows, grain);

	if (groups_of(rows, keys) <= PT_AGG_FIT)
		return bytes;
	return bytes + pt_buffer_bytes(pt_radix_room(rows), sizeof(struct pt_agg_row)) +
		place_bytes(rows, grain) +
		groups_of(rows, keys) * sizeof(struct pt_agg_number_group) +
		(uint64_t)workers * sizeof(struct pt_radix_lines);
}

/* ---- what is made once ---- */

static bool
begin_radix(struct pt_agg *a)
{
	struct pt_radix *r = &a->steps.radix;

	a->steps.groups_room = groups_of(r->rows, a->rows.possible_keys);
	r->to = pt_buffer_alloc(pt_radix_room(r->rows) * sizeof *r->to);
	r->place = pt_buffer_alloc(place_bytes(r->rows, a->grain));
	a->steps.groups = pt_buffer_alloc(a->steps.groups_room * sizeof *a->steps.groups);
	for (int i = 0; i < a->workers; i++) {
		a->worker[i].lines = pt_buffer_alloc(sizeof *a->worker[i].lines);
		if (!a->worker[i].lines)
			return false;
	}
	return r->to && r->place && a->steps.groups;
}

bool
pt_agg_rows_begin(struct pt_agg *a)
{
	struct pt_radix *r = &a->steps.radix;

	*r = (struct pt_radix){
		.keys = a->keys,
		.values = a->values,
		.rows = a->rows.rows,
		.morsel = morsel_of(a->grain),
		.morsels = morsels_of(a->rows.rows, a->grain),
		.per_block = per_block(a->grain),
	};
	r->blocks = pt_radix_blocks(r->morsels, r->per_block);
	a->steps.done = calloc(r->morsels, 1);
	r->done = a->steps.done;
	if (!a->steps.done)
		return false;
	return groups_of(r->rows, a->rows.possible_keys) <= PT_AGG_FIT || begin_radix(a);
}

void
pt_agg_rows_reset(struct pt_agg *a)
{
	struct pt_agg_steps *s = &a->steps;

	if (s->done)
		memset(s->done, 0, s->radix.morsels);
	atomic_store_explicit(&s->too_many, false, memory_order_relaxed);
	atomic_store_explicit(&s->groups_used, 0, memory_order_relaxed);
}

void
pt_agg_rows_end(struct pt_agg *a)
{
	struct pt_agg_steps *s = &a->steps;

	for (int i = 0; i < a->workers; i++)
		pt_buffer_free(a->worker[i].lines, sizeof *a->worker[i].lines);
	pt_buffer_free(s->radix.to, pt_radix_room(s->radix.rows) * sizeof *s->radix.to);
	pt_buffer_free(s->radix.place, place_bytes(s->radix.rows, a->grain));
	pt_buffer_free(s->groups, s->groups_room * sizeof *s->groups);
	free(s->done);
}

/* ---- the steps, each of [lo, hi) on one worker ---- */

typedef bool step_fn(struct pt_agg *a, unsigned worker, uint64_t lo, uint64_t hi);

static bool
add_morsels(struct pt_agg *a, unsigned worker, uint64_t lo, uint64_t hi)
{
	const struct pt_radix *r = &a->steps.radix;
	struct pt_agg_table *t = pt_agg_table_of(a, worker);

	for (uint64_t m = lo; t && m < hi; m++) {
		uint64_t at = m * r->morsel,
			 rows = r->rows - at < r->morsel ? r->rows - at : r->morsel;

		if (atomic_load_explicit(&a->steps.too_many, memory_order_relaxed))
			return true;
		if (!pt_agg_add_numbers(t, a->keys + at, a->values + at, rows))
			return false;
		a->steps.done[m] = 1;
		if (t->used > PT_AGG_FIT)
			atomic_store_explicit(&a->steps.too_many, true, memory_order_relaxed);
	}
	return t != NULL;
}

static bool
count_blocks(struct pt_agg *a, unsigned worker, uint64_t lo, uint64_t hi)
{
	for (uint64_t b = lo; b < hi; b++)
		pt_radix_count(&a->steps.radix, b);
	return true;
}

static bool
scatter_blocks(struct pt_agg *a, unsigned worker, uint64_t lo, uint64_t hi)
{
	for (uint64_t b = lo; b < hi; b++)
		pt_radix_scatter(&a->steps.radix, b, a->worker[worker].lines);
	return true;
}

/* Moves a partition's groups to where those of all are. */
static bool
keep_groups(struct pt_agg *a, uint64_t p, struct pt_agg_table *t)
{
	struct pt_agg_steps *s = &a->steps;
	uint64_t at = atomic_fetch_add_explicit(&s->groups_used, t->used, memory_order_relaxed);

	if (at + t->used > s->groups_room) /* more groups than keys: a wrong result, not a crash */
		return false;
	s->part[p] = (struct pt_agg_table){ .slots = s->groups + at,
		.capacity = t->used,
		.used = t->used };
	pt_agg_drain(t, s->groups + at);
	return true;
}

static bool
build_parts(struct pt_agg *a, unsigned worker, uint64_t lo, uint64_t hi)
{
	const struct pt_radix *r = &a->steps.radix;
	struct pt_agg_table *t = &a->worker[worker].build;

	if (!t->slots && !pt_agg_init_numbers(t, &a->budget, PT_RADIX_BITS, BUILD))
		return false;
	for (uint64_t p = lo; p < hi; p++) {
		for (int i = 0; i < a->workers; i++)
			if (a->worker[i].table.used &&
				!pt_agg_merge_numbers(t, &a->worker[i].table, PT_RADIX_BITS,
					(unsigned)p))
				return false;
		if (!pt_agg_add_rows(t, r->to + r->start[p], r->end[p] - r->start[p]) ||
			!keep_groups(a, p, t))
			return false;
	}
	return true;
}

/* ---- all of a step, in tasks or not ---- */

struct step {
	struct pt_agg *a;
	step_fn *fn;
};

static void
run_part(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	const struct step *s = arg;

	if (!s->fn(s->a, partop_worker_index(w), lo, hi))
		pt_agg_no_memory(w, s->a);
}

/* False: the run has failed, or is cancelled. */
static bool
run_step(partop_worker *w, partop_task *head, struct pt_agg *a, uint64_t n, step_fn *fn,
	const struct partop_range_options *o)
{
	struct step s = { .a = a, .fn = fn };

	if (w) {
		partop_for(w, head, 0, n, run_part, &s, o);
		return !partop_cancelled(w);
	}
	if (fn(a, 0, 0, n))
		return true;
	pt_agg_no_memory(NULL, a);
	return false;
}

static bool
run_radix(partop_worker *w, partop_task *head, struct pt_agg *a)
{
	const struct partop_range_options count = { .grain = 1,
		.policy = a->policy,
		.label = "count" };
	const struct partop_range_options scatter = { .grain = 1,
		.policy = a->policy,
		.label = "scatter" };
	const struct partop_range_options build = { .policy = a->policy, .label = "build" };
	struct pt_radix *r = &a->steps.radix;

	if (!run_step(w, head, a, r->blocks, count_blocks, &count))
		return false;
	pt_radix_place(r);
	if (!run_step(w, head, a, r->blocks, scatter_blocks, &scatter) ||
		!run_step(w, head, a, PT_RADIX_PARTS, build_parts, &build))
		return false;
	a->answer.tables = a->steps.part;
	a->answer.tables_len = PT_RADIX_PARTS;
	return true;
}

void
pt_agg_rows_run(partop_worker *w, partop_task *head, struct pt_agg *a)
{
	struct pt_radix *r = &a->steps.radix;
	struct partop_range_options rows = { .grain = (a->grain + r->morsel - 1) / r->morsel,
		.policy = a->policy,
		.label = "rows" };

	if (!run_step(w, head, a, r->morsels, add_morsels, &rows))
		return;
	if (memchr(r->done, 0, r->morsels))
		run_radix(w, head, a);
}
