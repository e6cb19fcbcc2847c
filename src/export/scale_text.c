/* SPDX-License-Identifier: MIT */
/*
 * Scaling as text: what was measured, the table, the plot, and in sentences what it comes to.  See
 * scale.h.
 */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "export/scale_parts.h"

#define PLOT_WIDTH 100 /* wider curves are not clearer */

struct page {
	const struct pt_findings *p;
	const struct pt_look *look;
	FILE *f;
};

/* Of sizes and grains: how many workers, if all have as many; else 0. */
static uint32_t
workers_of(const struct pt_scaling *s)
{
	uint32_t threads = 0;

	for (size_t i = 0; i < s->len; i++)
		for (size_t k = 0; k < s->curve[i].len; k++) {
			uint32_t own = s->curve[i].point[k].m->threads;

			if (threads > 0 && own > 0 && own != threads)
				return 0;
			threads = own > 0 ? own : threads;
		}
	return threads;
}

static void
put_headline(const struct page *g)
{
	const struct pt_scaling *s = g->p->s;
	char *title = pt_scale_title(s, g->look->utf8), number[PT_NUM];
	uint32_t cpus = pt_scale_cpus(s), workers = workers_of(s);
	double capacity = pt_scale_capacity(s);

	fprintf(g->f, "%s%s", pt_look_sgr(g->look, PT_LOOK_BOLD), title);
	free(title);
	if (workers > 0 && (s->axis == PT_SCALING_SIZE || s->axis == PT_SCALING_GRAIN))
		fprintf(g->f, ", %u worker%s", workers, workers == 1 ? "" : "s");
	if (cpus > 0)
		fprintf(g->f, " on %u CPU%s", cpus, cpus == 1 ? "" : "s");
	if (!isnan(capacity) && cpus > 1)
		fprintf(g->f, " (which can give %s)", pt_format_ratio(number, capacity, 2));
	fprintf(g->f, "%s\n\n", pt_look_sgr(g->look, PT_LOOK_OFF));
}

static void
put_table(const struct page *g)
{
	struct pt_cells cells = { 0 };

	pt_scale_cells(&cells, g->p->s, g->look->utf8);
	pt_cells_print(&cells, g->look, PT_CELLS_NONE, g->f);
	pt_cells_fini(&cells);
}

static void
put_plot(const struct page *g)
{
	struct pt_scale_plot *p = pt_scale_plot_new(g->p->s);
	struct pt_look look = *g->look;

	if (p == NULL)
		return;
	look.width = look.width > PLOT_WIDTH ? PLOT_WIDTH : look.width;
	fputc('\n', g->f);
	pt_plot_cells(pt_scale_plot_of(p), &look, g->f);
	pt_scale_plot_free(p);
}

void
pt_scale_text(const struct pt_findings *p, const struct pt_look *look, FILE *f)
{
	const struct page g = { .p = p, .look = look, .f = f };

	if (p->s->len == 0)
		return;
	put_headline(&g);
	put_table(&g);
	put_plot(&g);
	fputc('\n', f);
	pt_scale_sentences(p, f, look->utf8, look->width);
}

void
pt_scale_markdown(const struct pt_findings *p, FILE *f)
{
	struct pt_cells cells = { 0 };

	if (p->s->len == 0)
		return;
	pt_scale_cells(&cells, p->s, true);
	pt_cells_markdown(&cells, f);
	pt_cells_fini(&cells);
	fputc('\n', f);
	pt_scale_sentences(p, f, true, INT_MAX);
}
