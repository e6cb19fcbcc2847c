/* SPDX-License-Identifier: MIT */
/*
 * The plan of a measurement, and how far it has come: which step is done, runs, comes next; when
 * there is a first answer and when all of it.  The same three steps are the result in the end:
 * the sequential version, the version on one worker, the one on all workers.
 *
 * Made from counts and times alone; the clock is passed in.
 */
#ifndef PT_METRICS_PLAN_H
#define PT_METRICS_PLAN_H

#include <stdbool.h>
#include <stdint.h>

enum pt_plan_stage {
	PT_PLAN_NONE, /* nothing was planned: a user's program */
	PT_PLAN_SETUP,
	PT_PLAN_PREVIEW,
	PT_PLAN_CALIBRATE,
	PT_PLAN_RUNS,
	PT_PLAN_OVER
};

enum { PT_PLAN_SEQUENTIAL, PT_PLAN_ONE_WORKER, PT_PLAN_PARALLEL, PT_PLAN_STEPS };

enum pt_plan_state { PT_PLAN_LATER, PT_PLAN_NEXT, PT_PLAN_RUNNING, PT_PLAN_DONE };

struct pt_plan_step {
	enum pt_plan_state state;      /* DONE: measured at least once and not running now */
	uint64_t planned, done;        /* runs; planned 0: there is no such step */
	double median_s, min_s, max_s; /* NAN: not measured yet */
	double expected_s;             /* of one run; NAN unknown */
	bool about;                    /* expected from the preview: roughly so */
	double current_s;              /* how long the current run has lasted; NAN: none */
};

struct pt_plan {
	enum pt_plan_stage stage;
	bool rounds;                    /* false: blocks */
	int now;                        /* the step that runs, or comes next */
	uint64_t round, rounds_planned; /* the round (or parallel run) of now, from 1 */
	struct pt_plan_step step[PT_PLAN_STEPS];
	double axis_s;                /* the longest of the three; NAN unknown */
	double first_answer_s, all_s; /* from now; 0 there already, NAN unknown */
	double progress;              /* 0..1; NAN: nothing was planned */
	bool previewed;               /* there is or was a preview */
	uint64_t preview_size;        /* 0: the whole input */
	uint64_t preview_steals;
	double calibrate_s, calibrating_s; /* it takes; it has taken.  NAN: it is not due */
};

struct pt_plan_in {
	enum pt_plan_stage stage;
	bool rounds;
	struct pt_plan_done {
		uint64_t planned, done;
		double median_s, min_s, max_s;
	} step[PT_PLAN_STEPS];
	int running;                       /* the step, -1: none of them */
	double current_s;                  /* how long the current phase has lasted */
	double elapsed_s;                  /* since the recording began */
	double time_s;                     /* runs go on for at least so long; 0: no minimum */
	double between_s;                  /* resets and checks, per run */
	double setup_s;                    /* what is left of the set-up; NAN unknown */
	double calibrate_s, calibrating_s; /* as in the plan */
	double preview_s, preview_scale;   /* one run of the preview; NAN unknown */
	double cores;                      /* expected speedup where nothing was measured */
	bool previewed;
	uint64_t preview_size, preview_steals;
};

void pt_plan_make(struct pt_plan *p, const struct pt_plan_in *in);

/* A plan of nothing. */
void pt_plan_none(struct pt_plan *p);

struct pt_tracker;

/* What pt_plan_make() wants to know, from a recording. */
void pt_plan_in_of(struct pt_plan_in *in, const struct pt_tracker *t, double cores, bool ended);

#endif
