/* SPDX-License-Identifier: MIT */
/*
 * Speedups of rounds.  See rounds.h.
 */
#include "metrics/rounds.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "timeline/series.h"

/* Elapsed times by round, 0 where there is none.  A round beyond the number of phases is damage. */
static double *
times_by_round(const struct pt_phases *ps, enum pt_rec_phase_kind kind)
{
	double *times = pt_xcalloc(ps->len, sizeof(*times));

	for (size_t i = 0; i < ps->len; i++) {
		const struct pt_phase *p = &ps->phase[i];

		if (p->p.kind == kind && p->p.index < ps->len && pt_phase_finished(p))
			times[p->p.index] = pt_phase_elapsed(p);
	}
	return times;
}

void
pt_rounds_speedups(const struct pt_phases *ps, struct pt_series *out)
{
	double *sequential = times_by_round(ps, PT_REC_PHASE_SEQUENTIAL);
	double *parallel = times_by_round(ps, PT_REC_PHASE_RUN);
	size_t n = 0;

	for (size_t i = 0; i < ps->len; i++)
		if (sequential[i] > 0 && parallel[i] > 0)
			sequential[n++] = sequential[i] / parallel[i];
	pt_series_set(out, sequential, n);
	free(sequential);
	free(parallel);
}
