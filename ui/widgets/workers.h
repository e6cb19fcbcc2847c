/* SPDX-License-Identifier: MIT */
/* The workers and the CPUs as bars, numbers or single characters, whatever there is room for. */
#ifndef PT_UI_WIDGETS_WORKERS_H
#define PT_UI_WIDGETS_WORKERS_H

#include "ui/views/view.h"

/* All workers in `r`; the page with the selected one when they do not fit. */
void pt_workers_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_view_context *v);

/* What the columns behind the bars are, at the right end of the rule above them. */
void pt_workers_heads(struct pt_canvas *c, struct pt_rect rule, const struct pt_view_context *v,
	const struct pt_rect *workers, int keep);

/* One row: what the signs of the bars mean. */
void pt_workers_legend(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g);

/* One row: how busy each CPU is. */
void pt_cpus_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_view_context *v);

#endif
