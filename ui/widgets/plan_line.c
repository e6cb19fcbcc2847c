/* SPDX-License-Identifier: MIT */
/*
 * The line of the plan: what happens now, in words, and when the first answer comes.  The longest
 * wording that fits is taken.
 */
#include "ui/widgets/plan.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/core/signs.h"

#define WORDING 200
#define CALIBRATE "calibrate"

bool
pt_plan_speaks(const struct pt_model *m)
{
	return m->plan.stage != PT_PLAN_NONE && isnan(m->speedup);
}

static const char *
number_word(char out[24], uint64_t n)
{
	static const char *const words[] = { "no", "one", "two", "three", "four", "five", "six",
		"seven", "eight", "nine", "ten" };

	if (n < sizeof(words) / sizeof(*words))
		return words[n];
	(void)snprintf(out, 24, "%llu", (unsigned long long)n);
	return out;
}

/* ---- what comes behind it ---- */

static const char *
workers(char out[32], const struct pt_model *m)
{
	(void)snprintf(out, 32, "%u worker%s", m->threads, m->threads == 1 ? "" : "s");
	return out;
}

static bool
has_one_worker(const struct pt_model *m)
{
	return m->plan.step[PT_PLAN_ONE_WORKER].planned > 0;
}

/* "; five rounds of all three", "" when there is one. */
static const char *
rounds(char out[64], const struct pt_model *m)
{
	const struct pt_plan *p = &m->plan;
	char number[24];

	out[0] = 0;
	if (p->rounds && p->rounds_planned > 1)
		(void)snprintf(out, 64, "; %s rounds of %s", number_word(number, p->rounds_planned),
			has_one_worker(m) ? "all three" : "both");
	return out;
}

static void
say_sequential(char out[WORDING], const struct pt_model *m, int brevity)
{
	char all[32], more[64];
	const char *then = has_one_worker(m) ? "1 worker, then " : "";

	switch (brevity) {
	case 0:
		(void)snprintf(out, WORDING, "Now the sequential version, alone. Then %s%s%s.",
			then, workers(all, m), rounds(more, m));
		break;
	case 1:
		(void)snprintf(out, WORDING, "Now the sequential version, then %s%u.", then,
			m->threads);
		break;
	default:
		(void)snprintf(out, WORDING, "Now the sequential version.");
	}
}

static void
say_one_worker(char out[WORDING], const struct pt_model *m, int brevity)
{
	char all[32], more[64];

	switch (brevity) {
	case 0:
		(void)snprintf(out, WORDING, "Now the parallel version on 1 worker. Then %s%s.",
			workers(all, m), rounds(more, m));
		break;
	case 1:
		(void)snprintf(out, WORDING, "Now the parallel version on 1 worker. Then %u.",
			m->threads);
		break;
	default:
		(void)snprintf(out, WORDING, "Now 1 worker.");
	}
}

static void
say_parallel(char out[WORDING], const struct pt_model *m, int brevity)
{
	char all[32], more[64];

	if (brevity == 0)
		(void)snprintf(out, WORDING, "Now %s: the run that is measured%s.", workers(all, m),
			rounds(more, m));
	else
		(void)snprintf(out, WORDING, "Now %s%s.", workers(all, m),
			brevity == 1 ? ": the run that is measured" : "");
}

static void
say_setup(char out[WORDING], const struct pt_model *m, int brevity)
{
	(void)snprintf(out, WORDING,
		brevity == 0 ? "Set-up: the input is made on all CPUs." : "Set-up.");
}

static void
say_preview(char out[WORDING], const struct pt_model *m, int brevity)
{
	char all[32], size[PT_NUM];
	bool small = m->plan.preview_size > 0 && brevity == 0;

	(void)snprintf(out, WORDING, "Preview: %s%s%s%s. %llu steals so far.", workers(all, m),
		small ? ", n=" : "",
		small ? pt_format_count(size, (double)m->plan.preview_size) : "",
		brevity == 0 ? ", not counted" : "", (unsigned long long)m->steals);
}

/* Beside the bar that pt_plan_line_draw() puts before it. */
static void
say_calibrate(char out[WORDING], const struct pt_model *m, int brevity)
{
	(void)snprintf(out, WORDING, "%.1f of %.1f s%s", m->plan.calibrating_s, m->plan.calibrate_s,
		brevity == 0 ? "  once for this machine" : "");
}

