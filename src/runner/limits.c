/* SPDX-License-Identifier: MIT */
/*
 * Free memory is what the machine and the control groups leave.  A part of it stays free, so that
 * a size that just fits does not bring the machine down.
 */
#include "runner/limits.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "runner/metadata.h"
#include "runner/job.h"
#include "os/cpus.h"
#include "os/proc.h"

#define RESERVE_SHARE 16 /* one in so many bytes stays free */

/* The workload's size, NULL when it has none. */
static struct pt_value *
size_of(struct pt_job *j, const struct pt_option **param)
{
	for (size_t i = 0; i < j->workload->params_len; i++) {
		*param = &j->workload->params[i];
		if (strcmp((*param)->name, "size") == 0)
			return &j->params[i];
	}
	return NULL;
}

static uint64_t
needs(const struct pt_job *j, const struct pt_setup *s)
{
	return j->workload->needs_bytes != NULL ? j->workload->needs_bytes(s) : 0;
}

/* Halves the default size until it fits; false when it cannot get small enough. */
static bool
shrink(struct pt_job *j, struct pt_setup *s, struct pt_value *size, uint64_t min)
{
	static char text[32];

	while (needs(j, s) > s->memory_bytes) {
		if (size->u64 / 2 < min || size->u64 < 2)
			return false;
		size->u64 /= 2;
	}
	snprintf(text, sizeof(text), "%llu", (unsigned long long)size->u64);
	size->text = text;
	return true;
}

static int
refuse(const struct pt_job *j, const struct pt_setup *s, struct pt_error *e)
{
	char need[PT_NUM], have[PT_NUM];
	uint64_t bytes = needs(j, s);

	return pt_fail(e, PT_EXIT_ENVIRONMENT, "%s: needs %s%s of memory, but only %s may be used",
		j->workload->name, bytes == UINT64_MAX ? "more than " : "",
		pt_format_bytes(need, bytes), pt_format_bytes(have, s->memory_bytes));
}

/* 1: a default size has become smaller. */
static int
fit(struct pt_job *j, struct pt_setup *s, struct pt_value **size, struct pt_error *e)
{
	uint64_t available = pt_memory_available_bytes();
	const struct pt_option *param = NULL;
	bool fixed;

	*size = size_of(j, &param);
	fixed = *size == NULL || (*size)->given || pt_job_has_input(j);
	s->memory_bytes = UINT64_MAX;
	if (available > 0)
		s->memory_bytes = fixed ? available - available / RESERVE_SHARE : available / 4;
	if (needs(j, s) <= s->memory_bytes)
		return 0;
	if (fixed || !shrink(j, s, *size, param->min))
		return refuse(j, s, e);
	return 1;
}

int
pt_limits_apply(struct pt_job *j, struct pt_setup *s, struct pt_rec_writer *w, struct pt_error *e)
{
	struct pt_value *size;
	int rc = fit(j, s, &size, e);

	if (rc > 0)
		pt_metadata_warning(w,
			"size is %s, not %s: that takes a quarter of the free memory", size->text,
			j->workload->params[size - j->params].fallback);
	return rc < 0 ? -1 : 0;
}

int
pt_limits_fit(struct pt_job *j, const char **size, struct pt_error *e)
{
	struct pt_setup s = {
		.values = j->params,
		.variant = j->variant,
		.policy = j->policy,
		.simd = j->simd,
		.seed = j->seed,
		.workers = j->threads,
		.threads = pt_cpus_default_threads(),
	};
	struct pt_value *value;
	int rc = fit(j, &s, &value, e);

	*size = rc > 0 ? value->text : NULL;
	return rc < 0 ? -1 : 0;
}
