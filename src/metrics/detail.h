/* SPDX-License-Identifier: MIT */
/*
 * One run in detail: what each worker did, fitted to the run's elapsed time, and who stole from
 * whom.  Made from the notes of a phase, or (no phases, or a run that never ended) from what the
 * pages say less what belongs to other phases.
 */
#ifndef PT_METRICS_DETAIL_H
#define PT_METRICS_DETAIL_H

#include <stddef.h>
#include <stdint.h>

#include "metrics/matrix.h"
#include "metrics/phases.h"
#include "metrics/sample.h"
#include "metrics/utilization.h"

struct pt_detail_worker {
	uint32_t slot, cpu;
	struct pt_times times;
	uint64_t counter[PT_REC_COUNTERS];
};

struct pt_detail {
	size_t len;
	double run_s;			/* its elapsed time; NAN: no run */
	struct pt_detail_worker *worker;
	uint64_t *matrix;		/* [thief * len + victim] */
};

void pt_detail_fini(struct pt_detail *d);	/* a zeroed struct is empty */

/* `cpus` is a sample to take the workers' CPUs from; it may be of other workers. */
void pt_detail_of_run(struct pt_detail *d, const struct pt_phase *run,
	const struct pt_roster *roster, const struct pt_sample *cpus, uint64_t hz);

/* `end` is the last sample; outside as in struct pt_phases. */
void pt_detail_of_pages(struct pt_detail *d, struct pt_rec_reader *r, const struct pt_sample *end,
	const struct pt_roster *roster, const struct pt_phases *phases, uint64_t hz);

/* Sums over the workers as cores: seconds over the length of the run; NAN without a run. */
double pt_detail_cores(const struct pt_detail *d, enum pt_share share);
double pt_detail_idle_cores(const struct pt_detail *d);
double pt_detail_balance(const struct pt_detail *d);

/* Stolen from each worker, rows as the pages have them less those of phases that were no runs. */
void pt_detail_measured_matrix(uint64_t *matrix, struct pt_rec_reader *r,
	const struct pt_roster *roster, const struct pt_phases *phases);

/* A counter of a page less what phases that were no runs did. */
uint64_t pt_detail_measured_counter(const struct pt_phases *phases, const struct pt_reading *w,
	enum pt_counter counter);

#endif
