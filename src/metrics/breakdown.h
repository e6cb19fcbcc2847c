/* SPDX-License-Identifier: MIT */
/*
 * One run, worker by worker: what each did, fitted to the run's elapsed time, and who stole from
 * whom.  Made from the entries of a phase, or (no phases, or a run that never ended) from what the
 * pages say less what belongs to other phases.
 */
#ifndef PT_METRICS_BREAKDOWN_H
#define PT_METRICS_BREAKDOWN_H

#include <stddef.h>
#include <stdint.h>

#include "metrics/cores.h"
#include "timeline/matrix.h"
#include "timeline/phases.h"
#include "timeline/sample.h"
#include "timeline/utilization.h"

struct pt_breakdown_worker {
	uint32_t slot, cpu;
	struct pt_times times;
	uint64_t counter[PT_REC_COUNTERS];
};

struct pt_breakdown {
	size_t len;
	double run_s; /* its elapsed time; NAN: no run */
	struct pt_breakdown_worker *worker;
	uint64_t *matrix; /* [thief * len + victim] */
};

void pt_breakdown_fini(struct pt_breakdown *b); /* a zeroed struct is empty */

/* `cpus` is a sample of the recording, to take the workers' CPUs from; it may be of other workers. */
void pt_breakdown_of_run(struct pt_breakdown *b, const struct pt_phase *run,
	const struct pt_roster *roster, const struct pt_sample *cpus, uint64_t hz);

/* The same from all runs in a preview together. */
void pt_breakdown_of_preview(struct pt_breakdown *b, const struct pt_phase *preview,
	const struct pt_roster *roster, const struct pt_sample *cpus, uint64_t hz);

/* From the pages less what other phases did; `end` is the last sample. */
void
pt_breakdown_of_pages(struct pt_breakdown *b, struct pt_rec_reader *r, const struct pt_sample *end,
	const struct pt_roster *roster, const struct pt_phases *phases, uint64_t hz);

/* Sums over the workers as cores; all NAN without a run. */
struct pt_used pt_breakdown_used(const struct pt_breakdown *b);
double pt_breakdown_balance(const struct pt_breakdown *b);

/* The steal matrix of the pages less that of phases that were no runs. */
void pt_breakdown_measured_matrix(uint64_t *matrix, struct pt_rec_reader *r,
	const struct pt_roster *roster, const struct pt_phases *phases);

/* A counter of a page less what phases that were no runs did. */
uint64_t pt_breakdown_measured_counter(const struct pt_phases *phases, const struct pt_reading *w,
	enum pt_counter counter);

#endif
