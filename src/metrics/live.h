/* SPDX-License-Identifier: MIT */
/*
 * The pool that is being watched: samples of the last second, and what the live screens show from
 * them.  Time when nothing ran (worker 0 out of the pool: resets, checks, baselines) is not
 * counted, so that utilization is that of the runs.
 */
#ifndef PT_METRICS_LIVE_H
#define PT_METRICS_LIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "metrics/breakdown.h"
#include "metrics/history.h"
#include "metrics/model.h"
#include "timeline/sample.h"

#define PT_LIVE_SAMPLES 12
#define PT_LIVE_PERIOD_S 0.1 /* between kept samples, and columns of the sparklines */
#define PT_LIVE_WINDOW_S 1.0

struct pt_live {
	struct pt_roster roster;
	struct pt_probes probes;
	struct pt_sample now;                   /* the newest; len 0: none */
	struct pt_sample kept[PT_LIVE_SAMPLES]; /* older ones of the same roster */
	uint32_t kept_len, kept_next;
	struct pt_history_maker history;
	struct pt_worker_live *workers; /* as in the roster */
	size_t workers_cap;
	struct pt_cpu_live *cpus; /* by number, ascending */
	size_t cpus_len, cpus_cap;
	struct pt_live_second { /* of the last second in which the pool ran */
		double utilization, cpus_busy, balance, steals_per_s, attempts_per_s, tasks_per_s;
		struct pt_cores cores;
		bool there;
	} second;
	uint64_t *matrix, *column; /* column: sums of the matrix' columns */
	uint64_t
		*given; /* all steals so far, of another instant than now; NULL: the pages say it */
};

void pt_live_begin(struct pt_live *l);
void pt_live_fini(struct pt_live *l);

/* Sets the recording slots of the pool, in order; another pool starts anew. */
void pt_live_watch(struct pt_live *l, const uint32_t *slot, size_t n);

enum pt_live_how {
	PT_LIVE_PROBE = 1, /* ask the kernel for run delay that is not booked yet */
	PT_LIVE_RUNS = 2,  /* this is the pool of the runs: it makes history */
};

/* Takes a sample at `at` ticks.  Returns false when the recording is gone. */
bool
pt_live_take(struct pt_live *l, struct pt_rec_reader *r, uint64_t at, uint64_t hz, unsigned how);

/* The same with a sample that was made elsewhere. */
void pt_live_put(struct pt_live *l, const struct pt_sample *s, uint64_t hz, unsigned how);

/* Fills what comes from the last second and from the pages into the model. */
void pt_live_show(struct pt_live *l, struct pt_rec_reader *r, const struct pt_phases *phases,
	uint64_t hz, struct pt_model *m);

/* Shows a run worker by worker instead of the last second, in which nothing ran. */
void pt_live_show_run(struct pt_live *l, const struct pt_breakdown *b, struct pt_model *m);

#endif
