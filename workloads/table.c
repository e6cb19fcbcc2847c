/* SPDX-License-Identifier: MIT */
/* The workloads, in the order of `partop list`, and how a name finds its workload. */
#include <string.h>

#include "workloads/workload.h"

const struct pt_workload *const pt_workloads[] = {
	&pt_workload_fib,
	&pt_workload_sum,
	&pt_workload_quicksort,
	&pt_workload_hashagg,
	&pt_workload_filescan,
	NULL,
};

const struct pt_workload *
pt_workload_find(const char *name)
{
	for (const struct pt_workload *const *w = pt_workloads; *w; w++)
		if (!strcmp((*w)->name, name))
			return *w;
	return NULL;
}
