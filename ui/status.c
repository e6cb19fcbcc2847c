/* SPDX-License-Identifier: MIT */
/* The last line of every view: see view.h. */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "ui/view.h"

const char *
pt_plural(unsigned long n)
{
	return n == 1 ? "" : "s";
}

static void
selected_worker(struct pt_canvas *c, struct pt_rect r, const struct pt_view_context *v)
{
	const struct pt_worker_live *w = &v->model->workers[v->selected];
	char tasks[PT_NUM], steals[PT_NUM], lost[PT_NUM];
	int used = pt_canvas_printf(c, r, PT_ROLE_STRONG, "worker %d", v->selected);

	r = pt_rect_skip(r, used);
	used = pt_canvas_printf(c, r, PT_ROLE_TEXT, "  on CPU %u  %s", w->cpu,
	    pt_model_state_name(w->state));
	r = pt_rect_skip(r, used);
	for (int i = 0; i < PT_SHARES; i++) {
		if (!isfinite(w->share[i]) || w->share[i] < 0.0005)
			continue;
		used = pt_canvas_printf(c, r, PT_ROLE_TEXT, "  %s %.1f%%",
		    pt_model_share_name((enum pt_share)i), w->share[i] * 100);
		r = pt_rect_skip(r, used);
	}
	pt_canvas_printf(c, r, PT_ROLE_TEXT, "  tasks %s  stole %s, lost %s",
	    pt_format_count(tasks, (double)w->tasks), pt_format_count(steals, (double)w->steals),
	    pt_format_count(lost, (double)w->stolen_from));
}

static int
machine(char *out, size_t size, const struct pt_model *m)
{
	if (m->threads == 0)
		return snprintf(out, size, "starting");
	if (m->oversubscribed)
		return snprintf(out, size, "%u workers take turns on %u CPU%s: off-cpu is not idle",
		    m->threads, m->cpus, pt_plural(m->cpus));
	return snprintf(out, size, "%u worker%s on %u CPU%s%s", m->threads, pt_plural(m->threads),
	    m->cpus, pt_plural(m->cpus), m->pinned ? ", pinned" : "");
}

void
pt_status_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_view_context *v)
{
	const struct pt_model *m = v->model;
	char where[128], lost[PT_NUM], cost[PT_NUM] = "";

	r = pt_rect_skip(r, 1);
	if (pt_rect_empty(r))
		return;
	if (v->selected >= 0 && v->selected < (int)m->workers_len) {
		selected_worker(c, r, v);
		return;
	}
	(void)machine(where, sizeof(where), m);
	if (isfinite(v->ui_cost))
		(void)snprintf(cost, sizeof(cost), "; UI %.1f%%%s", v->ui_cost * 100,
		    r.w >= 100 ? " of one core" : "");
	pt_canvas_printf(c, r, m->events_lost ? PT_ROLE_WARNING : PT_ROLE_FAINT,
	    "%s; %s events lost%s", where, pt_format_count(lost, (double)m->events_lost), cost);
}
