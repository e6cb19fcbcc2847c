/* SPDX-License-Identifier: MIT */
/* What the keys of the Timeline do: see timeline.h. */
#include "ui/views/timeline.h"

#include "metrics/over_time.h"
#include "ui/core/keys.h"

#define CLOSER 4 /* steps of the zoom in a key: half the time in a column */

uint64_t
pt_timeline_begin(const struct pt_timeline *t)
{
	return t->column * pt_time_column(t->zoom);
}

uint64_t
pt_timeline_end(const struct pt_timeline *t)
{
	return (t->column + (uint64_t)(t->columns > 0 ? t->columns : 0)) * pt_time_column(t->zoom);
}

void
pt_timeline_fit(struct pt_timeline *t, uint64_t begin, uint64_t end, int columns)
{
	t->zoom = 0;
	while (t->zoom < PT_TIME_ZOOM_MAX &&
		end / pt_time_column(t->zoom) - begin / pt_time_column(t->zoom) >=
			(uint64_t)columns)
		t->zoom++;
	t->column = begin / pt_time_column(t->zoom);
}

static struct pt_timeline *
own(struct pt_ui_state *s)
{
	return s->own[s->view];
}

static bool
is_shown(const struct pt_ui_state *s)
{
	return s->over_time && ((const struct pt_timeline *)s->own[s->view])->columns > 0;
}

/* ---- moving the picture ---- */

/* Begins the picture at `begin`, as far as the recording goes. */
static void
show_from(struct pt_timeline *t, const struct pt_over_time *o, uint64_t begin)
{
	uint64_t step = pt_time_column(t->zoom), length = (uint64_t)t->columns * step;
	uint64_t last = o->end > length ? o->end - length + step : 0;

	t->shows = PT_TIMELINE_PART;
	if (begin > last)
		begin = last;
	if (begin < o->begin)
		begin = o->begin;
	t->column = begin / pt_time_column(t->zoom);
}

/* The cursor is in the picture again, in its middle where it was outside. */
static void
show_cursor(struct pt_timeline *t, const struct pt_over_time *o)
{
	uint64_t half = (uint64_t)t->columns / 2 * pt_time_column(t->zoom);

	if (t->cursor >= pt_timeline_begin(t) && t->cursor < pt_timeline_end(t))
		return;
	show_from(t, o, t->cursor > half ? t->cursor - half : 0);
}

void
pt_timeline_follow(struct pt_timeline *t, const struct pt_over_time *o, uint64_t now)
{
	t->cursor = now;
	if (t->shows == PT_TIMELINE_PART)
		show_cursor(t, o);
}

/* The cursor has moved; in a replay it is what is shown. */
static unsigned
moved(struct pt_ui_state *s)
{
	struct pt_timeline *t = own(s);

	show_cursor(t, s->over_time);
	if (!s->replay.on)
		return PT_UI_EFFECT_DRAW;
	s->replay.runs = false;
	pt_replay_seek(&s->replay, s->over_time, t->cursor);
	return PT_UI_EFFECT_DRAW | PT_UI_EFFECT_SEEK;
}

static uint64_t
clamped(const struct pt_over_time *o, uint64_t at)
{
	return at < o->begin ? o->begin : at > o->end ? o->end : at;
}

/* A key that needs a cursor places it in the middle of the picture. */
static bool
place_cursor(struct pt_timeline *t, const struct pt_over_time *o)
{
	if (t->cursor != 0)
		return false;
	t->cursor = clamped(o,
		pt_timeline_begin(t) + (uint64_t)t->columns / 2 * pt_time_column(t->zoom));
	if (t->cursor > t->end)
		t->cursor = clamped(o, t->end);
	return true;
}

static unsigned
move_cursor(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	struct pt_timeline *t = own(s);
	uint64_t step = pt_time_column(t->zoom);

	(void)live;
	if (!is_shown(s))
		return PT_UI_EFFECT_NONE;
	if (!place_cursor(t, s->over_time)) {
		if (key == PT_KEY_LEFT)
			t->cursor = clamped(s->over_time, t->cursor > step ? t->cursor - step : 0);
		else
			t->cursor = clamped(s->over_time, t->cursor + step);
	}
	return moved(s);
}

static unsigned
page(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	struct pt_timeline *t = own(s);
	uint64_t begin = pt_timeline_begin(t), by = pt_timeline_end(t) - begin;

	(void)live;
	if (!is_shown(s))
		return PT_UI_EFFECT_NONE;
	by -= by / 10; /* a tenth is seen twice */
	show_from(t, s->over_time,
		key == PT_KEY_PAGE_DOWN ? begin + by :
			begin > by      ? begin - by :
					  0);
	return PT_UI_EFFECT_DRAW;
}

static unsigned
to_end(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	(void)live;
	if (!is_shown(s))
		return PT_UI_EFFECT_NONE;
	show_from(own(s), s->over_time, key == PT_KEY_HOME ? 0 : UINT64_MAX / 2);
	return PT_UI_EFFECT_DRAW;
}

/* Around the cursor, or around the middle: what was there stays there. */
static unsigned
zoom(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	struct pt_timeline *t = own(s);
	bool closer = key == '+' || key == '=';
	uint64_t middle, left;

	(void)live;
	if (!is_shown(s) || (closer && t->zoom < CLOSER) ||
		(!closer && t->zoom + CLOSER > PT_TIME_ZOOM_MAX))
		return PT_UI_EFFECT_NONE;
	middle = t->cursor >= pt_timeline_begin(t) && t->cursor < pt_timeline_end(t) ?
		t->cursor :
		pt_timeline_begin(t) + (pt_timeline_end(t) - pt_timeline_begin(t)) / 2;
	left = middle - pt_timeline_begin(t);
	t->zoom = closer ? t->zoom - CLOSER : t->zoom + CLOSER;
	left = closer ? left / 2 : left * 2;
	show_from(t, s->over_time, middle > left ? middle - left : 0);
	return PT_UI_EFFECT_DRAW;
}

