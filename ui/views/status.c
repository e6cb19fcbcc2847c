/* SPDX-License-Identifier: MIT */
/* The last line of every view: see view.h. */
#include <limits.h>
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "ui/views/view.h"
#include "ui/widgets/widgets.h"

const char *
pt_plural(unsigned long n)
{
	return n == 1 ? "" : "s";
}

int
pt_workers_expected(const struct pt_model *m)
{
	size_t n = m->workers_len > m->threads ? m->workers_len : m->threads;

	return n < INT_MAX ? (int)n : INT_MAX;
}

static void
add_share(struct pt_flow *f, int rank, const struct pt_worker_live *w, enum pt_share share)
{
	struct pt_piece *p;

	if (!isfinite(w->share[share]) || w->share[share] < 0.0005)
		return;
	p = pt_flow_add(f, rank, pt_model_share_name(share), "");
	pt_piece_value(p, "%.1f%%", fmin(w->share[share], 9) * 100);
}

static void
add_count(struct pt_flow *f, int rank, const char *label, uint64_t count)
{
	char n[PT_NUM];

	pt_piece_value(pt_flow_add(f, rank, label, ""), "%s", pt_format_count(n, (double)count));
}

bool
pt_status_worker_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_view_context *v)
{
	const struct pt_worker_live *w;
	struct pt_flow f = { .len = 0 };

	if (v->selected < 0 || v->selected >= (int)v->model->workers_len || pt_rect_empty(r))
		return false;
	w = &v->model->workers[v->selected];
	pt_piece_value(pt_flow_add(&f, 0, "worker", "w"), "%d", v->selected);
	pt_piece_value(pt_flow_add(&f, 5, "CPU", ""), "%u", w->cpu);
	pt_piece_value(pt_flow_add(&f, 3, "now in", "in"), "%s", pt_model_state_name(w->state));
	add_share(&f, 1, w, PT_SHARE_BUSY);
	add_share(&f, 7, w, PT_SHARE_SEARCH);
	add_share(&f, 8, w, PT_SHARE_PARK);
	add_share(&f, 9, w, PT_SHARE_WAIT);
	add_share(&f, 2, w, PT_SHARE_BLOCKED);
	add_share(&f, 2, w, PT_SHARE_OFF_CPU);
	add_share(&f, 10, w, PT_SHARE_OTHER);
	add_count(&f, 6, "tasks", w->tasks);
	add_count(&f, 4, "stole", w->steals);
	add_count(&f, 4, "lost", w->stolen_from);
	(void)pt_flow_draw(c, r, &f);
	return true;
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
	if (pt_status_worker_draw(c, r, v))
		return;
	(void)machine(where, sizeof(where), m);
	if (isfinite(v->ui_cost))
		(void)snprintf(cost, sizeof(cost), "; UI %.1f%%%s", v->ui_cost * 100,
			r.w >= 100 ? " of one core" : "");
	pt_canvas_printf(c, r, m->events_lost ? PT_ROLE_ALERT : PT_ROLE_QUIET,
		"%s; %s events lost%s", where, pt_format_count(lost, (double)m->events_lost), cost);
}
