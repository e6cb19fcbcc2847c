/* SPDX-License-Identifier: MIT */
/* Sparkline: see widgets.h. */
#include "ui/widgets/widgets.h"

void
pt_spark_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g,
	const struct pt_spark *s)
{
	uint32_t n = s->len;

	if (pt_rect_empty(r))
		return;
	if (n > (uint32_t)r.w)
		n = (uint32_t)r.w;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t v = s->values[s->len - n + i];
		uint32_t step = (v * g->spark_len + 127) / 255;

		pt_canvas_put(c, r.x + r.w - (int)n + (int)i, r.y, s->role, g->spark[step]);
	}
}
