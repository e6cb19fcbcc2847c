/* SPDX-License-Identifier: MIT */
/* What the CPUs have done.  See cputime.h. */
#include "os/cputime.h"

#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#define FIELDS 8 /* user nice system idle iowait irq softirq steal */

static bool
is_ours(const cpu_set_t *set, unsigned cpu)
{
	return cpu < CPU_SETSIZE && CPU_ISSET(cpu, set);
}

/* A line of /proc/stat; false: not of a CPU of ours. */
static bool
add_line(struct pt_cputime *t, const char *line, const cpu_set_t *set)
{
	double v[FIELDS], hz = (double)sysconf(_SC_CLK_TCK);
	unsigned cpu;

	if (sscanf(line, "cpu%u %lf %lf %lf %lf %lf %lf %lf %lf", &cpu, &v[0], &v[1], &v[2], &v[3],
		    &v[4], &v[5], &v[6], &v[7]) != 1 + FIELDS ||
		!is_ours(set, cpu))
		return false;
	t->busy_s += (v[0] + v[1] + v[2] + v[5] + v[6]) / hz;
	t->stolen_s += v[7] / hz;
	return true;
}

int
pt_cputime_read(struct pt_cputime *t)
{
	FILE *f = fopen("/proc/stat", "re");
	char line[512];
	cpu_set_t set;
	int found = 0;

	*t = (struct pt_cputime){ 0 };
	if (f == NULL || sched_getaffinity(0, sizeof(set), &set) < 0) {
		if (f != NULL)
			fclose(f);
		return -1;
	}
	while (fgets(line, sizeof(line), f) != NULL)
		found += add_line(t, line, &set);
	fclose(f);
	return found > 0 ? 0 : -1;
}
