/* SPDX-License-Identifier: MIT */
/*
 * Speedup and its factors.  See speedup.h.
 */
#include "metrics/speedup.h"

#include <math.h>

double
pt_speedup_ratio(double x, double y)
{
	return y > 0 ? x / y : NAN;
}

static double
karp_flatt(double speedup, double p)
{
	double serial;

	if (p < 2 || !(speedup > 0))
		return NAN;
	serial = (1 / speedup - 1 / p) / (1 - 1 / p);
	if (fabs(serial) < 1e-12) /* rounding */
		return 0;
	return serial > 0 && serial <= 1 ? serial : NAN;
}

struct pt_speedup
pt_speedup_of(const struct pt_speedup_in *in)
{
	double p = (double)in->workers;
	struct pt_speedup out = {
		.speedup = pt_speedup_ratio(in->sequential_s, in->parallel_s),
		.self_speedup = pt_speedup_ratio(in->one_worker_s, in->parallel_s),
		.u = pt_speedup_ratio(in->busy_cores, p),
		.a = pt_speedup_ratio(in->one_worker_cpu_s, in->sequential_cpu_s),
		.f = pt_speedup_ratio(in->busy_cores * in->parallel_s, in->one_worker_cpu_s),
		.useful = pt_speedup_ratio(in->sequential_cpu_s, in->parallel_s),
	};

	out.efficiency = pt_speedup_ratio(out.speedup, p);
	out.karp_flatt = karp_flatt(out.speedup, p);
	return out;
}
