/* SPDX-License-Identifier: MIT */
/*
 * What is to be measured: a workload with its values, how often, by how many workers, and what is
 * recorded of it.  The command line makes one in the child; the runner knows no options.
 */
#ifndef PT_RUNNER_JOB_H
#define PT_RUNNER_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "runner/schedule.h"
#include "workloads/workload.h"

#define PT_JOB_RUNS_MAX 1000
#define PT_JOB_BASELINES_MAX 100 /* enough of short ones */

struct pt_error;

enum pt_job_verify { PT_JOB_VERIFY_AUTO, PT_JOB_VERIFY_FULL, PT_JOB_VERIFY_NONE };

struct pt_job {
	const struct pt_workload *workload;
	struct pt_value *params; /* by position in its table; a default size may shrink */
	unsigned variant;
	enum partop_policy policy;
	enum pt_simd simd;
	uint64_t seed;
	int threads;
	uint64_t runs;      /* 0: as many as the time asks for */
	uint64_t runs_min;  /* with a time or a number of runs: at least so many */
	uint64_t baselines; /* rounds that have the baselines, at most */
	uint64_t warmup;
	uint64_t time_ns; /* 0: not given */
	enum pt_order order;
	bool preview;
	bool pin;
	enum pt_job_verify verify;
	const char *trial; /* of a comparison: which, see PT_KEY_TRIAL; NULL none */
	/* of the recording */
	const char *trace; /* where it is kept, NULL nowhere */
	unsigned level;    /* enum pt_rec_level */
	bool overwrite;    /* kept, and full: the oldest events go */
	uint64_t cap_bytes;
	uint32_t ring; /* kept, overwriting: chunks per worker; else 0 */
};

/* By enum pt_order; NULL at the end. */
extern const char *const pt_job_orders[];

/* Whether an input file was given: then the size of a made input does not matter. */
bool pt_job_has_input(const struct pt_job *j);

/* How many runs with so many workers a recording in memory holds, with what each worker did. */
uint64_t pt_job_runs_max(int threads);

/*
 * Does it, as the child that partop started with a recording to write into.  The child never
 * touches the terminal.  0, or -1 with e filled; a cancelled process does not return.
 */
int pt_job_do(struct pt_job *j, struct pt_error *e);

#endif
