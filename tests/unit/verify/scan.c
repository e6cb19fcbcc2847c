/* SPDX-License-Identifier: MIT */
/* Wrong prefix sums. */
#include "tests/unit/verify/wrong.h"

#include "workloads/scan.c"

static struct wcase *
scanned(const char *kind, unsigned variant)
{
	struct wcase *c = case_new(&pt_workload_scan, 2);

	case_set(c, "kind", kind);
	case_set(c, "size", "10007");
	case_set(c, "grain", "1000");
	c->setup.variant = variant;
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_parallel(c), 0);
	assert_right(c);
	return c;
}

static void
expect_refused(struct wcase *c, uint64_t *at, uint64_t wrong, const char *how)
{
	uint64_t right = *at;

	*at = wrong;
	assert_refused(c, how);
	*at = right;
	assert_right(c);
}

void
wrong_prefix_sums(void **state)
{
	for (int i = 0; i < 4; i++) {
		struct wcase *c = scanned(kinds[i % 2], i / 2);
		struct scan *m = c->state;

		expect_refused(c, &m->out[0], m->out[0] + 1, "another first sum");
		expect_refused(c, &m->out[10006], m->out[10005],
			"the last sum but one as the last");
		expect_refused(c, &m->out[5000], m->out[5000] ^ 1ull << 63,
			"a sum with another bit");
		expect_refused(c, &m->out[1000], m->in[1000], "a block that begins anew");
		expect_refused(c, &m->out[7777], NOT_WRITTEN, "a sum that was not written");
		expect_refused(c, &m->total, m->total - m->in[0],
			"a total without the first number");
		case_free(c);
	}
}
