/* SPDX-License-Identifier: MIT */
/*
 * Which run of a measurement comes next.  No clock, no pool: the caller says what was done and
 * what time it is, so that it can be tested with a made-up clock.
 *
 *	rounds	a run of every version, again and again: the first round gives an answer, the
 *		others narrow its range, and what disturbs the machine disturbs all versions
 *	blocks	all runs of a version before those of the next one
 *
 * Rounds go on until there are min_runs of them and min_ns have passed.  Every version is in the
 * first round; the baselines stay out of the later ones when these would take the rounds over
 * budget_ns, and when there are baselines_max of them, which may be none at all.
 */
#ifndef PT_RUNNER_SCHEDULE_H
#define PT_RUNNER_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

enum pt_order { PT_ORDER_ROUNDS, PT_ORDER_BLOCKS };

enum pt_step { PT_STEP_SEQUENTIAL, PT_STEP_ONE_WORKER, PT_STEP_PARALLEL, PT_STEPS };

struct pt_schedule_rules {
	enum pt_order order;
	bool one_worker;                     /* false: the pool has one worker anyway */
	uint64_t min_runs, max_runs;         /* of the parallel version; at least 1 */
	uint64_t min_ns;                     /* it goes on until so much time has passed */
	uint64_t budget_ns;                  /* rounds: of the baselines */
	uint64_t baseline_runs, baseline_ns; /* blocks: at least so many, and so long */
	uint64_t baselines_max;
};

struct pt_schedule {
	struct pt_schedule_rules rules;
	uint64_t done[PT_STEPS];   /* runs */
	uint64_t begin_ns;         /* of the rounds, or of the block that goes on */
	uint64_t baselines_ns;     /* what those of the last round took */
	bool begun, parallel_only; /* the baselines stay out from now on */
	enum pt_step block;
};

void pt_schedule_begin(struct pt_schedule *s, const struct pt_schedule_rules *rules);

/* The step to make now; PT_STEPS when all is done. */
enum pt_step pt_schedule_next(struct pt_schedule *s, uint64_t now_ns);

/* It was made, and took so long with all that belongs to it. */
void pt_schedule_made(struct pt_schedule *s, enum pt_step step, uint64_t took_ns);

/* Runs of a step that there will be at least. */
uint64_t pt_schedule_planned(const struct pt_schedule *s, enum pt_step step);

#endif
