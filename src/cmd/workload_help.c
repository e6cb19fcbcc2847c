/* SPDX-License-Identifier: MIT */
/*
 * The help of a workload is its table, printed.
 */
#include "cmd/workload_help.h"

#include "base/options.h"
#include "base/args.h"
#include "cmd/run_args.h"
#include "workloads/workload.h"

void
pt_workload_help(const struct pt_workload *w, FILE *f)
{
	struct pt_option options[PT_ARGS_MAX];

	if (w->teaches != NULL)
		fprintf(f, "  teaches: %s\n", w->teaches);
	for (size_t i = 0; i < w->variants_len; i++)
		fprintf(f, "  %s %-20s %s%s\n", i == 0 ? "variant:" : "        ", w->variants[i].name,
			w->variants[i].help, i == 0 ? " (default)" : "");
	pt_run_param_options(w, options);
	pt_options_print(options, w->params_len, f);
}
