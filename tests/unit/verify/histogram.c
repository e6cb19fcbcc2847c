/* SPDX-License-Identifier: MIT */
/* Wrong counts of values, in all variants. */
#include "tests/unit/verify/wrong.h"

#include "workloads/histogram.c"

static void
refuse_histograms(struct wcase *c)
{
	struct histogram *m = c->state;

	for (unsigned b = 0; b < BINS; b++) {
		m->count[b]++;
		assert_refused(c, "an item more");
		m->count[(b + 1) % BINS]--;
		assert_refused(c, "an item taken for another");
		m->count[b]--;
		assert_refused(c, "an item less");
		m->count[(b + 1) % BINS]++;
		assert_right(c);
	}
	m->count[m->items[m->n - 1]]--;
	assert_refused(c, "all but the last item");
	memset(m->count, 0, sizeof(m->count));
	assert_refused(c, "zeros");
	m->ran = false;
	assert_refused(c, "nothing");
}

void
wrong_histograms(void **state)
{
	for (unsigned variant = PADDED; variant <= ATOMIC; variant++) {
		struct wcase *c = case_new(&pt_workload_histogram, 3);

		case_set(c, "size", "10007");
		c->setup.variant = variant;
		assert_int_equal(case_setup(c), 0);
		assert_int_equal(case_parallel(c), 0);
		assert_right(c);
		refuse_histograms(c);
		case_free(c);
	}
}
