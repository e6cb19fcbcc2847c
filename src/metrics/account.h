/* SPDX-License-Identifier: MIT */
/*
 * The account of a run: its numbers, computed from its baselines and its median run worker by
 * worker.  Made once for all that show it.
 */
#ifndef PT_METRICS_ACCOUNT_H
#define PT_METRICS_ACCOUNT_H

#include "metrics/breakdown.h"
#include "metrics/capacity.h"
#include "metrics/cores.h"
#include "metrics/model.h"
#include "metrics/speedup.h"

/* A baseline off-cpu for more than this share is disturbed, and enters by its time on the CPU. */
#define PT_ACCOUNT_DISTURBED 0.02

struct pt_account_in {
	const struct pt_series *sequential, *one_worker, *parallel;
	const struct pt_breakdown
		*median_run; /* of the run nearest to the median; run_s NAN: none */
	double cpus;         /* that the workers may use; 0 unknown */
	const struct pt_capacity_table *capacity; /* of the machine; NULL, empty: not calibrated */
	uint64_t stream_bytes, cache_bytes;       /* see pt_stream_of(); 0 unknown */
	uint32_t threads; /* planned workers, before there is a run; 0 unknown */
};

struct pt_account {
	double sequential_s, one_worker_s; /* T_seq, T_1: without off-cpu time if disturbed */
	bool sequential_disturbed, one_worker_disturbed;
	double run_s;   /* T_P */
	bool too_short; /* to be divided into parts, which are then NAN */
	struct pt_speedup v;
	struct pt_cores cores;
	double cpus_busy, utilization, balance;
	struct pt_capacity capacity; /* what the machine can give to as many workers */
	double capacity_share;       /* speedup / capacity.compute */
	struct pt_stream stream;
};

struct pt_account pt_account_of(const struct pt_account_in *in);

/* Why the parts are not known, as a text; "" when they are, or when there is no run. */
void
pt_account_why(char *out, size_t size, const struct pt_account *a, const struct pt_breakdown *b);

/* Cores busy as CPUs: no more than there are; NAN: more, and blocked time is not known. */
double pt_account_cpus_busy(const struct pt_cores *c, double cpus);

#endif
