/* SPDX-License-Identifier: MIT */
/* Generated rows: how they are made, and a lock around each of them. */
#include <math.h>

#include "workloads/hashagg/hashagg_run.h"

#define PIECE 65536 /* rows worth a thread */

/* ---- making them ---- */

static uint32_t
key_at(uint64_t random, uint64_t keys, bool zipf, double log_keys)
{
	double u = (double)(random >> 11) * 0x1p-53;
	uint64_t k;

	if (!zipf)
		return (uint32_t)((unsigned __int128)random * keys >> 64);
	/* The inverse of the continuous 1/x distribution: key k is about k times rarer than key 1. */
	k = (uint64_t)exp(u * log_keys) - 1;
	return (uint32_t)(k < keys ? k : keys - 1);
}

struct generate {
	struct pt_agg *a;
	uint64_t seed;
	bool zipf;
};

static void
generate_rows(uint64_t lo, uint64_t hi, void *arg)
{
	const struct generate *g = arg;
	const uint64_t keys = g->a->rows.possible_keys;
	const double log_keys = log((double)keys + 1);

	for (uint64_t i = lo; i < hi; i++) {
		uint64_t random = pt_mix(g->seed + i);

		g->a->keys[i] = key_at(random, keys, g->zipf, log_keys);
		g->a->values[i] = (int32_t)(pt_mix(~random) % 10000) - 1000;
	}
}

static int
generate(struct pt_agg *a, const struct pt_setup *s, struct pt_error *e)
{
	const uint64_t rows = s->values[PT_AGG_SIZE].u64, keys = s->values[PT_AGG_KEYS].u64;
	struct generate g = { a, s->seed, s->values[PT_AGG_SKEW].choice == PT_AGG_ZIPF };

	a->rows = (struct pt_agg_rows){ .rows = rows, .possible_keys = keys };
	a->keys = pt_buffer_alloc(rows * sizeof *a->keys);
	a->values = pt_buffer_alloc(rows * sizeof *a->values);
	if (!a->keys || !a->values)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory for the rows");
	pt_spread(s->threads, rows, PIECE, generate_rows, &g);
	a->rows.keys = a->keys;
	a->rows.values = a->values;
	return pt_agg_rows_begin(a) ? 0 : pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory for the rows");
}

/* ---- runs ---- */

static int
aggregate_alone(struct pt_agg *a, struct pt_error *e)
{
	a->answer.rows = a->rows.rows;
	pt_agg_rows_run(NULL, NULL, a);
	return pt_agg_went_well(NULL, a, e);
}

static void
lock_rows(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct pt_agg *a = arg;
	bool added = true;

	for (uint64_t i = lo; i < hi && added; i++) {
		pthread_mutex_lock(&a->lock);
		added = pt_agg_add_numbers(&a->worker[0].table, a->keys + i, a->values + i, 1);
		pthread_mutex_unlock(&a->lock);
	}
	if (!added)
		pt_agg_no_memory(w, a);
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

static int
aggregate(partop_worker *w, partop_task *head, struct pt_agg *a, struct pt_error *e)
{
	const struct partop_range_options options = { .grain = a->grain,
		.policy = a->policy,
		.label = "rows" };

	a->answer.rows = a->rows.rows;
	switch (a->variant) {
	case PT_AGG_FOLD:
		pt_agg_rows_run(w, head, a);
		break;
	case PT_AGG_MUTEX:
		partop_for(w, head, 0, a->rows.rows, lock_rows, a, &options);
		break;
	case PT_AGG_SHARDED:
		partop_for(w, head, 0, a->rows.rows, lock_shards, a, &options);
		break;
	case PT_AGG_ATOMIC:
		pt_agg_atomic_run(w, head, a);
		break;
	}
	return pt_agg_went_well(w, a, e);
}

static int
check(const struct pt_agg *a, struct pt_error *e)
{
	return pt_agg_check_rows(&a->rows, &a->answer, e);
}

const struct pt_agg_kind pt_agg_kind_rows = {
	.group_bytes = sizeof(struct pt_agg_number_group),
	.init = pt_agg_init_numbers,
	.merge = pt_agg_merge_numbers,
	.show = pt_agg_show_number,
	.open = generate,
	.sequential = aggregate_alone,
	.parallel = aggregate,
	.check = check,
};
