/* SPDX-License-Identifier: MIT */
/*
 * hashagg: count, sum, minimum and maximum per group, of generated rows or of a file.
 *
 * `rows` counts all rows of the file; `rejected_rows` of them, ragged or without a number, are in
 * no group.  An empty key is a group like any other.
 */
#include <stdlib.h>
#include <string.h>

#include "workloads/hashagg/hashagg_run.h"
#include "workloads/hashagg/hashagg_top.h"

static const char *const skews[] = { [PT_AGG_UNIFORM] = "uniform", [PT_AGG_ZIPF] = "zipf", NULL };
static const char
	*const formats[] = { [PT_AGG_FORMAT_CSV] = "csv", [PT_AGG_FORMAT_1BRC] = "1brc", NULL };

#define MAX_KEYS UINT64_C(20000000)

static const struct pt_option params[PT_AGG_PARAMS] = {
	[PT_AGG_SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_SIZE, .value_name = "ROWS",
		.help = "rows to generate", .fallback = "50M",
		.min = 1, .max = UINT32_MAX,
	},
	[PT_AGG_KEYS] = {
		.name = "keys", .type = PT_OPT_SIZE, .value_name = "N",
		.help = "different keys in generated rows", .fallback = "100k",
		.min = 1, .max = MAX_KEYS,
	},
	[PT_AGG_SKEW] = {
		.name = "skew", .type = PT_OPT_CHOICE, .value_name = "KIND",
		.help = "how often keys appear in generated rows", .fallback = "uniform",
		.choices = skews,
	},
	[PT_AGG_GRAIN] = {
		.name = "grain", .type = PT_OPT_SIZE, .value_name = "N",
		.help = "rows per chunk, bytes with --input (0: chosen while running, 256Ki)",
		.fallback = "0", .max = UINT64_C(1) << 30,
	},
	[PT_AGG_INPUT] = {
		.name = "input", .type = PT_OPT_TEXT, .value_name = "FILE", .min = 1,
		.help = "file to aggregate instead; CSV needs --key and --value",
	},
	[PT_AGG_FORMAT] = {
		.name = "format", .type = PT_OPT_CHOICE, .value_name = "FORMAT",
		.help = "of the file: csv, or 1brc, lines \"station;-12.3\"", .fallback = "csv",
		.choices = formats,
	},
	[PT_AGG_KEY] = {
		.name = "key", .type = PT_OPT_TEXT, .value_name = "COLUMN",
		.help = "column to group by: its name, or its number from 1",
	},
	[PT_AGG_VALUE] = {
		.name = "value", .type = PT_OPT_TEXT, .value_name = "COLUMN",
		.help = "column of numbers, exact up to 20 digits before the point, 18 behind",
	},
	[PT_AGG_NO_HEADER] = {
		.name = "no-header", .type = PT_OPT_FLAG,
		.help = "the first row of the file has data, no names",
	},
	[PT_AGG_SEPARATOR] = {
		.name = "separator", .type = PT_OPT_TEXT, .value_name = "C", .fallback = ",",
		.help = "what stands between columns: a character, or tab",
	},
	[PT_AGG_COMMENT] = {
		.name = "comment", .type = PT_OPT_TEXT, .value_name = "C",
		.help = "lines that start with this character are no rows",
	},
	[PT_AGG_NO_QUOTES] = {
		.name = "no-quotes", .type = PT_OPT_FLAG,
		.help = "quotes are characters like others",
	},
	[PT_AGG_TOP] = {
		.name = "top", .type = PT_OPT_U64, .value_name = "N",
		.help = "report the N groups with the largest sums", .fallback = "0",
		.max = PT_AGG_TOP_MOST,
	},
};

static const struct pt_variant variants[] = {
	[PT_AGG_FOLD] = { "fold", "a table per worker, merged at the end" },
	[PT_AGG_MUTEX] = { "mutex", "one table, one lock around every row" },
	[PT_AGG_SHARDED] = { "sharded", "64 tables by hash, a lock for each around every row" },
	[PT_AGG_ATOMIC] = { "atomic", "one table without a lock, every row by atomics" },
};

struct hashagg {
	struct pt_agg agg;
	struct pt_agg_top top;
};

/* ---- set-up ---- */

static uint64_t
table_bytes(uint64_t groups)
{
	uint64_t slots = 2;

	while (slots < 2 * groups)
		slots *= 2;
	return slots * sizeof(struct pt_agg_number_group);
}

