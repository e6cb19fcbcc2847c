/* SPDX-License-Identifier: MIT */
/* What the Timeline says in words: see timeline_picture.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "metrics/over_time.h"
#include "ui/views/timeline_picture.h"
#include "ui/widgets/widgets.h"

/* "worker 5: search since 0.2 ms" or, with no worker selected, how many work. */
static void
say_now(char *out, size_t size, const struct pt_timeline_picture *p)
{
	struct pt_time_now now;
	char since[PT_NUM], label[64];
	unsigned work = 0;

	if (p->t->lane == PT_TIME_ANY_LANE) {
		for (size_t i = 0; i < p->o->lanes; i++) {
			pt_time_now(p->o->time, p->o->lane[i], p->t->cursor, &now);
			work += now.state == PT_REC_WORK;
		}
		(void)snprintf(out, size, "%u of %zu workers in tasks", work, p->o->lanes);
		return;
	}
	pt_time_now(p->o->time, p->t->lane, p->t->cursor, &now);
	(void)pt_clean(label, sizeof(label), pt_over_time_label(p->o, now.label),
		strlen(pt_over_time_label(p->o, now.label)));
	(void)snprintf(out, size, "worker %u: %s%s%s%s%s", pt_over_time_worker(p->o, p->t->lane),
		pt_model_state_name(now.state), label[0] ? " " : "", label,
		now.since ? ", since " : "",
		now.since ? pt_format_seconds(since,
				    (double)(p->t->cursor - now.since) / (double)p->o->hz) :
			    "");
}

static uint64_t
steals_to(const struct pt_timeline_picture *p, uint64_t at)
{
	uint64_t sum = 0, n[PT_TIME_COUNTS];

	for (size_t i = 0; i < p->o->lanes; i++)
		if (pt_time_counts(p->o->time, p->o->lane[i], at, n))
			sum += n[PT_TIME_STOLEN];
	return sum;
}

/* "12.3 ms: in tasks 92 %, 14 steals" */
static void
say_range(char *out, size_t size, const struct pt_timeline_picture *p)
{
	uint64_t a = p->t->mark < p->t->cursor ? p->t->mark : p->t->cursor;
	uint64_t b = p->t->mark < p->t->cursor ? p->t->cursor : p->t->mark;
	double work = 0, all = 0;
	char length[PT_NUM], share[PT_CURVE_LABEL + 3];

	for (size_t i = 0; i < p->o->lanes; i++) {
		uint64_t from[PT_REC_STATES], to[PT_REC_STATES];

		pt_time_states(p->o->time, p->o->lane[i], a, 0, from);
		pt_time_states(p->o->time, p->o->lane[i], b, 0, to);
		for (unsigned s = 0; s < PT_REC_STATES; s++)
			all += (double)(to[s] - from[s]);
		work += (double)(to[PT_REC_WORK] - from[PT_REC_WORK]);
	}
	(void)snprintf(out, size, "range of %s: %s in tasks, %llu steals",
		pt_format_seconds(length, (double)(b - a) / (double)p->o->hz),
		pt_percent(share, all > 0 ? work / all : NAN),
		(unsigned long long)(steals_to(p, b) - steals_to(p, a)));
}

void
pt_timeline_head(struct pt_canvas *c, const struct pt_timeline_picture *p)
{
	struct pt_rect r = pt_rect_skip(pt_rect_left(p->l.head, p->l.head.w - 1), 1);
	char column[PT_NUM], length[PT_NUM], text[192];
	double step_s = (double)pt_time_column(p->t->zoom) / (double)p->o->hz;

	if (p->t->mark && p->t->cursor)
		say_range(text, sizeof(text), p);
	else if (p->t->cursor)
		say_now(text, sizeof(text), p);
	if (p->t->cursor)
		r = pt_rect_skip(r,
			pt_canvas_printf(c, r, PT_ROLE_STRONG, "%.6f s  %s",
				pt_over_time_seconds(p->o, p->t->cursor), text) +
				2);
	pt_format_seconds(length, step_s * p->l.columns);
	pt_canvas_printf(c, r, PT_ROLE_QUIET, "%s, %s a column", length,
		pt_format_seconds(column, step_s));
}

/* The last events before the cursor, newest first. */
static void
make_lines(struct pt_timeline_picture *p, int wanted)
{
	struct pt_timeline_lines *lines = &p->t->lines;
	struct pt_time_cursor at = { .at = p->t->cursor, .lane = UINT32_MAX };
	struct pt_event e;

	if (wanted > PT_TIMELINE_LINES)
		wanted = PT_TIMELINE_LINES;
	if (lines->at == p->t->cursor && lines->lane == p->t->lane && lines->wanted == wanted)
		return;
	*lines = (struct pt_timeline_lines){ .at = p->t->cursor,
		.lane = p->t->lane,
		.wanted = wanted };
	while (lines->len < wanted && pt_time_step(p->o->time, &at, -1, p->t->lane, NULL, &e)) {
		char sentence[PT_TIMELINE_LINE], n[PT_NUM];

		if (pt_over_time_worker(p->o, e.worker) == UINT32_MAX)
			continue;
		(void)snprintf(lines->text[lines->len++], PT_TIMELINE_LINE, "%s%-9s %.140s",
			e.ts < p->t->cursor ? "-" : " ",
			pt_format_seconds(n, (double)(p->t->cursor - e.ts) / (double)p->o->hz),
			pt_event_sentence(sentence, sizeof(sentence), p->o, &e));
	}
}

void
pt_timeline_events(struct pt_canvas *c, struct pt_timeline_picture *p)
{
	struct pt_rect r = p->l.events;

	if (pt_rect_empty(r))
		return;
	pt_rule_draw(c, p->l.events_rule, p->v->glyphs,
		p->t->cursor ? "what happened up to the cursor, newest first" : "events");
	if (!p->t->cursor) {
		pt_canvas_text(c, pt_rect_skip(pt_rect_row(r, 0), 1), PT_ROLE_QUIET,
			p->v->glyphs->ascii ?
				"left, right: a cursor. What happened there stands here" :
				"← → set a cursor: what happened there stands here; n goes to a steal");
		return;
	}
	make_lines(p, r.h);
	for (int i = 0; i < p->t->lines.len; i++)
		pt_canvas_text(c, pt_rect_skip(pt_rect_row(r, i), 1), PT_ROLE_TEXT,
			p->t->lines.text[i]);
	if (p->t->lines.len == 0)
		pt_canvas_text(c, pt_rect_skip(pt_rect_row(r, 0), 1), PT_ROLE_QUIET,
			"no events up to here are recorded");
}
