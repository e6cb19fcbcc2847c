/* SPDX-License-Identifier: MIT */
/* Counting rejected rows, and saying why. */
#include "workloads/hashagg/hashagg_reject.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "workloads/lib/csv/csv.h"
#include "workloads/workload.h"

static const char *const reasons[PT_AGG_REASONS] = {
	[PT_AGG_NO_NUMBER] = "no number",
	[PT_AGG_TOO_LARGE] = "too large",
	[PT_AGG_TOO_FINE] = "too many decimals",
	[PT_AGG_RAGGED] = "other columns",
	[PT_AGG_NO_NAME] = "no name",
	[PT_AGG_NO_TENTHS] = "no number with one decimal",
};

uint64_t
pt_agg_rejected_rows(const struct pt_agg_rejected *r)
{
	uint64_t rows = 0;

	for (size_t i = 0; i < PT_AGG_REASONS; i++)
		rows += r->rows[i];
	return rows;
}

/* Bytes of the value that are kept and shown. */
static size_t
shown(const struct pt_agg_rejected *r)
{
	return r->value_len < PT_AGG_VALUE_BYTES ? r->value_len : PT_AGG_VALUE_BYTES;
}

void
pt_agg_reject(struct pt_agg_rejected *r, const struct pt_agg_reject *row)
{
	if (pt_agg_rejected_rows(r) == 0 || row->at < r->at) {
		r->reason = row->reason;
		r->at = row->at;
		r->columns = row->columns;
		r->value_len = row->value_len;
		if (r->value_len)
			memcpy(r->value, row->value, shown(r));
	}
	r->rows[row->reason]++;
}

void
pt_agg_rejected_add(struct pt_agg_rejected *to, const struct pt_agg_rejected *r)
{
	struct pt_agg_rejected sum = *to;

	if (pt_agg_rejected_rows(r) == 0)
		return;
	if (pt_agg_rejected_rows(to) == 0 || r->at < to->at)
		sum = *r;
	for (size_t i = 0; i < PT_AGG_REASONS; i++)
		sum.rows[i] = to->rows[i] + r->rows[i];
	*to = sum;
}

/* "2 of 9 rows were rejected (1 no number, 1 other columns)"; one reason is said by the first. */
static void
add_counts(struct pt_text *t, const struct pt_agg_rejected *r, uint64_t rows)
{
	const uint64_t rejected = pt_agg_rejected_rows(r);
	const char *before = " (";

	if (rows == 1)
		pt_text_add(t, "the only row was rejected");
	else if (rejected == rows)
		pt_text_add(t, "all %" PRIu64 " rows were rejected", rows);
	else
		pt_text_add(t, "%" PRIu64 " of %" PRIu64 " rows %s rejected", rejected, rows,
			rejected == 1 ? "was" : "were");
	if (r->rows[r->reason] == rejected)
		return;
	for (size_t i = 0; i < PT_AGG_REASONS; i++) {
		if (r->rows[i] == 0)
			continue;
		pt_text_add(t, "%s%" PRIu64 " %s", before, r->rows[i], reasons[i]);
		before = ", ";
	}
	pt_text_add(t, ")");
}

static void
add_reason(struct pt_text *t, const struct pt_agg_rejected *r, size_t columns)
{
	static const char *const is[PT_AGG_REASONS] = {
		[PT_AGG_NO_NUMBER] = "is no number",
		[PT_AGG_TOO_LARGE] = "is too large: up to 20 digits before the point are taken",
		[PT_AGG_TOO_FINE] = "has too many decimals: up to 18 are taken",
		[PT_AGG_NO_TENTHS] = "is no number from -99.9 to 99.9 with one decimal",
	};

	if (r->reason == PT_AGG_RAGGED) {
		pt_text_add(t, "%zu column%s instead of %zu", r->columns,
			r->columns == 1 ? "" : "s", columns);
	} else if (r->reason == PT_AGG_NO_NAME) {
		pt_text_add(t, "no name of 1 to 100 bytes before a semicolon");
	} else if (r->value_len == 0) {
		pt_text_add(t, "an empty value");
	} else {
		pt_text_add(t, "'");
		pt_text_escape(t, r->value, shown(r), PT_AGG_VALUE_BYTES);
		pt_text_add(t, "%s' %s", shown(r) < r->value_len ? "..." : "", is[r->reason]);
	}
}

void
pt_agg_rejected_warn(const struct pt_agg_rejected *r, uint64_t rows, const struct pt_input *in,
	size_t columns, struct pt_result *result)
{
	const uint64_t rejected = pt_agg_rejected_rows(r);
	struct pt_text t = { 0 };
	uint64_t line;

	if (rejected == 0)
		return;
	line = pt_csv_line(in, r->at);
	add_counts(&t, r, rows);
	pt_text_add(&t, rejected == 1 ? ", in line" : ", the first in line");
	if (line > 0)
		pt_text_add(&t, " %" PRIu64 ": ", line);
	else
		pt_text_add(&t, " --: ");
	add_reason(&t, r, columns);
	pt_result_warn(result, pt_text_string(&t));
	pt_text_fini(&t);
}