/* Rows, a table per worker and the merged ones (1.5 times, as they grow by copying), the check. */
static uint64_t
needs_bytes(const struct pt_setup *s)
{
	const uint64_t rows = s->values[PT_AGG_SIZE].u64, keys = s->values[PT_AGG_KEYS].u64;
	const uint64_t groups = keys < rows ? keys : rows, tables = (uint64_t)s->workers + 1;

	if (s->values[PT_AGG_INPUT].given)
		return tables * (1 << 20);
	return pt_buffer_bytes(rows, sizeof(uint32_t) + sizeof(int32_t)) +
		table_bytes(groups < 2 * PT_AGG_FIT ? groups : 2 * PT_AGG_FIT) * tables * 3 / 2 +
		pt_agg_rows_bytes(rows, keys, s->values[PT_AGG_GRAIN].u64, s->workers) +
		(s->variant == PT_AGG_ATOMIC ? table_bytes(groups) : 0) +
		keys * sizeof(struct pt_agg_number_group);
}

static const struct pt_agg_kind *
kind_of(const struct pt_value *v)
{
	if (!v[PT_AGG_INPUT].given)
		return &pt_agg_kind_rows;
	return v[PT_AGG_FORMAT].choice == PT_AGG_FORMAT_1BRC ? &pt_agg_kind_1brc : &pt_agg_kind_csv;
}

/* Refuses the n options that say something about other rows. */
static int
refuse(const struct pt_value *v, const int *options, size_t n, const char *about,
	struct pt_error *e)
{
	for (size_t i = 0; i < n; i++)
		if (v[options[i]].given)
			return pt_fail(e, PT_EXIT_USAGE, "--%s is about %s",
				params[options[i]].name, about);
	return 0;
}

static int
check_options(const struct pt_setup *s, const struct pt_agg_kind *kind, struct pt_error *e)
{
	static const int generated[] = { PT_AGG_SIZE, PT_AGG_KEYS, PT_AGG_SKEW };
	static const int csv[] = { PT_AGG_KEY, PT_AGG_VALUE, PT_AGG_NO_HEADER, PT_AGG_SEPARATOR,
		PT_AGG_COMMENT, PT_AGG_NO_QUOTES };
	static const int file = PT_AGG_FORMAT;
	const size_t of_csv = sizeof csv / sizeof *csv;
	const struct pt_value *v = s->values;

	if (kind == &pt_agg_kind_rows)
		return refuse(v, csv, of_csv, "a CSV file: needs --input", e) != 0 ?
			-1 :
			refuse(v, &file, 1, "a file: needs --input", e);
	if (s->variant == PT_AGG_ATOMIC)
		return pt_fail(e, PT_EXIT_USAGE,
			"--variant atomic is about generated rows: not with --input");
	if (refuse(v, generated, 3, "generated rows: not with --input", e) != 0)
		return -1;
	if (kind == &pt_agg_kind_1brc)
		return refuse(v, csv, of_csv, "a CSV file: not with --format 1brc", e);
	for (size_t i = 0; i < 2; i++)
		if (!v[csv[i]].given)
			return pt_fail(e, PT_EXIT_USAGE, "--input needs --%s COLUMN",
				params[csv[i]].name);
	return 0;
}

static bool
make_locks(struct pt_agg *a)
{
	a->shard = pt_buffer_alloc(PT_AGG_PARTS * sizeof(*a->shard));
	for (size_t p = 0; a->shard && p < PT_AGG_PARTS; p++)
		pthread_mutex_init(&a->shard[p].lock, NULL);
	return a->shard != NULL;
}

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct hashagg *h = state;
	struct pt_agg *a = &h->agg;
	const uint64_t rows = s->values[PT_AGG_INPUT].given ? 0 : s->values[PT_AGG_SIZE].u64 * 8;

	a->kind = kind_of(s->values);
	a->input.fd = -1;
	pthread_mutex_init(&a->lock, NULL);
	if (check_options(s, a->kind, e) != 0 ||
		pt_buffer_check(s, s->values[PT_AGG_SIZE].u64, needs_bytes(s), e) != 0)
		return -1;
	a->variant = (enum pt_agg_variant)s->variant;
	a->workers = s->workers;
	a->grain = s->values[PT_AGG_GRAIN].u64;
	a->policy = s->policy;
	h->top.limit = s->values[PT_AGG_TOP].u64;
	atomic_init(&a->budget.left, s->memory_bytes ? s->memory_bytes - rows : UINT64_MAX / 2);
	a->worker = pt_buffer_alloc((size_t)s->workers * sizeof *a->worker);
	if (!a->worker || !make_locks(a))
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory for the workers");
	return a->kind->open(a, s, e);
}

