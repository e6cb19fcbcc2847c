/* SPDX-License-Identifier: MIT */
/*
 * The help of a workload is its table, printed.
 */
#include "cmd/workload_help.h"

#include "base/options.h"
#include "base/text.h"
#include "workloads/workload.h"

void
pt_workload_help(const struct pt_workload *w, FILE *f)
{
	struct pt_text left = { 0 }, right = { 0 };

	if (w->teaches != NULL)
		pt_help_columns("  teaches:", w->teaches, f);
	for (size_t i = 0; i < w->variants_len; i++) {
		pt_text_clear(&left);
		pt_text_clear(&right);
		pt_text_add(&left, "  %s %s", i == 0 ? "variant:" : "        ",
			w->variants[i].name);
		pt_text_add(&right, "%s%s", w->variants[i].help, i == 0 ? " (default)" : "");
		pt_help_columns(pt_text_string(&left), pt_text_string(&right), f);
	}
	pt_text_fini(&left);
	pt_text_fini(&right);
	pt_options_print(w->params, w->params_len, f);
}
