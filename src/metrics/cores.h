/* SPDX-License-Identifier: MIT */
/*
 * Where the P cores went: the signature of a run.
 *
 *	useful		T_seq / T_P
 *	scheduling	(T_1 - T_seq) / T_P	negative when the parallel version is the faster one
 *	inflation	(sum of busy - T_1) / T_P	negative: more cache than one core has
 *	idle, off_cpu	sums / T_P
 *	other		P less all of these, exactly
 */
#ifndef PT_METRICS_CORES_H
#define PT_METRICS_CORES_H

#include "metrics/model.h"
#include "metrics/speedup.h"

/* idle and off_cpu as cores: their sums over the length of the run they come from.  Parts whose
 * baseline is not known are NAN; busy, idle, off_cpu and other never depend on a baseline. */
struct pt_cores pt_cores_of(const struct pt_speedup_in *in, double idle, double off_cpu);

#endif