static void
teardown(void *state)
{
	struct pt_agg *a = &((struct hashagg *)state)->agg;

	if (a->worker) {
		pt_agg_reset(a);
		pt_agg_rows_end(a);
		for (int i = 0; i < a->workers; i++)
			free(a->worker[i].buffer.bytes);
		pt_buffer_free(a->worker, (size_t)a->workers * sizeof *a->worker);
	}
	pt_buffer_free(a->keys, a->rows.rows * sizeof *a->keys);
	pt_buffer_free(a->values, a->rows.rows * sizeof *a->values);
	pt_agg_starts_fini(&a->starts);
	pt_input_close(&a->input);
	pthread_mutex_destroy(&a->lock);
	for (size_t p = 0; a->shard && p < PT_AGG_PARTS; p++)
		pthread_mutex_destroy(&a->shard[p].lock);
	pt_buffer_free(a->shard, PT_AGG_PARTS * sizeof(*a->shard));
}

/* ---- runs ---- */

static void
reset(void *state)
{
	pt_agg_reset(&((struct hashagg *)state)->agg);
}

static int
sequential(void *state, struct pt_error *e)
{
	return pt_agg_sequential(&((struct hashagg *)state)->agg, e);
}

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	return pt_agg_parallel(w, head, &((struct hashagg *)state)->agg, e);
}

static int
verify(void *state, struct pt_error *e)
{
	const struct pt_agg *a = &((struct hashagg *)state)->agg;

	return a->kind->check(a, e);
}

/* ---- results ---- */

static void
add_groups(struct pt_agg_top *top, const struct pt_agg_kind *kind, const struct pt_agg_table *t)
{
	struct pt_agg_group g;

	for (size_t i = 0; i < t->capacity; i++)
		if (kind->show(t, i, &g))
			pt_agg_top_add(top, &g);
}

static void
result(void *state, struct pt_result *r)
{
	struct hashagg *h = state;
	const struct pt_agg_answer *answer = &h->agg.answer;
	uint64_t groups = 0;

	h->top.len = 0;
	h->top.decimals = h->agg.kind->decimals;
	h->top.all_decimals = h->agg.kind->all_decimals;
	for (size_t i = 0; i < answer->tables_len; i++) {
		groups += answer->tables[i].used;
		add_groups(&h->top, h->agg.kind, &answer->tables[i]);
	}
	pt_result_u64(r, "groups", groups);
	pt_result_u64(r, "rows", answer->rows);
	pt_result_u64(r, "rejected_rows", pt_agg_rejected_rows(&answer->rejected));
	pt_agg_rejected_warn(&answer->rejected, answer->rows, &h->agg.input,
		h->agg.csv.file.columns, r);
	pt_agg_top_put(&h->top, r);
}

static uint64_t
input_bytes(void *state)
{
	const struct pt_agg *a = &((struct hashagg *)state)->agg;

	return a->input.fd >= 0 ? a->input.size : a->rows.rows * 8; /* one of them is not there */
}

const struct pt_workload pt_workload_hashagg = {
	.name = "hashagg",
	.summary = "group by key: count, sum, minimum, maximum",
	.teaches = "a lock around shared data against a table per worker and a merge",
	.knob = "--size 2M --variant mutex,fold",
	.expect = "a mutex around each row takes 4 x as long as a table per worker, or more",
	.ratio = { 2, 300 },
	.work_unit = "rows",
	.params = params,
	.params_len = PT_AGG_PARAMS,
	.variants = variants,
	.variants_len = sizeof variants / sizeof *variants,
	.policies = PT_POLICIES,
	.simd = PT_SIMD_ALL,
	.state_bytes = sizeof(struct hashagg),
	.needs_bytes = needs_bytes,
	.setup = setup,
	.reset = reset,
	.sequential = sequential,
	.parallel = parallel,
	.verify = verify,
	.result = result,
	.teardown = teardown,
	.input_bytes = input_bytes,
};
