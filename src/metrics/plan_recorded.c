/* SPDX-License-Identifier: MIT */
/*
 * The plan as a recording tells it: what was planned is metadata, what was done are phases.
 */
#include "metrics/plan.h"

#include <math.h>
#include <stdlib.h>

#include "metrics/tracker.h"
#include "recording/keys.h"

#define PREVIEW_S 0.35 /* of a preview, roughly; it is cut off at 0.5 */

static uint64_t
number(const struct pt_tracker *t, const char *key)
{
	uint64_t v = 0;

	return pt_journal_u64(&t->journal, key, &v) ? v : 0;
}

static struct pt_plan_done
done_of(const struct pt_tracker *t, const char *key, const struct pt_series *series)
{
	return (struct pt_plan_done){ .planned = number(t, key),
		.done = series->len,
		.median_s = series->median,
		.min_s = series->min,
		.max_s = series->max };
}

/* The step that a kind of phase belongs to, -1 none of them. */
static int
step_of(uint32_t kind)
{
	switch (kind) {
	case PT_REC_PHASE_SEQUENTIAL:
		return PT_PLAN_SEQUENTIAL;
	case PT_REC_PHASE_ONE_WORKER:
		return PT_PLAN_ONE_WORKER;
	case PT_REC_PHASE_RUN:
		return PT_PLAN_PARALLEL;
	default:
		return -1;
	}
}

static enum pt_plan_stage
stage_of(const struct pt_phases *ps, const struct pt_phase *now, bool ended)
{
	if (ended)
		return PT_PLAN_OVER;
	if (now && now->p.kind == PT_REC_PHASE_PREVIEW)
		return PT_PLAN_PREVIEW;
	if (now && now->p.kind == PT_REC_PHASE_CALIBRATE)
		return PT_PLAN_CALIBRATE;
	if (now && now->p.kind != PT_REC_PHASE_SETUP)
		return PT_PLAN_RUNS;
	return ps->begun[PT_REC_PHASE_SEQUENTIAL] + ps->begun[PT_REC_PHASE_RUN] > 0 ? PT_PLAN_RUNS :
										      PT_PLAN_SETUP;
}

/* Resets and checks per measured run so far. */
static double
between_of(const struct pt_phases *ps)
{
	double between_s = 0, runs = 0;

	for (size_t i = 0; i < ps->len; i++) {
		uint32_t kind = ps->phase[i].p.kind;

		if (kind == PT_REC_PHASE_RESET || kind == PT_REC_PHASE_VERIFY)
			between_s += pt_phase_elapsed(&ps->phase[i]);
		else if (step_of(kind) >= 0)
			runs++;
	}
	return runs > 0 ? between_s / runs : 0;
}

static const struct pt_phase *
first_of(const struct pt_phases *ps, enum pt_rec_phase_kind kind)
{
	for (size_t i = 0; i < ps->len; i++)
		if (ps->phase[i].p.kind == kind)
			return &ps->phase[i];
	return NULL;
}

static double
preview_scale(const struct pt_tracker *t)
{
	const char *text = pt_journal_meta(&t->journal, PT_KEY_PREVIEW_SCALE);
	double scale = text ? strtod(text, NULL) : NAN;

	return scale >= 1 && scale < 1e12 ? scale : NAN;
}

/* What is left of the set-up, estimated from the first one, which is the preview's. */
static double
setup_left(const struct pt_plan_in *in, const struct pt_phases *ps)
{
	const struct pt_phase *small = first_of(ps, PT_REC_PHASE_SETUP);
	double all_s;

	if (in->stage != PT_PLAN_SETUP && in->stage != PT_PLAN_PREVIEW)
		return 0;
	if (!small || small->p.end == 0 || isnan(in->preview_scale))
		return NAN;
	all_s = pt_phase_elapsed(small) * in->preview_scale;
	if (in->stage == PT_PLAN_PREVIEW)
		return all_s + fmax(PREVIEW_S - in->current_s, 0);
	return fmax(all_s - in->current_s, 0);
}

static void
look_at_preview(struct pt_plan_in *in, const struct pt_tracker *t)
{
	const struct pt_phase *p = first_of(&t->journal.phases, PT_REC_PHASE_PREVIEW);

	in->preview_s = NAN;
	in->preview_scale = preview_scale(t);
	in->preview_size = number(t, PT_KEY_PREVIEW_SIZE);
	in->previewed = p != NULL;
	if (!p)
		return;
	if (p->p.end != 0 && p->p.elapsed_ns > 0)
		in->preview_s = pt_phase_elapsed(p);
	for (size_t i = 0; i < p->worker_len; i++)
		in->preview_steals =
			pt_add_sat_u64(in->preview_steals, p->worker[i].counter[PT_COUNTER_STOLEN]);
}

static void
look_at_calibration(struct pt_plan_in *in, const struct pt_tracker *t)
{
	uint64_t planned_ns = number(t, PT_KEY_PLAN_CALIBRATE_NS);

	in->calibrate_s = planned_ns > 0 ? (double)planned_ns / 1e9 : NAN;
	in->calibrating_s = in->stage == PT_PLAN_CALIBRATE ? in->current_s : NAN;
}

void
pt_plan_in_of(struct pt_plan_in *in, const struct pt_tracker *t, double cores, bool ended)
{
	const struct pt_phases *ps = &t->journal.phases;
	const struct pt_phase *now = pt_phases_current(ps);
	const char *order = pt_journal_meta(&t->journal, PT_KEY_ORDER);

	*in = (struct pt_plan_in){
		.stage = stage_of(ps, now, ended),
		.rounds = order && order[0] == 'r',
		.step = {
			done_of(t, PT_KEY_PLAN_SEQUENTIAL, &t->sequential),
			done_of(t, PT_KEY_PLAN_ONE_WORKER, &t->one_worker),
			done_of(t, PT_KEY_PLAN_RUNS, &t->parallel),
		},
		.running = now ? step_of(now->p.kind) : -1,
		.current_s = now ? pt_tracker_seconds(t, pt_sub_sat_u64(t->now, now->p.begin)) : 0,
		.elapsed_s = pt_tracker_seconds(t, pt_sub_sat_u64(t->now, t->begin)),
		.time_s = (double)number(t, PT_KEY_PLAN_TIME_NS) / 1e9,
		.between_s = between_of(ps),
		.cores = cores,
	};
	look_at_preview(in, t);
	look_at_calibration(in, t);
	in->setup_s = setup_left(in, ps);
}
