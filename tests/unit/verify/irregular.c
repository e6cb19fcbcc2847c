/* SPDX-License-Identifier: MIT */
/* Wrong sums of dumplings, and what equal parts come to. */
#include "tests/unit/verify/wrong.h"

#include "workloads/irregular.c"

static struct wcase *
made(const char *where, const char *heavy)
{
	struct wcase *c = case_new(&pt_workload_irregular, 2);

	case_set(c, "size", "200");
	case_set(c, "where", where);
	case_set(c, "heavy", heavy);
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_parallel(c), 0);
	assert_right(c);
	return c;
}

static void
refuse(struct wcase *c)
{
	struct irregular *m = c->state;
	const uint64_t right = m->value;

	for (unsigned bit = 0; bit < 64; bit++) {
		m->value = right ^ UINT64_C(1) << bit;
		assert_refused(c, "another sum");
	}
	m->value = right - pt_steps(pt_mix(m->seed + 199), steps_of(m, 199));
	assert_refused(c, "a sum without the last one");
	m->value = right + pt_steps(pt_mix(m->seed), steps_of(m, 0));
	assert_refused(c, "a sum with the first one twice");
	m->value = right;
	m->light++;
	assert_refused(c, "a sum of shorter ones");
}

/* 200 dumplings, 20 of which are 50: 1180; the half that they are in has 1080. */
static void
equal_parts_are_predicted(void)
{
	struct wcase *c = made("last", "10%");
	double speedup = static_speedup(c->state);

	assert_true(speedup > 1180.0 / 1080 - 1e-9 && speedup < 1180.0 / 1080 + 1e-9);
	case_free(c);
	c = made("middle", "10%");
	assert_true(static_speedup(c->state) > 1.999);
	case_free(c);
}

void
wrong_dumplings(void **state)
{
	static const char *const all[] = { "first", "middle", "last" };

	equal_parts_are_predicted();
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		struct wcase *c = made(all[i], i == 1 ? "0%" : "12%");

		refuse(c);
		case_free(c);
	}
}
