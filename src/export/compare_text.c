/* SPDX-License-Identifier: MIT */
/*
 * A comparison as text: what was compared, the table, bars on one scale, and conclusions in
 * sentences.  See compare.h.
 */
#include "export/compare.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "export/compare_parts.h"
#include "export/sentences.h"

#define BAR 50
#define BARS_MAX 24
#define BAR_LABEL 20

struct page {
	const struct pt_findings *p;
	const struct pt_look *look;
	FILE *f;
};

/* ---- the headline ---- */

static size_t
common_title(const struct pt_comparison *c)
{
	const char **title = pt_xcalloc(c->len, sizeof(*title));
	size_t len;

	for (size_t i = 0; i < c->len; i++)
		title[i] = c->row[i].m->title;
	len = pt_sentences_common(title, c->len);
	free(title);
	return len;
}

static bool
same_threads(const struct pt_comparison *c)
{
	for (size_t i = 1; i < c->len; i++)
		if (c->row[i].m->threads != c->row[0].m->threads)
			return false;
	return c->row[0].m->threads > 0;
}

static void
put_title(const struct page *g)
{
	const struct pt_comparison *c = g->p->c;
	size_t len = common_title(c);
	char *title = pt_xmemdup(c->row[0].m->title, len);
	char *clean = pt_sentences_label(len > 0 ? title : c->row[0].m->workload, g->look->utf8,
		g->look->width);

	fputs(clean, g->f);
	free(clean);
	free(title);
}

/* What all configurations have in common. */
static void
put_headline(const struct page *g)
{
	const struct pt_comparison *c = g->p->c;
	const struct pt_measured *m = c->row[0].m;

	if (m->command) {
		fprintf(g->f, "%s%zu commands, %zu round%s%s\n\n",
			pt_look_sgr(g->look, PT_LOOK_BOLD), c->len, c->rounds,
			c->rounds == 1 ? "" : "s", pt_look_sgr(g->look, PT_LOOK_OFF));
		return;
	}
	fputs(pt_look_sgr(g->look, PT_LOOK_BOLD), g->f);
	put_title(g);
	if (same_threads(c))
		fprintf(g->f, ", %u worker%s", m->threads, m->threads == 1 ? "" : "s");
	if (m->cpus > 0)
		fprintf(g->f, " on %u CPU%s", m->cpus, m->cpus == 1 ? "" : "s");
	fprintf(g->f, "%s\n\n", pt_look_sgr(g->look, PT_LOOK_OFF));
}

/* ---- the table ---- */

static void
put_table(const struct page *g)
{
	struct pt_cells cells = { 0 };

	pt_compare_cells(&cells, g->p->c, g->look->utf8);
	pt_cells_print(&cells, g->look, g->p->c->winner, g->f);
	pt_cells_fini(&cells);
}

/* ---- bars ---- */

static double
baseline_of(const struct pt_comparison_row *r)
{
	return pt_timings_median(&r->m->sequential);
}

/* The sequential time where all have the same work, within a tenth; else NAN. */
static double
common_baseline(const struct pt_comparison *c)
{
	double min = INFINITY, max = 0;

	for (size_t i = 0; i < c->len; i++) {
		double s = baseline_of(&c->row[i]);

		if (isnan(s))
			return NAN;
		min = fmin(min, s);
		max = fmax(max, s);
	}
	return max > 0 && max < 1.1 * min ? (min + max) / 2 : NAN;
}

static double
longest(const struct pt_comparison *c)
{
	double s = common_baseline(c);

	s = isnan(s) ? 0 : s;
	for (size_t i = 0; i < c->len; i++)
		s = fmax(s, c->row[i].spread.median);
	return s;
}

static int
label_columns(const struct pt_comparison *c)
{
	int most = 1;

	for (size_t i = 0; i < c->len; i++) {
		int own = pt_text_width(c->row[i].m->label);

		most = own > most ? own : most;
	}
	return most < BAR_LABEL ? most : BAR_LABEL;
}

/* In eighths of a column where UTF-8 is allowed. */
static void
put_bar(const struct page *g, double share)
{
	static const char *const part[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
	int eighths = g->look->utf8 ? (int)lround(share * BAR * 8) : 8 * (int)lround(share * BAR);

	for (int i = 0; i < eighths / 8; i++)
		fputs(g->look->utf8 ? "█" : "#", g->f);
	if (g->look->utf8)
		fputs(part[eighths % 8], g->f);
}

static void
put_bars(const struct page *g)
{
	const struct pt_comparison *c = g->p->c;
	double all = longest(c), baseline = common_baseline(c);
	int columns = label_columns(c);
	char time[PT_NUM];

	if (c->len > BARS_MAX || !(all > 0) || g->look->width < columns + BAR + 14)
		return;
	fputc('\n', g->f);
	for (size_t i = 0; i < c->len; i++) {
		char *label = pt_sentences_label(c->row[i].m->label, g->look->utf8, columns);

		if (isnan(c->row[i].spread.median)) {
			free(label);
			continue;
		}
		fprintf(g->f, "  %s%*s  ", label, columns - pt_text_width(label), "");
		put_bar(g, c->row[i].spread.median / all);
		fprintf(g->f, "  %s\n", pt_format_seconds(time, c->row[i].spread.median));
		free(label);
	}
	if (!isnan(baseline))
		fprintf(g->f, "  %*s  %s %s, sequential\n",
			columns + (int)lround(baseline / all * (BAR - 1)), "",
			g->look->utf8 ? "▲" : "^", pt_format_seconds(time, baseline));
}

void
pt_compare_text(const struct pt_findings *p, const struct pt_look *look, FILE *f)
{
	const struct page g = { .p = p, .look = look, .f = f };

	if (p->c->len == 0)
		return;
	put_headline(&g);
	put_table(&g);
	put_bars(&g);
	fputc('\n', f);
	pt_compare_sentences(p, f, look->utf8, look->width);
}

void
pt_compare_markdown(const struct pt_findings *p, FILE *f)
{
	struct pt_cells cells = { 0 };

	pt_compare_cells(&cells, p->c, true);
	pt_cells_markdown(&cells, f);
	pt_cells_fini(&cells);
	fputc('\n', f);
	pt_compare_sentences(p, f, true, INT_MAX);
}
