/* SPDX-License-Identifier: MIT */
/*
 * Affinity, online CPUs and the default number of threads.
 */
#include "os/cpus.h"

#include <errno.h>
#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#include "os/cgroup.h"

#define CPUS 8192 /* the most a Linux kernel can be built for */

/* A mask for every machine, on the stack: 1 KiB. */
struct mask {
	cpu_set_t set[CPUS / CPU_SETSIZE];
};

static int
get_mask(struct mask *m)
{
	CPU_ZERO_S(sizeof(*m), m->set);
	return sched_getaffinity(0, sizeof(*m), m->set) == 0 ? 0 : -errno;
}

int
pt_cpus_online(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : (int)n;
}

int
pt_cpus_allowed(void)
{
	struct mask m;
	int n = get_mask(&m) == 0 ? CPU_COUNT_S(sizeof(m), m.set) : pt_cpus_online();

	return n < 1 ? 1 : n;
}

int
pt_cpus_list(int *out, int max)
{
	struct mask m;
	int n = 0;

	if (get_mask(&m) != 0)
		return 0;
	for (int cpu = 0; cpu < CPUS; cpu++) {
		if (!CPU_ISSET_S(cpu, sizeof(m), m.set))
			continue;
		if (n < max)
			out[n] = cpu;
		n++;
	}
	return n;
}

double
pt_cpus_quota(void)
{
	return pt_cgroup_cpu_quota("");
}

int
pt_cpus_default_threads(void)
{
	int allowed = pt_cpus_allowed();
	double quota = pt_cpus_quota();
	int whole;

	if (isnan(quota) || quota >= allowed)
		return allowed;
	whole = (int)quota;
	return whole + (whole < quota); /* rounded up: not ceil(), libpartop needs no libm */
}

char *
pt_cpus_reason(char *out, size_t size)
{
	int allowed = pt_cpus_allowed(), online = pt_cpus_online(), len;
	double quota = pt_cpus_quota();

	len = snprintf(out, size, "%d CPU%s allowed", allowed, allowed == 1 ? "" : "s");
	if (allowed < online && len > 0 && (size_t)len < size)
		len += snprintf(out + len, size - (size_t)len, " of %d", online);
	if (!isnan(quota) && len > 0 && (size_t)len < size) {
		unsigned hundredths = (unsigned)(quota * 100 + 0.5);

		snprintf(out + len, size - (size_t)len, ", cgroup quota %u.%02u CPUs",
			hundredths / 100, hundredths % 100);
	}
	return out;
}

int
pt_cpus_pin_self(int cpu)
{
	struct mask m;

	if (cpu < 0 || cpu >= CPUS)
		return -EINVAL;
	CPU_ZERO_S(sizeof(m), m.set);
	CPU_SET_S(cpu, sizeof(m), m.set);
	return sched_setaffinity(0, sizeof(m), m.set) == 0 ? 0 : -errno;
}

int
pt_cpus_current(void)
{
	return sched_getcpu();
}
