/* SPDX-License-Identifier: MIT */
/*
 * What the numbers say in words: each advice is one condition on measured numbers and one short
 * sentence that names them.  What is not known (NAN) never gives advice.
 */
#ifndef PT_METRICS_ADVICE_H
#define PT_METRICS_ADVICE_H

#include <stdint.h>

#include "metrics/model.h"

struct pt_advice_in {
	double threads, cpus;		/* cpus 0: unknown */
	double sequential_s, one_worker_s;
	double run_s, run_min_s, run_max_s;
	uint64_t runs;
	struct pt_cores cores;
	double balance;
	/* of the run that cores and balance are of, or of the runs so far; NAN unknown */
	double busy_s, tasks, steals, attempts;
	uint64_t events_lost;
	double tracing;			/* share of the work that events cost; NAN unknown */
};

/* Warnings first, at most `max`; returns how many. */
uint32_t pt_advice_make(struct pt_advice *out, uint32_t max, const struct pt_advice_in *in);

#endif
