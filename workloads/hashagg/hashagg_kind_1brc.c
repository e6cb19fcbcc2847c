/* SPDX-License-Identifier: MIT */
/* Lines of a file in the 1BRC format: all chunks are read in the same way, by one worker or by many. */
#include "workloads/hashagg/hashagg_run.h"

static int
open_1brc(struct pt_agg *a, const struct pt_setup *s, struct pt_error *e)
{
	if (pt_input_open(&a->input, s->values[PT_AGG_INPUT].text, e) != 0)
		return -1;
	if (a->input.size == 0)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "'%s' is empty", a->input.name);
	a->brc = (struct pt_1brc){
		.input = &a->input,
		.kernel = pt_1brc_kernel_of(s->simd),
		.chunk_bytes = a->grain ? a->grain : PT_AGG_CHUNK_BYTES,
		.seed = pt_mix(s->seed),
	};
	a->budget.seed = a->brc.seed;
	return 0;
}

static void
add_chunks(partop_worker *w, struct pt_agg *a, uint64_t lo, uint64_t hi)
{
	struct pt_agg_worker *own = pt_agg_open_sink(w, a);
	struct pt_error e = { .exit = 0 };

	if (!own)
		return;
	for (uint64_t i = lo; i < hi; i++) {
		enum pt_agg_read is = pt_1brc_chunk(&a->brc, i, &own->buffer, &own->sink, &e);

		if (is == PT_AGG_DONE)
			continue;
		pt_agg_fail(w, a, is, &e);
		return;
	}
}

static int
aggregate_alone(struct pt_agg *a, struct pt_error *e)
{
	add_chunks(NULL, a, 0, pt_1brc_chunks(&a->brc));
	return pt_agg_went_well(NULL, a, e);
}

static void
run_chunks(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	add_chunks(w, arg, lo, hi);
}

static int
aggregate(partop_worker *w, partop_task *head, struct pt_agg *a, struct pt_error *e)
{
	const struct partop_range_options rows = { .label = "rows", .policy = a->policy };

	partop_for(w, head, 0, pt_1brc_chunks(&a->brc), run_chunks, a, &rows);
	return pt_agg_went_well(w, a, e);
}

static int
check(const struct pt_agg *a, struct pt_error *e)
{
	return pt_agg_check_1brc(&a->input, &a->answer, e);
}

const struct pt_agg_kind pt_agg_kind_1brc = {
	.group_bytes = sizeof(struct pt_agg_name_group),
	.init = pt_agg_init_names,
	.merge = pt_agg_merge_names,
	.show = pt_agg_show_name,
	.decimals = PT_1BRC_DECIMALS,
	.all_decimals = true,
	.open = open_1brc,
	.sequential = aggregate_alone,
	.parallel = aggregate,
	.check = check,
};
