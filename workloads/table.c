/* SPDX-License-Identifier: MIT */
/*
 * The workloads there are and their chapters, in the order of `partop list`, made from the lists in
 * local.mk; how a name finds its workload; and the policies of their loops.
 */
#include <string.h>

#include "workloads/workload.h"

#define CHAPTER(text)
#define X(name) extern const struct pt_workload pt_workload_##name;
#include "workloads/table.inc"
#undef X

const struct pt_workload *const pt_workloads[] = {
#define X(name) &pt_workload_##name,
#include "workloads/table.inc"
#undef X
	NULL,
};
#undef CHAPTER

/* clang-format off */
const struct pt_course_line pt_course[] = {
#define CHAPTER(text) { .chapter = text },
#define X(name) { .workload = &pt_workload_##name },
#include "workloads/table.inc"
#undef X
#undef CHAPTER
	{ 0 },
};
/* clang-format on */

const char *const pt_policy_names[] = {
	[PARTOP_STEAL] = "steal",
	[PARTOP_STATIC] = "static",
	[PARTOP_DYNAMIC] = "dynamic",
	[PARTOP_GUIDED] = "guided",
	[PARTOP_THREADS] = "threads",
	[PARTOP_THREADS_COPY] = "threads-copy",
	NULL,
};

enum pt_simd
pt_workload_simd(const struct pt_workload *w, enum pt_simd most)
{
	while (most > PT_SIMD_NONE && !(w->simd >> most & 1))
		most--;
	return most;
}

bool
pt_workload_allows(const struct pt_workload *w, unsigned variant, enum partop_policy policy)
{
	if (policy == PARTOP_STEAL)
		return true;
	return (w->policies >> policy & 1) && !(w->variants && w->variants[variant].only_steal);
}

const struct pt_workload *
pt_workload_find(const char *name)
{
	for (const struct pt_workload *const *w = pt_workloads; *w; w++)
		if (!strcmp((*w)->name, name))
			return *w;
	return NULL;
}
