/* SPDX-License-Identifier: MIT */
/* The table of a comparison: see compare_parts.h. */
#include "export/compare_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "export/sentences.h"

#define LABEL_COLUMNS 30
#define BASELINE_COLUMNS 12
#define FINE 1.02 /* ratios nearer to 1 have three digits */

/* ---- texts ---- */

static int
digits_of(double ratio)
{
	return fabs(ratio - 1) < FINE - 1 ? 3 : ratio < 100 ? 2 : 0;
}

void
pt_compare_ratio(char *out, size_t size, const struct pt_estimate *ratio, enum pt_verdict v)
{
	double value = v == PT_VERDICT_SLOWER ? 1 / ratio->value : ratio->value;
	char number[PT_NUM];

	if (isnan(value)) {
		snprintf(out, size, "--");
		return;
	}
	snprintf(out, size, "%s x%s", pt_format_ratio(number, value, digits_of(value)),
		v == PT_VERDICT_FASTER         ? " faster" :
			v == PT_VERDICT_SLOWER ? " slower" :
						 "");
}

/* "1.64 .. 1.69", in the unit of the second where both have the same. */
static void
range(char *out, size_t size, double min, double max)
{
	char a[PT_NUM], b[PT_NUM];
	const char *unit_a, *unit_b;

	pt_format_seconds(a, min);
	pt_format_seconds(b, max);
	unit_a = strchr(a, ' ');
	unit_b = strchr(b, ' ');
	if (unit_a != NULL && unit_b != NULL && strcmp(unit_a, unit_b) == 0)
		a[unit_a - a] = 0;
	snprintf(out, size, "%s .. %s", a, b);
	if (unit_b != NULL && strchr(a, ' ') == NULL && strlen(out) > strlen(unit_b))
		out[strlen(out) - strlen(unit_b)] = 0;
}

/* ---- columns ---- */

struct columns {
	size_t label, time, range, cpus, ratio, interval, speedup, share;
};

static bool
has_speedup(const struct pt_comparison *c)
{
	for (size_t i = 0; i < c->len; i++)
		if (!isnan(c->row[i].speedup.value))
			return true;
	return false;
}

static bool
has_share(const struct pt_comparison *c)
{
	for (size_t i = 0; i < c->len; i++)
		if (!isnan(c->row[i].capacity_share))
			return true;
	return false;
}

/* "of 1.31": what as many CPUs can give, where that is the same for all. */
static size_t
add_share(struct pt_cells *cells, const struct pt_comparison *c)
{
	double first = c->row[0].m->capacity.compute;
	char head[PT_NUM + 8], number[PT_NUM];
	bool same = true;

	if (!has_share(c))
		return PT_CELLS_COLUMNS;
	for (size_t i = 1; i < c->len; i++)
		same = same && fabs(c->row[i].m->capacity.compute - first) < 0.005;
	snprintf(head, sizeof(head), "of %s", same ? pt_format_ratio(number, first, 2) : "CPUs");
	return pt_cells_column(cells, head, false, 5);
}

static void
add_ratio(struct columns *k, struct pt_cells *cells, const struct pt_comparison *c, bool utf8)
{
	bool known = c->baseline != PT_COMPARISON_NONE;
	char *label = pt_sentences_label(known ? c->row[c->baseline].m->label : "--", utf8,
		BASELINE_COLUMNS);
	struct pt_text head = { 0 };

	pt_text_add(&head, "against %s", label);
	k->ratio = pt_cells_column(cells, pt_text_string(&head), false, 0);
	pt_text_fini(&head);
	free(label);
}

static void
make_columns(struct columns *k, struct pt_cells *cells, const struct pt_comparison *c, bool utf8)
{
	k->label = pt_cells_column(cells, "", true, 0);
	k->time = pt_cells_column(cells, "time", false, 0);
	k->range = pt_cells_column(cells, "min .. max", false, 2);
	k->cpus = pt_cells_column(cells, "CPUs", false, 3);
	add_ratio(k, cells, c, utf8);
	k->interval = pt_cells_column(cells, "95 %", false, 1);
	k->speedup =
		has_speedup(c) ? pt_cells_column(cells, "speedup", false, 4) : PT_CELLS_COLUMNS;
	k->share = add_share(cells, c);
}

/* ---- rows ---- */

static void
put_number(struct pt_cells *cells, size_t column, double v, int digits, const char *unit)
{
	char number[PT_NUM], text[PT_NUM + 8];

	if (column == PT_CELLS_COLUMNS)
		return;
	snprintf(text, sizeof(text), "%s%s", pt_format_ratio(number, v, digits),
		isnan(v) ? "" : unit);
	pt_cells_set(cells, column, text);
}

static void
put_ratio(struct pt_cells *cells, const struct columns *k, const struct pt_comparison *c, size_t i)
{
	const struct pt_comparison_row *r = &c->row[i];
	char text[64];

	if (i == c->baseline) {
		pt_cells_set(cells, k->ratio, "1");
		return;
	}
	pt_compare_ratio(text, sizeof(text), &r->ratio, r->verdict);
	pt_cells_set(cells, k->ratio, text);
	pt_sentences_interval(text, sizeof(text), &r->ratio);
	pt_cells_set(cells, k->interval, text);
}

static const char *
failure(const struct pt_comparison_row *r)
{
	return r->m->verified == 0 ? "WRONG RESULT" : r->m->error != NULL ? "FAILED" : NULL;
}

static void
put_row(struct pt_cells *cells, const struct columns *k, const struct pt_comparison *c, size_t i,
	bool utf8)
{
	const struct pt_comparison_row *r = &c->row[i];
	char *label = pt_sentences_label(r->m->label, utf8, LABEL_COLUMNS);
	char text[2 * PT_NUM + 8], time[PT_NUM];

	pt_cells_row(cells);
	pt_cells_set(cells, k->label, label);
	free(label);
	pt_cells_set(cells, k->time, pt_format_seconds(time, r->spread.median));
	if (failure(r) != NULL) {
		pt_cells_set(cells, k->ratio, failure(r));
		return;
	}
	range(text, sizeof(text), r->spread.min, r->spread.max);
	pt_cells_set(cells, k->range, text);
	put_number(cells, k->cpus, r->cpus_busy, 2, "");
	put_ratio(cells, k, c, i);
	put_number(cells, k->speedup, r->speedup.value, 2, " x");
	put_number(cells, k->share, 100 * r->capacity_share, 0, " %");
}

void
pt_compare_cells(struct pt_cells *cells, const struct pt_comparison *c, bool utf8)
{
	struct columns k;

	make_columns(&k, cells, c, utf8);
	for (size_t i = 0; i < c->len; i++)
		put_row(cells, &k, c, i, utf8);
}
