/* SPDX-License-Identifier: MIT */
/*
 * What is to be measured.  See job.h.
 */
#include "runner/job.h"

#include <string.h>

#include "recording/layout.h"

#define JOURNAL_BYTES (UINT64_C(24) << 20) /* of the 32 MiB that it can have */

const char *const pt_job_orders[] = { "rounds", "blocks", NULL };

bool
pt_job_has_input(const struct pt_job *j)
{
	for (size_t i = 0; i < j->workload->params_len; i++) {
		if (j->params[i].given && strcmp(j->workload->params[i].name, "input") == 0)
			return true;
	}
	return false;
}

uint64_t
pt_job_runs_max(int threads)
{
	uint64_t workers = (uint64_t)threads;
	uint64_t row = sizeof(struct pt_rec_phase_pair) * workers;
	uint64_t runs = JOURNAL_BYTES / (workers * (sizeof(struct pt_rec_phase_worker) + row));

	return runs < PT_JOB_RUNS_MAX ? runs : PT_JOB_RUNS_MAX;
}
