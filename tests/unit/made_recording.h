/* SPDX-License-Identifier: MIT */
/*
 * Recordings made by hand for tests of what reads them: phases and pages say exactly what a test
 * wants, in seconds; states and steals are written by real pens.
 */
#ifndef PT_TESTS_MADE_RECORDING_H
#define PT_TESTS_MADE_RECORDING_H

#include <stddef.h>
#include <stdint.h>

#include "recording/layout.h"
#include "recording/writer.h"

#define MADE_WORKERS 8

struct made {
	int fd;        /* a memfd; open until made_fini() */
	char path[64]; /* of the descriptor */
	struct pt_rec_writer *w;
	struct pt_rec_pen *pen[MADE_WORKERS];
	uint32_t workers;
	uint64_t now; /* ticks: where the next phase begins */
};

/* What one worker did. */
struct made_worker {
	double state_s[PT_REC_STATES];
	uint64_t counter[PT_REC_COUNTERS];
	uint64_t stolen_from[MADE_WORKERS]; /* by slot */
};

/* A pool of workers in slots 0 .. workers - 1.  ring 0: growing. */
void made_begin(struct made *m, uint32_t workers, uint32_t ring);
void made_close(struct made *m); /* the recording ends well */
void made_fini(struct made *m);  /* closed or not */

uint64_t made_ticks(const struct made *m, double s);

/* A phase that took elapsed_s; with `did` (m->workers of them), its workers are told about.
 * Returns its id. */
uint32_t made_phase(struct made *m, enum pt_rec_phase_kind kind, double elapsed_s,
	const struct made_worker *did);
/* The same, but it never ends. */
uint32_t made_phase_begin(struct made *m, enum pt_rec_phase_kind kind);

/* Makes a worker's page say this, as if it had just begun a state. */
void made_page(struct made *m, uint32_t worker, const struct made_worker *did);

/* A real steal by a pen: counter, row, and the event. */
void made_steal(struct made *m, uint32_t thief, uint32_t victim, uint16_t label);

/* The first two workers steal from each other in turn, n times each, and leave the pool. */
void made_steals(struct made *m, int n);

/* Two workers in one run, by real pens: several chunks each, and the phase. */
void made_busy(struct made *m, uint32_t ring);

/* quicksort n=1000000 on 2 workers: three runs of each kind, and results. */
void made_quicksort(struct made *m);

#endif
