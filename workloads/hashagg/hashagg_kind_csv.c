/* SPDX-License-Identifier: MIT */
/* Rows of a CSV file: which worker reads which chunk, and where it begins. */
#include <stdlib.h>

#include "workloads/hashagg/hashagg_run.h"

static int
open_csv(struct pt_agg *a, const struct pt_setup *s, struct pt_error *e)
{
	const struct pt_value *v = s->values;

	a->csv.kernel = pt_scan_kernel(s->simd);
	a->csv.seed = pt_mix(s->seed);
	a->csv.chunk_bytes = a->grain ? a->grain : PT_AGG_CHUNK_BYTES;
	if (pt_csv_dialect(&a->csv.file.dialect, v[PT_AGG_SEPARATOR].text, v[PT_AGG_COMMENT].text,
		    !v[PT_AGG_NO_QUOTES].given, e) != 0 ||
		pt_input_open(&a->input, v[PT_AGG_INPUT].text, e) != 0 ||
		pt_csv_open(&a->csv.file, &a->input, v[PT_AGG_KEY].text, v[PT_AGG_VALUE].text,
			!v[PT_AGG_NO_HEADER].given, e) != 0)
		return -1;
	a->transition = calloc(pt_agg_csv_chunks(&a->csv) + 1, sizeof *a->transition);
	return a->transition ? 0 : pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory for the chunks");
}

static int
aggregate_alone(struct pt_agg *a, struct pt_error *e)
{
	struct pt_agg_worker *own = pt_agg_open_sink(NULL, a);
	enum pt_agg_read is;

	if (!own)
		return pt_agg_went_well(NULL, a, e);
	is = pt_agg_csv_all(&a->csv, &own->buffer, &own->sink, e);
	if (is != PT_AGG_DONE)
		pt_agg_fail(NULL, a, is, e);
	return pt_agg_went_well(NULL, a, e);
}

static void
find_transitions(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct pt_agg *a = arg;
	struct pt_agg_buffer *b = &a->worker[partop_worker_index(w)].buffer;
	struct pt_error e = { .exit = 0 };

	for (uint64_t i = lo; i < hi; i++) {
		enum pt_agg_read is = pt_agg_csv_transition(&a->csv, i, b, &a->transition[i], &e);

		if (is == PT_AGG_DONE)
			continue;
		pt_agg_fail(w, a, is, &e);
		return;
	}
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
		enum pt_csv_place begin = (enum pt_csv_place)a->transition[i];
		enum pt_agg_read is =
			pt_agg_csv_chunk(&a->csv, i, begin, &own->buffer, &own->sink, &e);

		if (is == PT_AGG_DONE)
			continue;
		pt_agg_fail(w, a, is, &e);
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

static int
aggregate(partop_worker *w, partop_task *head, struct pt_agg *a, struct pt_error *e)
{
	const uint64_t chunks = pt_agg_csv_chunks(&a->csv);
	const struct partop_range_options find = { .label = "quotes", .policy = a->policy };
	const struct partop_range_options parse = { .label = "rows", .policy = a->policy };

	if (pt_agg_csv_needs_transitions(&a->csv)) {
		partop_for(w, head, 0, chunks, find_transitions, a, &find);
		if (pt_agg_went_well(w, a, e) != 0)
			return -1;
		if (follow_transitions(a, chunks))
			return pt_csv_explain(&a->csv.file, e);
	}
	partop_for(w, head, 0, chunks, parse_chunks, a, &parse);
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
