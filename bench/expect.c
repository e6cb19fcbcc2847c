/* SPDX-License-Identifier: MIT */
/* What the workloads say is to be expected of them, for expect.sh: a line each, fields by tabs. */
#include <stdio.h>

#include "workloads/workload.h"

int
main(void)
{
	for (const struct pt_workload *const *w = pt_workloads; *w; w++)
		printf("%s\t%.15g\t%.15g\t%s\t%s\n", (*w)->name, (*w)->ratio.least,
			(*w)->ratio.most, (*w)->knob, (*w)->expect);
	return 0;
}
