/* SPDX-License-Identifier: MIT */
/*
 * How far a measurement has come.  See progress.h.
 */
#include "metrics/progress.h"

#include <math.h>

uint64_t
pt_progress_runs(const struct pt_plan *plan)
{
	double fit = plan->time_s > 0 && plan->runs.each_s > 0 ?
		ceil(plan->time_s / plan->runs.each_s) : 0;

	return fit > (double)plan->runs.planned && fit < 1e15 ? (uint64_t)fit : plan->runs.planned;
}

/* Seconds done and in all of one part, each_s being measured or guessed. */
static void
add(const struct pt_plan_part *p, double *done_s, double *all_s)
{
	double n = (double)(p->done > p->planned ? p->done : p->planned);

	*done_s += (double)p->done * p->each_s + fmin(p->current_s, p->each_s);
	*all_s += n * p->each_s;
}

static double
known_or(double s, double otherwise)
{
	return isnan(s) ? otherwise : s;
}

double
pt_progress(const struct pt_plan *plan)
{
	struct pt_plan all = *plan;
	double done_s = 0, all_s = 0, cores = fmax(plan->cores, 1);
	double work_s = known_or(plan->sequential.each_s,
		known_or(plan->one_worker.each_s, plan->runs.each_s * cores));

	if (plan->sequential.planned + plan->one_worker.planned + plan->runs.planned == 0)
		return NAN;
	if (isnan(work_s))	/* the first of all runs: nobody knows how long it takes */
		return 0;
	all.sequential.each_s = known_or(plan->sequential.each_s, work_s);
	all.one_worker.each_s = known_or(plan->one_worker.each_s, work_s);
	all.runs.each_s = known_or(plan->runs.each_s, all.one_worker.each_s / cores);
	all.runs.planned = pt_progress_runs(&all);
	add(&all.sequential, &done_s, &all_s);
	add(&all.one_worker, &done_s, &all_s);
	add(&all.runs, &done_s, &all_s);
	return all_s > 0 ? fmin(done_s / all_s, 1) : NAN;
}
