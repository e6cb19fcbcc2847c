/* SPDX-License-Identifier: MIT */
/* See host.h. */
#include "bench/compare/host.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
from_list(const char *list, cpu_set_t *set)
{
	CPU_ZERO(set);
	for (; *list; list += *list != '\0') {
		char *end;
		unsigned long cpu = strtoul(list, &end, 10);

		if (end == list || cpu >= CPU_SETSIZE)
			return;
		CPU_SET(cpu, set);
		list = end;
	}
}

static cpu_set_t
chosen(bool all)
{
	const char *list = getenv("BENCH_CPUS");
	cpu_set_t set;

	if (list && !all) {
		from_list(list, &set);
		return set;
	}
	sched_getaffinity(0, sizeof set, &set);
	for (int cpu = 0, n = 0; !all && cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &set) && n++ >= 2)
			CPU_CLR(cpu, &set);
	return set;
}

void
host_choose_cpus(bool all)
{
	cpu_set_t set = chosen(all);

	sched_setaffinity(0, sizeof set, &set);
}

int
host_cpus(void)
{
	cpu_set_t set = chosen(true);

	return CPU_COUNT(&set);
}

struct host_time
host_time(void)
{
	cpu_set_t set = chosen(false);
	struct host_time t = { 0, 0 };
	FILE *f = fopen("/proc/stat", "re");
	double hz = (double)sysconf(_SC_CLK_TCK), v[8];
	char line[512];
	unsigned cpu;

	while (f && fgets(line, sizeof line, f)) {
		if (sscanf(line, "cpu%u %lf %lf %lf %lf %lf %lf %lf %lf", &cpu, &v[0], &v[1], &v[2],
			    &v[3], &v[4], &v[5], &v[6], &v[7]) != 9 ||
			!CPU_ISSET(cpu, &set))
			continue;
		t.busy_s += (v[0] + v[1] + v[2] + v[5] + v[6]) / hz;
		t.stolen_s += v[7] / hz;
	}
	if (f)
		fclose(f);
	return t;
}
