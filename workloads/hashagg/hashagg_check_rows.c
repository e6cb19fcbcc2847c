/* SPDX-License-Identifier: MIT */
/* Generated rows, in an array with one group per possible key. */
#include <inttypes.h>

#include "base/error.h"
#include "workloads/hashagg/hashagg_check_groups.h"
#include "workloads/workload.h"

/* Takes the group out of those that should be there: a second one of its key is wrong. */
static int
compare_number(struct pt_agg_number_group *should, uint64_t possible,
	const struct pt_agg_number_group *g, struct pt_error *e)
{
	struct pt_agg_number_group *s = g->key < possible ? &should[g->key] : NULL;

	if (!s || g->count != s->count || g->sum != s->sum || g->min != s->min || g->max != s->max)
		return pt_fail(e, PT_EXIT_FAILED, "group %" PRIu32 " is wrong", g->key);
	s->count = 0;
	return 0;
}

static int
compare_numbers(struct pt_agg_number_group *should, uint64_t possible,
	const struct pt_agg_answer *a, struct pt_error *e)
{
	uint64_t groups = 0, there = 0;

	for (uint64_t k = 0; k < possible; k++)
		groups += should[k].count != 0;
	if (pt_agg_check_groups(a) != groups)
		return pt_agg_check_wrong(e, "groups", pt_agg_check_groups(a), groups);
	for (size_t t = 0; t < a->tables_len; t++) {
		const struct pt_agg_number_group *g = a->tables[t].slots;

		for (size_t i = 0; i < a->tables[t].capacity; i++) {
			if (g[i].count == 0)
				continue;
			if (compare_number(should, possible, &g[i], e) != 0)
				return -1;
			there++;
		}
	}
	return there == groups ? 0 : pt_agg_check_wrong(e, "groups there", there, groups);
}

int
pt_agg_check_rows(const struct pt_agg_rows *r, const struct pt_agg_answer *a, struct pt_error *e)
{
	const uint64_t rejected = pt_agg_rejected_rows(&a->rejected);
	struct pt_agg_number_group *should;
	int bad;

	if (a->rows != r->rows)
		return pt_agg_check_wrong(e, "rows", a->rows, r->rows);
	if (rejected != 0)
		return pt_agg_check_wrong(e, "rejected rows", rejected, 0);
	should = pt_buffer_alloc(r->possible_keys * sizeof *should);
	if (!should)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory to check the groups");
	for (uint64_t i = 0; i < r->rows; i++) {
		struct pt_agg_number_group *s = &should[r->keys[i]];

		s->min = s->count == 0 || r->values[i] < s->min ? r->values[i] : s->min;
		s->max = s->count == 0 || r->values[i] > s->max ? r->values[i] : s->max;
		s->sum += r->values[i];
		s->count++;
	}
	bad = compare_numbers(should, r->possible_keys, a, e);
	pt_buffer_free(should, r->possible_keys * sizeof *should);
	return bad;
}
