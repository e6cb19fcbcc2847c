/* SPDX-License-Identifier: MIT */
/* Rows of a CSV file: which worker reads which chunk, and where it begins. */
#include "workloads/hashagg/hashagg_run.h"

static int
open_csv(struct pt_agg *a, const struct pt_setup *s, struct pt_error *e)
{
	const struct pt_value *v = s->values;

	a->csv.kernel = pt_scan_kernel(s->simd);
	a->csv.quick = pt_csv_quick(s->simd);
	a->csv.seed = pt_mix(s->seed);
	a->csv.chunk_bytes = a->grain ? a->grain : PT_AGG_CHUNK_BYTES;
	if (pt_csv_dialect(&a->csv.file.dialect, v[PT_AGG_SEPARATOR].text, v[PT_AGG_COMMENT].text,
		    !v[PT_AGG_NO_QUOTES].given, e) != 0 ||
		pt_input_open(&a->input, v[PT_AGG_INPUT].text, e) != 0 ||
		pt_csv_open(&a->csv.file, &a->input, v[PT_AGG_KEY].text, v[PT_AGG_VALUE].text,
			!v[PT_AGG_NO_HEADER].given, e) != 0)
		return -1;
	if ((s->memory_bytes && pt_agg_starts_bytes(&a->csv) > s->memory_bytes / 4) ||
		!pt_agg_starts_init(&a->starts, &a->csv))
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory for so many chunks");
	return 0;
}

static int
aggregate_alone(struct pt_agg *a, struct pt_error *e)
{
	struct pt_agg_worker *own = pt_agg_open_sink(NULL, a);
	uint64_t row = a->csv.file.data;

	for (uint64_t i = 0; own && i < a->starts.chunks; i++) {
		enum pt_agg_read is =
			pt_agg_csv_chunk(&a->csv, i, &row, &own->buffer, &own->sink, e);

		if (is == PT_AGG_DONE)
			continue;
		pt_agg_fail(NULL, a, is, e);
		break;
	}
	return pt_agg_went_well(NULL, a, e);
}

static enum pt_agg_read
parse_chunk(struct pt_agg *a, struct pt_agg_worker *own, uint64_t chunk, struct pt_error *e)
{
	uint64_t row;
	enum pt_agg_read is = pt_agg_starts_find(&a->starts, &a->csv, chunk, &own->buffer, &row, e);

	if (is != PT_AGG_DONE || row == PT_AGG_NO_ROW)
		return is;
	is = pt_agg_csv_chunk(&a->csv, chunk, &row, &own->buffer, &own->sink, e);
	if (is == PT_AGG_DONE)
		pt_agg_starts_tell(&a->starts, chunk, row);
	return is;
}

static void
parse_chunks(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct pt_agg *a = arg;
	struct pt_agg_worker *own = pt_agg_open_sink(w, a);
	struct pt_error e = { .exit = 0 };

	if (!own)
		return;
	for (uint64_t i = lo; i < hi; i++) {
		enum pt_agg_read is = parse_chunk(a, own, i, &e);

		if (is == PT_AGG_DONE)
			continue;
		pt_agg_fail(w, a, is, &e);
		return;
	}
}

static int
aggregate(partop_worker *w, partop_task *head, struct pt_agg *a, struct pt_error *e)
{
	const struct partop_range_options rows = { .label = "rows", .policy = a->policy };

	partop_for(w, head, 0, a->starts.chunks, parse_chunks, a, &rows);
	return pt_agg_went_well(w, a, e);
}

static int
check(const struct pt_agg *a, struct pt_error *e)
{
	return pt_agg_check_csv(&a->csv.file, &a->answer, e);
}

const struct pt_agg_kind pt_agg_kind_csv = {
	.group_bytes = sizeof(struct pt_agg_text_group),
	.init = pt_agg_init_texts,
	.merge = pt_agg_merge_texts,
	.show = pt_agg_show_text,
	.decimals = PT_CSV_DECIMALS,
	.open = open_csv,
	.sequential = aggregate_alone,
	.parallel = aggregate,
	.check = check,
};
