/* SPDX-License-Identifier: MIT */
/*
 * How far a measurement has come.  See plan.h.
 */
#include "metrics/plan.h"

#include <math.h>

static double
known_or(double s, double otherwise)
{
	return isnan(s) ? otherwise : s;
}

static double
not_below_0(double s)
{
	return s > 0 ? s : 0; /* NAN too */
}

/* ---- how long a run takes ---- */

static void
expect(struct pt_plan *p, const struct pt_plan_in *in)
{
	struct pt_plan_step *s = p->step;
	double whole_s = in->preview_s * in->preview_scale;
	double measured_s = s[PT_PLAN_SEQUENTIAL].median_s;
	double work_s = known_or(s[PT_PLAN_ONE_WORKER].median_s,
		known_or(measured_s, whole_s * fmax(in->cores, 1)));

	for (int i = 0; i < PT_PLAN_STEPS; i++) {
		double guess_s = i == PT_PLAN_PARALLEL ?
			known_or(whole_s, work_s / fmax(in->cores, 1)) :
			work_s;

		s[i].about = isnan(s[i].median_s);
		s[i].expected_s = known_or(s[i].median_s, guess_s);
	}
}

static double
axis(const struct pt_plan *p)
{
	double longest_s = NAN;

	for (int i = 0; i < PT_PLAN_STEPS; i++) {
		const struct pt_plan_step *s = &p->step[i];

		if (s->planned > 0)
			longest_s = fmax(longest_s, fmax(s->expected_s, s->current_s));
	}
	return longest_s;
}

/* ---- what comes next ---- */

/* Whether a round has this step: the runner cuts the plan of a baseline that it stops measuring. */
static bool
in_round(const struct pt_plan_step *s, const struct pt_plan_step *parallel)
{
	return s->planned > 0 && s->done <= parallel->done &&
		(s->done < s->planned || s->planned >= parallel->planned);
}

static int
next_step(const struct pt_plan *p, int after)
{
	const struct pt_plan_step *s = p->step;

	for (int i = after + 1; i < PT_PLAN_PARALLEL; i++)
		if (p->rounds ? in_round(&s[i], &s[PT_PLAN_PARALLEL]) : s[i].done < s[i].planned)
			return i;
	return after < PT_PLAN_PARALLEL ? PT_PLAN_PARALLEL : next_step(p, -1);
}

static void
set_states(struct pt_plan *p, const struct pt_plan_in *in)
{
	bool runs = in->stage == PT_PLAN_RUNS && in->running >= 0;
	int next = next_step(p, runs ? in->running : -1);

	p->now = runs ? in->running : next;
	for (int i = 0; i < PT_PLAN_STEPS; i++) {
		struct pt_plan_step *s = &p->step[i];

		s->current_s = runs && i == in->running ? in->current_s : NAN;
		if (runs && i == in->running)
			s->state = PT_PLAN_RUNNING;
		else if (s->done > 0)
			s->state = PT_PLAN_DONE;
		else
			s->state = i == next && in->stage != PT_PLAN_OVER ? PT_PLAN_NEXT :
									    PT_PLAN_LATER;
	}
}

/* ---- how much is left ---- */

/* Seconds of one run with its reset and check. */
static double
cost(const struct pt_plan *p, const struct pt_plan_in *in, int i)
{
	return p->step[i].planned > 0 ? p->step[i].expected_s + in->between_s : 0;
}

static double
round_cost(const struct pt_plan *p, const struct pt_plan_in *in)
{
	double sum = 0;

	for (int i = p->rounds ? 0 : PT_PLAN_PARALLEL; i < PT_PLAN_STEPS; i++)
		if (i == PT_PLAN_PARALLEL || in_round(&p->step[i], &p->step[PT_PLAN_PARALLEL]))
			sum += cost(p, in, i);
	return sum;
}

