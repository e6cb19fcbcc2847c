/* SPDX-License-Identifier: MIT */
/* What is recorded, and where it is kept.  See record.h. */
#include "session/record.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/options.h"
#include "base/text.h"
#include "base/args.h"
#include "recording/layout.h"
#include "recording/writer.h"
#include "recording/names.h"

#define CAP_MIN (UINT64_C(1) << 20)
#define CAP_MAX (UINT64_C(1) << 44)
#define RING_MIN 2 /* chunks: the worker writes one, readers can read the other */

/* In the order of enum pt_rec_level. */
const char *const pt_record_details[] = { PT_REC_LEVEL_NAMES, NULL };
const char *const pt_record_fulls[] = { "stop", "overwrite", NULL };

/* clang-format off */
static const struct pt_option rows[] = {
	{ .name = "trace", .letter = 'o', .type = PT_OPT_TEXT, .value_name = "FILE", .min = 1,
		.help = "keep the recording in FILE" },
	{ .name = "trace-full", .type = PT_OPT_CHOICE, .value_name = "WHAT",
		.choices = pt_record_fulls, .fallback = "stop", .help = "if the trace is full" },
	{ .name = "trace-cap", .type = PT_OPT_SIZE, .value_name = "SIZE", .min = CAP_MIN,
		.max = CAP_MAX, .fallback = "1Gi", .help = "bytes of events to keep" },
	{ .name = "force", .letter = 'f', .type = PT_OPT_FLAG, .help = "overwrite existing files" },
	{ .name = "detail", .type = PT_OPT_CHOICE, .value_name = "LEVEL",
		.choices = pt_record_details, .help = "events (default: steals)" },
};
/* clang-format on */
const struct pt_options pt_record_options = PT_OPTIONS(rows);

/* The words in the environment are those of the option. */
static int
read_level(struct pt_record *r, const struct pt_args *a, struct pt_error *e)
{
	static const struct pt_option row = { .name = "detail",
		.type = PT_OPT_CHOICE,
		.choices = pt_record_details };
	const struct pt_value *given = pt_args_get(a, "detail");
	const char *text = getenv("PARTOP_DETAIL");
	struct pt_error why = { 0 };
	struct pt_value v = { 0 };

	r->level = PT_REC_LEVEL_STEALS;
	if (given->given) {
		r->level = (unsigned)given->choice;
		return 0;
	}
	if (text == NULL || text[0] == 0)
		return 0;
	if (pt_options_set(&row, text, &v, &why) < 0)
		return pt_fail(e, PT_EXIT_USAGE,
			"PARTOP_DETAIL: '%s' is not one of counters, "
			"steals, tasks, full",
			text);
	r->level = (unsigned)v.choice;
	return 0;
}

static int
refuse_without_trace(const struct pt_args *a, const char *option, struct pt_error *e)
{
	if (!pt_args_get(a, option)->given)
		return 0;
	return pt_fail(e, PT_EXIT_USAGE, "--%s: nothing is kept without --trace", option);
}

int
pt_record_read(struct pt_record *r, const struct pt_args *a, struct pt_error *e)
{
	*r = (struct pt_record){
		.trace = pt_args_text(a, "trace"),
		.force = pt_args_flag(a, "force"),
		.overwrite = pt_args_choice(a, "trace-full", 0) == 1,
		.cap_bytes = pt_args_get(a, "trace-cap")->u64,
	};
	if (r->trace == NULL &&
		(refuse_without_trace(a, "trace-full", e) < 0 ||
			refuse_without_trace(a, "trace-cap", e) < 0))
		return -1;
	return read_level(r, a, e);
}

uint32_t
pt_record_ring(const struct pt_record *r, uint32_t workers, struct pt_error *e)
{
	uint64_t least = (uint64_t)workers * RING_MIN * PT_REC_CHUNK;
	char bytes[PT_NUM];

	if (r->cap_bytes >= least)
		return pt_rec_ring_chunks(r->cap_bytes, workers);
	pt_fail(e, PT_EXIT_USAGE,
		"--trace-cap: too little for the rings of %u workers, which "
		"take %s",
		workers, pt_format_bytes(bytes, least));
	return 0;
}
