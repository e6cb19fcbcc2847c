/* SPDX-License-Identifier: MIT */
/*
 * Speedup and its factors.
 *
 *	T_seq	best sequential version	T_1	parallel version on one worker
 *	T_P	on P workers		B	cores busy during it: sum of busy / its length
 *
 *	S = T_seq / T_P		U = B / P		A = T_1 / T_seq		F = B T_P / T_1
 *	S = P U / (A F), an identity
 *
 * B is CPU time.  A baseline that was not on a CPU all the time enters A and F by its CPU time:
 * waiting is no work.  P U / (A F) is then what of S is computing (`useful`).
 *
 * What is not known is NAN, and so is everything made of it.
 */
#ifndef PT_METRICS_SPEEDUP_H
#define PT_METRICS_SPEEDUP_H

#include <stddef.h>

struct pt_speedup_in {
	double sequential_s, one_worker_s, parallel_s;
	double sequential_cpu_s, one_worker_cpu_s; /* of the same; as they enter A and F */
	double busy_cores;
	size_t workers;
};

struct pt_speedup {
	double speedup, self_speedup, efficiency;
	double karp_flatt; /* serial fraction (1/S - 1/P) / (1 - 1/P); NAN for P < 2, and where
				   no serial fraction explains S: below 1, above P */
	double u, a, f, useful;
};

struct pt_speedup pt_speedup_of(const struct pt_speedup_in *in);

/* x / y, NAN unless both are known and y > 0. */
double pt_speedup_ratio(double x, double y);

#endif