/* As many rounds as are planned, or as many as fit the time. */
static uint64_t
rounds_planned(const struct pt_plan *p, const struct pt_plan_in *in)
{
	uint64_t planned = p->step[PT_PLAN_PARALLEL].planned;
	double fit = in->time_s > 0 ? ceil(in->time_s / round_cost(p, in)) : 0;

	return fit > (double)planned && fit < 1e15 ? (uint64_t)fit : planned;
}

static uint64_t
runs_of(const struct pt_plan *p, int i)
{
	const struct pt_plan_step *s = &p->step[i], *parallel = &p->step[PT_PLAN_PARALLEL];

	if (i == PT_PLAN_PARALLEL || (p->rounds && s->planned >= parallel->planned))
		return p->rounds_planned;
	return s->planned;
}

/* Seconds of the current run that are over. */
static double
begun(const struct pt_plan *p)
{
	const struct pt_plan_step *s = &p->step[p->now];

	return s->state == PT_PLAN_RUNNING ? fmin(not_below_0(s->current_s), s->expected_s) : 0;
}

static double
calibration_left(const struct pt_plan_in *in)
{
	if (in->stage >= PT_PLAN_RUNS || isnan(in->calibrate_s))
		return 0;
	return not_below_0(in->calibrate_s - known_or(in->calibrating_s, 0));
}

static double
left(const struct pt_plan *p, const struct pt_plan_in *in, bool first)
{
	double sum = known_or(in->setup_s, 0) + calibration_left(in) - begun(p);

	for (int i = 0; i < PT_PLAN_STEPS; i++) {
		uint64_t all = first ? 1 : runs_of(p, i), done = p->step[i].done;

		if (p->step[i].planned > 0 && all > done)
			sum += (double)(all - done) * cost(p, in, i);
	}
	return isnan(sum) ? NAN : not_below_0(sum);
}

static double
progress(const struct pt_plan *p, const struct pt_plan_in *in)
{
	if (p->stage == PT_PLAN_OVER)
		return 1;
	if (isnan(p->all_s) || !(in->elapsed_s > 0))
		return 0;
	return in->elapsed_s / (in->elapsed_s + p->all_s);
}

void
pt_plan_none(struct pt_plan *p)
{
	*p = (struct pt_plan){ .calibrate_s = NAN,
		.calibrating_s = NAN,
		.axis_s = NAN,
		.first_answer_s = NAN,
		.all_s = NAN,
		.progress = NAN };
	for (int i = 0; i < PT_PLAN_STEPS; i++)
		p->step[i] = (struct pt_plan_step){ .median_s = NAN,
			.min_s = NAN,
			.max_s = NAN,
			.expected_s = NAN,
			.current_s = NAN };
}

void
pt_plan_make(struct pt_plan *p, const struct pt_plan_in *in)
{
	pt_plan_none(p);
	if (in->step[PT_PLAN_PARALLEL].planned == 0 || in->stage == PT_PLAN_NONE)
		return;
	p->stage = in->stage;
	p->rounds = in->rounds;
	p->previewed = in->previewed;
	p->preview_size = in->preview_size;
	p->preview_steals = in->preview_steals;
	p->calibrate_s = in->calibrate_s;
	p->calibrating_s = in->calibrating_s;
	for (int i = 0; i < PT_PLAN_STEPS; i++) {
		const struct pt_plan_done *d = &in->step[i];

		p->step[i] = (struct pt_plan_step){ .planned = d->planned,
			.done = d->done,
			.median_s = d->median_s,
			.min_s = d->min_s,
			.max_s = d->max_s };
	}
	set_states(p, in);
	expect(p, in);
	p->axis_s = axis(p);
	p->rounds_planned = rounds_planned(p, in);
	p->round = p->step[p->now].done + (p->stage == PT_PLAN_OVER ? 0 : 1);
	p->first_answer_s = p->step[PT_PLAN_PARALLEL].done > 0 ? 0 : left(p, in, true);
	p->all_s = p->stage == PT_PLAN_OVER ? 0 : left(p, in, false);
	p->progress = progress(p, in);
}
