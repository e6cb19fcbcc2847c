/* SPDX-License-Identifier: MIT */
/*
 * Quiet and disturbed runs.  See quiet.h.
 */
#include "metrics/quiet.h"

#include <math.h>

#include "metrics/cores.h"
#include "timeline/series.h"

#define SHARE_OF_RUN 0.02
#define SHARE_OF_CPU 0.05
#define TICKS_TELL_S 0.1

int
pt_quiet_disturbed(const struct pt_series_use *u, double s, double cpus)
{
	double workers = u->workers, could = cpus > 0 ? fmin(workers, cpus) : workers;

	if (isnan(u->cpu_s) || isnan(u->delay_s) || !(s > 0) || !(could > 0))
		return -1;
	return pt_cores_others(workers, could, u->cpu_s / s, u->delay_s / s) > SHARE_OF_RUN * could;
}

int
pt_quiet_process_disturbed(const struct pt_quiet_process *p)
{
	if (p->involuntary == 0)
		return 0;
	if (p->wall_s < TICKS_TELL_S)
		return 1;
	return isnan(p->others_s) ? -1 : p->others_s > SHARE_OF_CPU * p->wall_s;
}
