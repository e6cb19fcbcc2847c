/* SPDX-License-Identifier: MIT */
/*
 * Where the P cores went.  See cores.h.
 */
#include "metrics/cores.h"

void
pt_used_add(struct pt_used *u, const struct pt_times *t, double run_s)
{
	u->busy += t->s[PT_SHARE_BUSY] / run_s;
	u->search += t->s[PT_SHARE_SEARCH] / run_s;
	u->idle += pt_times_idle(t) / run_s;
	u->off_cpu += t->s[PT_SHARE_OFF_CPU] / run_s;
	u->blocked += t->s[PT_SHARE_BLOCKED] / run_s;
	u->other += t->s[PT_SHARE_OTHER] / run_s;
}

static double
known_or_0(double v)
{
	return isnan(v) ? 0 : v;
}

/*
 * Only averages are known.  At times fewer workers than CPUs wanted a CPU: at worst all workers
 * wanted one at the same times, and none at the others.  What that explains is not blamed on other
 * programs.
 */
double
pt_cores_others(double workers, double cpus, double got, double off_cpu)
{
	double unwanted;

	if (workers <= cpus)
		return off_cpu;
	unwanted = fmax(1 - (got + off_cpu) / workers, 0) * cpus;
	return fmin(fmax(cpus - got - unwanted, 0), off_cpu);
}

struct pt_cores
pt_cores_of(const struct pt_speedup_in *times, const struct pt_used *u, double cpus)
{
	double t_1 = pt_speedup_ratio(times->one_worker_cpu_s, times->parallel_s);
	double useful = pt_speedup_ratio(times->sequential_cpu_s, times->parallel_s);
	struct pt_cores c = PT_CORES_UNKNOWN;

	c.useful = useful;
	c.scheduling = t_1 - useful;
	c.inflation = times->busy_cores - t_1;
	c.overhead = times->busy_cores - useful;
	c.busy = times->busy_cores;
	c.blocked = u->blocked;
	c.idle = u->idle;
	c.off_cpu = u->off_cpu;
	c.other = (double)times->workers - c.busy - c.idle - c.off_cpu - known_or_0(c.blocked);
	if (cpus > 0) {
		c.offcpu_others = pt_cores_others((double)times->workers, cpus, u->busy + u->search,
			u->off_cpu);
		c.offcpu_own = u->off_cpu - c.offcpu_others;
	}
	return c;
}

bool
pt_cores_add_up(const struct pt_cores *c, double workers)
{
	double rest = c->idle + c->off_cpu + c->other + known_or_0(c->blocked),
	       slack = 1e-6 * workers;
	double parts[] = { c->busy, c->idle, c->off_cpu, known_or_0(c->blocked),
		known_or_0(c->offcpu_own), known_or_0(c->offcpu_others) };

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (parts[i] < 0 || parts[i] > workers + slack)
			return false;
	if (!isnan(c->useful) && fabs(c->useful + c->overhead - c->busy) > slack)
		return false;
	if (!isnan(c->inflation) &&
		fabs(c->useful + c->inflation + c->scheduling - c->busy) > slack)
		return false;
	return isnan(c->busy) || fabs(c->busy + rest - workers) <= slack;
}
