/* SPDX-License-Identifier: MIT */
/* What a machine can give, in numbers.  See capacity.h. */
#include "metrics/capacity.h"

#include <math.h>

double
pt_capacity_at(const struct pt_capacity_table *t, enum pt_kernel k, double busy)
{
	double from = 0, got = 0;
	unsigned i = 0;

	if (!t || t->len == 0 || isnan(busy))
		return NAN;
	if (busy > t->copies[t->len - 1])
		busy = t->copies[t->len - 1];
	for (; t->copies[i] < busy; i++) {
		from = t->copies[i];
		got = t->got[k][i];
	}
	if (busy > from)
		got += (t->got[k][i] - got) * (busy - from) / (t->copies[i] - from);
	return got > t->quota ? t->quota : got;
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
