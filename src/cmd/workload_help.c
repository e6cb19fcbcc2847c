/* SPDX-License-Identifier: MIT */
/*
 * The help of a workload is its table, printed.
 */
#include "cmd/workload_help.h"

#include "base/options.h"
#include "base/text.h"
#include "workloads/workload.h"

void
pt_workload_policies(const struct pt_workload *w, struct pt_text *t)
{
	for (unsigned i = 0; pt_policy_names[i] != NULL; i++)
		if (w->policies >> i & 1)
			pt_text_add(t, "%s%s", i > 0 ? ", " : "", pt_policy_names[i]);
}

/* Variants that cannot have them. */
static void
add_only_steal(const struct pt_workload *w, struct pt_text *t)
{
	const char *before = "; with --variant ";

	for (size_t i = 0; i < w->variants_len; i++)
		if (w->variants[i].only_steal) {
			pt_text_add(t, "%s%s", before, w->variants[i].name);
			before = " or ";
		}
	if (before[0] != ';')
		pt_text_add(t, " only steal");
}

static void
print_policies(const struct pt_workload *w, FILE *f)
{
	struct pt_text t = { 0 };

	pt_workload_policies(w, &t);
	if (t.len > 0)
		add_only_steal(w, &t);
	if (t.len > 0)
		pt_help_columns("  --policy:", pt_text_string(&t), f);
	pt_text_fini(&t);
}

/* As it would be typed. */
static void
print_expectation(const struct pt_workload *w, FILE *f)
{
	struct pt_text t = { 0 };

	pt_text_add(&t, "partop compare %s %s", w->name, w->knob);
	pt_help_columns("  shown by:", pt_text_string(&t), f);
	pt_help_columns("  expect:", w->expect, f);
	pt_text_fini(&t);
}

void
pt_workload_help(const struct pt_workload *w, FILE *f)
{
	struct pt_text left = { 0 }, right = { 0 };

	if (w->teaches != NULL)
		pt_help_columns("  teaches:", w->teaches, f);
	if (w->knob != NULL && w->expect != NULL)
		print_expectation(w, f);
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
	print_policies(w, f);
	if (w->simd)
		pt_help_columns("  --simd:",
			"its kernels have several levels of vector instructions", f);
	pt_options_print(w->params, w->params_len, f);
}
