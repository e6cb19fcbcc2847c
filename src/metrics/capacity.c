/* SPDX-License-Identifier: MIT */
/* What a machine can give, in numbers.  See capacity.h. */
#include "metrics/capacity.h"

#include <math.h>

/* The value for `busy` CPUs of those by level. */
static double
between(const struct pt_capacity_table *t, const double *by_level, double busy)
{
	double from = 0, got = 0;
	unsigned i = 0;

	if (busy > t->copies[t->len - 1])
		busy = t->copies[t->len - 1];
	for (; t->copies[i] < busy; i++) {
		from = t->copies[i];
		got = by_level[i];
	}
	if (busy > from)
		got += (by_level[i] - got) * (busy - from) / (t->copies[i] - from);
	return got;
}

double
pt_capacity_at(const struct pt_capacity_table *t, enum pt_kernel k, double busy)
{
	double got;

	if (!t || t->len == 0 || isnan(busy))
		return NAN;
	got = between(t, t->got[k], busy);
	return got > t->quota ? t->quota : got;
}

double
pt_capacity_read_at(const struct pt_capacity_table *t, double busy)
{
	if (!t || !pt_capacity_has_read(t) || isnan(busy))
		return NAN;
	return between(t, t->read_bytes_per_s, busy > t->quota ? t->quota : busy);
}

struct pt_capacity
pt_capacity_of(const struct pt_capacity_table *t, uint32_t workers)
{
	if (workers == 0)
		return PT_CAPACITY_UNKNOWN;
	return (struct pt_capacity){
		.compute = pt_capacity_at(t, PT_KERNEL_COMPUTE, workers),
		.cache = pt_capacity_at(t, PT_KERNEL_CACHE, workers),
		.memory = pt_capacity_at(t, PT_KERNEL_MEMORY, workers),
		.read_bytes_per_s = pt_capacity_read_at(t, workers),
		.disturbed = t && t->disturbed,
	};
}

void
pt_capacity_split(const struct pt_capacity_table *t, struct pt_cores *c)
{
	double work = c->busy - c->inflation; /* what it took on one worker, in cores */
	double got = pt_capacity_at(t, PT_KERNEL_COMPUTE, c->busy), machine;

	c->inflation_machine = c->inflation_program = NAN;
	if (isnan(work) || !(got > 0))
		return;
	machine = work * (c->busy / got - 1);
	if (machine > c->inflation)
		machine = c->inflation;
	c->inflation_machine = machine > 0 ? machine : 0;
	c->inflation_program = c->inflation - c->inflation_machine;
}
