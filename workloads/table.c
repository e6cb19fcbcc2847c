/* SPDX-License-Identifier: MIT */
/*
 * The workloads there are, in the order of `partop list`, made from their names in local.mk; and how a
 * name finds its workload.
 */
#include <string.h>

#include "workloads/workload.h"

#define X(name) extern const struct pt_workload pt_workload_##name;
#include "workloads/table.inc"
#undef X

const struct pt_workload *const pt_workloads[] = {
#define X(name) &pt_workload_##name,
#include "workloads/table.inc"
#undef X
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