static void
say(char out[WORDING], const struct pt_model *m, int brevity)
{
	static void (*const step[PT_PLAN_STEPS])(char *, const struct pt_model *,
		int) = { say_sequential, say_one_worker, say_parallel };

	out[0] = 0;
	if (m->plan.stage == PT_PLAN_SETUP)
		say_setup(out, m, brevity);
	else if (m->plan.stage == PT_PLAN_PREVIEW)
		say_preview(out, m, brevity);
	else if (m->plan.stage == PT_PLAN_CALIBRATE)
		say_calibrate(out, m, brevity);
	else if (m->plan.stage == PT_PLAN_RUNS)
		step[m->plan.now](out, m, brevity);
}

/* ---- when ---- */

/* Whole seconds, never 0; minutes above 90 s. */
static void
in_time(char out[32], double s)
{
	double whole = fmax(ceil(s), 1);

	if (whole <= 90)
		(void)snprintf(out, 32, "%.0f s", whole);
	else
		(void)snprintf(out, 32, "%.0f min", fmin(ceil(whole / 60), 1e6));
}

static void
say_when(char out[WORDING], const struct pt_model *m, int brevity)
{
	char first[32], all[32];

	out[0] = 0;
	if (isnan(m->plan.first_answer_s))
		return;
	in_time(first, m->plan.first_answer_s);
	in_time(all, m->plan.all_s);
	if (brevity == 0 && !isnan(m->plan.all_s) && m->plan.rounds_planned > 1)
		(void)snprintf(out, WORDING, "First answer in %s, all rounds in %s", first, all);
	else
		(void)snprintf(out, WORDING, brevity < 2 ? "first answer in %s" : "%s", first);
}

/* ---- drawing ---- */

/* What ended a run that has no answer. */
static bool
draw_end(struct pt_canvas *c, struct pt_rect row, const struct pt_model *m)
{
	if (m->state == PT_MODEL_ERROR)
		pt_canvas_foreign(c, row, PT_ROLE_FOCUS, m->error);
	else if (m->state == PT_MODEL_CANCELLED)
		pt_canvas_text(c, row, PT_ROLE_STRONG, "Cancelled before there was an answer.");
	return m->state > PT_MODEL_RUNNING;
}

/* How brief both halves are, longest first. */
static const struct {
	int now, when;
} wordings[] = { { 0, 0 }, { 0, 1 }, { 1, 1 }, { 2, 1 }, { 2, 2 } };

#define WORDINGS (sizeof(wordings) / sizeof(*wordings))

/* "calibrate  ███", with room for what is said of it.  Returns the rest of the row. */
static struct pt_rect
draw_calibration(struct pt_canvas *c, struct pt_rect row, const struct pt_glyphs *g,
	const struct pt_plan *p)
{
	int name = pt_text_width(CALIBRATE) + 2, bar = row.w / 8;
	double share = fmin(fmax(p->calibrating_s / p->calibrate_s, 0), 1);

	pt_canvas_text(c, row, PT_ROLE_STRONG, CALIBRATE);
	row = pt_rect_skip(row, name);
	pt_canvas_fill(c, pt_rect_left(row, (int)(share * bar)), PT_ROLE_WORK,
		pt_sign_glyph(PT_SIGN_BUSY, g->ascii));
	return pt_rect_skip(row, bar + 2);
}

/* The longest wording that fits. */
static void
draw_words(struct pt_canvas *c, struct pt_rect row, const struct pt_model *m)
{
	char now[WORDING] = "", when[WORDING] = "";
	int width = row.w + 1;

	for (size_t i = 0; i < WORDINGS && width > row.w; i++) {
		say(now, m, wordings[i].now);
		say_when(when, m, wordings[i].when);
		width = pt_text_width(now) + pt_text_width(when) + 3;
	}
	pt_canvas_text(c, row, PT_ROLE_STRONG, now);
	if (width <= row.w)
		pt_canvas_text(c, pt_rect_right(row, pt_text_width(when)), PT_ROLE_QUIET, when);
}

void
pt_plan_line_draw(struct pt_canvas *c, struct pt_rect row, const struct pt_glyphs *g,
	const struct pt_model *m)
{
	if (!pt_plan_speaks(m) || pt_rect_empty(row) || draw_end(c, row, m))
		return;
	if (m->plan.stage == PT_PLAN_CALIBRATE)
		row = draw_calibration(c, row, g, &m->plan);
	draw_words(c, row, m);
}
