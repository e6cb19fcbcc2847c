/* SPDX-License-Identifier: MIT */
/* What the program marks: see marks.h. */
#include "ui/widgets/marks.h"

#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "ui/core/layout.h"
#include "ui/widgets/widgets.h"

#define LABEL_W 16
#define NUMBERS_W 24 /* "last 9999  most 9999" and blanks */
#define PERIODS_PER_S 10

int
pt_marks_rows(const struct pt_model *m)
{
	return (int)m->marks_len;
}

/* The newest at the right end, each as a share of the largest number there was. */
static void
draw_course(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g,
	const struct pt_mark_live *k)
{
	int n = pt_min(r.w, PT_SPARK);

	for (int i = 0; i < n; i++) {
		float v = k->mean[PT_SPARK - n + i];
		double share = k->most > 0 ? fmax(fmin(v / k->most, 1), 0) : 0;

		pt_canvas_put(c, r.x + r.w - n + i, r.y, isnan(v) ? PT_ROLE_QUIET : PT_ROLE_WORK,
			isnan(v) ? g->dot : g->spark[(int)(share * g->spark_len + 0.5)]);
	}
}

static void
draw_one(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g,
	const struct pt_mark_live *k)
{
	struct pt_rect label = pt_rect_left(pt_rect_skip(r, 1), LABEL_W - 1);
	struct pt_rect numbers = pt_rect_skip(r, 1 + LABEL_W);
	char last[PT_NUM], most[PT_NUM];

	pt_canvas_foreign(c, label, PT_ROLE_TEXT, k->label[0] ? k->label : "?");
	pt_canvas_printf(c, numbers, PT_ROLE_STRONG, "%4s", pt_format_count(last, k->last));
	pt_canvas_printf(c, pt_rect_skip(numbers, 5), PT_ROLE_QUIET, "of %s",
		pt_format_count(most, k->most));
	draw_course(c, pt_rect_left(pt_rect_skip(numbers, NUMBERS_W - 10), PT_SPARK), g, k);
}

void
pt_marks_draw(struct pt_canvas *c, struct pt_rect rule, struct pt_rect r, const struct pt_glyphs *g,
	const struct pt_model *m)
{
	int shown = pt_min(r.h, (int)m->marks_len), width;
	char title[96];

	if (pt_rect_empty(r) || shown == 0)
		return;
	width = pt_max(pt_min(r.w - 1 - LABEL_W - (NUMBERS_W - 10), PT_SPARK), 0);
	(void)snprintf(title, sizeof(title), "the program's marks: last, of the most, %.1f s",
		(double)width / PERIODS_PER_S);
	if (shown < (int)m->marks_len)
		(void)snprintf(title, sizeof(title), "the program's marks: %d of %zu", shown,
			m->marks_len);
	pt_rule_draw(c, rule, g, title);
	for (int i = 0; i < shown; i++)
		draw_one(c, pt_rect_row(r, i), g, &m->marks[i]);
}
