/* SPDX-License-Identifier: MIT */
/* What two views show of the whole run: see view.h. */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "ui/views/view.h"
#include "ui/widgets/widgets.h"

void
pt_history_span_draw(struct pt_canvas *c, struct pt_rect rule, const struct pt_history *h, int keep)
{
	double span_s = h->len * h->period_s;
	int width = rule.w - PT_CURVE_LABEL;
	char text[96], all[PT_NUM], column[PT_NUM];
	struct pt_rect at;

	if (h->len == 0 || width <= 0)
		return;
	/* As in pt_curve_column(): a value per column while they are few. */
	(void)snprintf(text, sizeof(text), "%s, %s a column", pt_format_seconds(all, span_s),
		pt_format_seconds(column, h->len > (uint32_t)width ? span_s / width : h->period_s));
	at = pt_rule_remark(c, rule, pt_text_width(text), keep);
	pt_canvas_text(c, at, PT_ROLE_TEXT, text);
}

/* The value of the highest column that is drawn, which the scale has to reach. */
static double
highest(const struct pt_history *h, int width)
{
	double top = 0;

	for (int x = 0; x < width; x++) {
		double v = pt_curve_column(h->steals_per_s, h->len, x, width);

		if (v > top)
			top = v;
	}
	return top;
}

void
pt_steals_curve_draw(struct pt_canvas *c, struct pt_rect rule, struct pt_rect r,
	const struct pt_view_context *v)
{
	const struct pt_history *h = &v->model->history;
	const char *title = "steals/s, whole run";
	double top = highest(h, r.w - PT_CURVE_LABEL);
	char high[PT_NUM], mid[PT_NUM];
	struct pt_curve curve = { .values = h->steals_per_s,
		.len = h->len,
		.top = top > 0 ? top : 1,
		.role = PT_ROLE_RUNTIME,
		.top_label = top > 0 ? pt_format_count(high, round(top)) : "",
		.middle_label = r.h % 2 && top > 0 ? pt_format_count(mid, round(top / 2)) : "",
		.base_label = "0" };

	if (pt_rect_empty(r))
		return;
	pt_rule_draw(c, rule, v->glyphs, title);
	pt_history_span_draw(c, rule, h, pt_text_width(title) + 4);
	pt_curve_draw(c, r, v->glyphs, &curve);
}