/* The runs; again: the whole recording. */
static unsigned
fit(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	struct pt_timeline *t = own(s);

	(void)key;
	(void)live;
	t->shows = t->shows == PT_TIMELINE_RUNS ? PT_TIMELINE_ALL : PT_TIMELINE_RUNS;
	return PT_UI_EFFECT_DRAW;
}

/* ---- to what happened ---- */

static bool
is_steal(void *arg, const struct pt_event *e)
{
	const struct pt_over_time *o = arg;

	return e->type == PT_REC_EV_STEAL && pt_over_time_worker(o, e->worker) != UINT32_MAX;
}

static unsigned
to_steal(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	struct pt_timeline *t = own(s);
	const struct pt_over_time *o = s->over_time;
	const struct pt_time_wanted steals = { .takes = is_steal,
		.arg = (void *)(uintptr_t)o,
		.is_counted = true,
		.counted = PT_TIME_STOLEN };
	struct pt_time_cursor c = { .at = t->cursor };
	struct pt_event e;

	(void)live;
	if (!is_shown(s))
		return PT_UI_EFFECT_NONE;
	(void)place_cursor(t, o);
	c.at = t->cursor;
	if (key == 'n') /* behind all events of the cursor's instant */
		c = (struct pt_time_cursor){ .at = t->cursor, .lane = UINT32_MAX };
	if (!pt_time_step(o->time, &c, key == 'n' ? 1 : -1, t->lane, &steals, &e))
		return PT_UI_EFFECT_NONE;
	t->cursor = c.at;
	return moved(s);
}

/* Gaps shorter than a quarter of a column are not seen. */
static unsigned
to_gap(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	struct pt_timeline *t = own(s);
	const struct pt_over_time *o = s->over_time;
	uint64_t gap[2], best = 0, from, least = pt_time_column(t->zoom) / 4;
	bool next = key == ']';

	(void)live;
	if (!is_shown(s))
		return PT_UI_EFFECT_NONE;
	(void)place_cursor(t, o);
	from = t->cursor + (next ? 1 : 0);
	for (size_t i = 0; i < o->lanes; i++) {
		if (t->lane != PT_TIME_ANY_LANE && t->lane != o->lane[i])
			continue;
		if (pt_time_gap(o->time, o->lane[i], from, next ? 1 : -1, least, gap) &&
			(best == 0 || (next ? gap[0] < best : gap[0] > best)))
			best = gap[0];
	}
	if (best == 0)
		return PT_UI_EFFECT_NONE;
	t->cursor = best;
	return moved(s);
}

static unsigned
range(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	struct pt_timeline *t = own(s);

	(void)key;
	(void)live;
	if (!is_shown(s))
		return PT_UI_EFFECT_NONE;
	(void)place_cursor(t, s->over_time);
	t->mark = t->mark ? 0 : t->cursor;
	return PT_UI_EFFECT_DRAW;
}

/* First the range, then the cursor, then the selection. */
static unsigned
unselect(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	struct pt_timeline *t = own(s);

	(void)key;
	(void)live;
	if (t->mark)
		t->mark = 0;
	else if (t->cursor)
		t->cursor = 0;
	else
		s->selection[s->view].row = -1;
	return PT_UI_EFFECT_DRAW;
}

/* ---- words of the footer ---- */

static const char *
cursor_word(const struct pt_ui_state *s, const struct pt_model *live)
{
	(void)live;
	return is_shown(s) ? "Cursor" : NULL;
}

static const char *
zoom_word(const struct pt_ui_state *s, const struct pt_model *live)
{
	(void)live;
	return is_shown(s) ? "Zoom" : NULL;
}

static const char *
steal_word(const struct pt_ui_state *s, const struct pt_model *live)
{
	(void)live;
	return is_shown(s) ? "Steal" : NULL;
}

static const char *
gap_word(const struct pt_ui_state *s, const struct pt_model *live)
{
	(void)live;
	return is_shown(s) ? "Gap" : NULL;
}

static const char *
range_word(const struct pt_ui_state *s, const struct pt_model *live)
{
	(void)live;
	return is_shown(s) ? "Range" : NULL;
}

const struct pt_binding pt_timeline_bindings[PT_TIMELINE_BINDINGS] = {
	{ { PT_KEY_LEFT, PT_KEY_RIGHT }, "left right", "the cursor, a column on", 2, cursor_word,
		move_cursor },
	{ { '+', '=', '-' }, "+ -", "half, twice the time in a column", 3, zoom_word, zoom },
	{ { '0' }, "0", "all runs; again: the whole recording", 9, NULL, fit },
	{ { 'n', 'N' }, "n N", "the next steal, the one before; of the selected worker", 4,
		steal_word, to_steal },
	{ { ']', '[' }, "] [", "the next stretch out of work, the one before", 6, gap_word,
		to_gap },
	{ { 'v' }, "v", "a range from here to the cursor, and what it holds", 5, range_word,
		range },
	{ { PT_KEY_PAGE_UP, PT_KEY_PAGE_DOWN }, "PgUp PgDn", "a picture earlier, later", 9, NULL,
		page },
	{ { PT_KEY_HOME, PT_KEY_END }, "Home End", "the begin, the end", 9, NULL, to_end },
	{ { PT_KEY_ESCAPE }, "Esc", "no range, no cursor, no selection", 9, NULL, unselect },
};
