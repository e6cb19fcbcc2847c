/* SPDX-License-Identifier: MIT */
/*
 * The order of runs.  See schedule.h.
 */
#include "runner/schedule.h"

void
pt_schedule_begin(struct pt_schedule *s, const struct pt_schedule_rules *rules)
{
	*s = (struct pt_schedule){ .rules = *rules };
}

static bool
takes_part(const struct pt_schedule *s, enum pt_step step)
{
	return step != PT_STEP_ONE_WORKER || s->rules.one_worker;
}

static bool
enough_parallel(const struct pt_schedule *s, uint64_t now_ns)
{
	uint64_t n = s->done[PT_STEP_PARALLEL];

	return n >= s->rules.max_runs ||
		(n >= s->rules.min_runs && now_ns - s->begin_ns >= s->rules.min_ns);
}

/* ---- rounds ---- */

/* Asked between two rounds. */
static bool
baselines_fit(const struct pt_schedule *s, uint64_t now_ns)
{
	uint64_t round = s->done[PT_STEP_PARALLEL];

	if (round >= s->rules.baselines_max)
		return false;
	return round == 0 || now_ns - s->begin_ns + s->baselines_ns <= s->rules.budget_ns;
}

static void
begin_round(struct pt_schedule *s, uint64_t now_ns)
{
	if (!s->begun)
		s->begin_ns = now_ns;
	s->begun = true;
	s->parallel_only = s->parallel_only || !baselines_fit(s, now_ns);
	s->baselines_ns = s->parallel_only ? s->baselines_ns : 0;
}

static bool
between_rounds(const struct pt_schedule *s)
{
	uint64_t round = s->done[PT_STEP_PARALLEL];

	return s->parallel_only || s->done[PT_STEP_SEQUENTIAL] == round;
}

static enum pt_step
next_of_rounds(struct pt_schedule *s, uint64_t now_ns)
{
	uint64_t round = s->done[PT_STEP_PARALLEL];

	if (between_rounds(s)) {
		if (s->begun && enough_parallel(s, now_ns))
			return PT_STEPS;
		begin_round(s, now_ns);
	}
	for (enum pt_step i = 0; i < PT_STEP_PARALLEL && !s->parallel_only; i++)
		if (takes_part(s, i) && s->done[i] == round)
			return i;
	return PT_STEP_PARALLEL;
}

/* ---- blocks ---- */

static bool
enough_of_block(const struct pt_schedule *s, uint64_t now_ns)
{
	uint64_t n = s->done[s->block];

	if (s->block == PT_STEP_PARALLEL)
		return enough_parallel(s, now_ns);
	return n >= s->rules.baselines_max ||
		(n >= s->rules.baseline_runs && now_ns - s->begin_ns >= s->rules.baseline_ns);
}

static enum pt_step
next_of_blocks(struct pt_schedule *s, uint64_t now_ns)
{
	if (!s->begun)
		s->begin_ns = now_ns;
	s->begun = true;
	while (s->block < PT_STEPS && (!takes_part(s, s->block) || enough_of_block(s, now_ns))) {
		s->block++;
		s->begin_ns = now_ns;
	}
	return s->block;
}

enum pt_step
pt_schedule_next(struct pt_schedule *s, uint64_t now_ns)
{
	return s->rules.order == PT_ORDER_ROUNDS ? next_of_rounds(s, now_ns) :
						   next_of_blocks(s, now_ns);
}

void
pt_schedule_made(struct pt_schedule *s, enum pt_step step, uint64_t took_ns)
{
	s->done[step]++;
	if (step != PT_STEP_PARALLEL)
		s->baselines_ns += took_ns;
}

uint64_t
pt_schedule_planned(const struct pt_schedule *s, enum pt_step step)
{
	uint64_t least = s->rules.min_runs;

	if (!takes_part(s, step))
		return 0;
	if (step == PT_STEP_PARALLEL)
		return least;
	if (s->rules.order == PT_ORDER_BLOCKS)
		least = s->rules.baseline_runs;
	else if (s->parallel_only)
		return s->done[step];
	return least < s->rules.baselines_max ? least : s->rules.baselines_max;
}
