/* SPDX-License-Identifier: MIT */
/* Wrong batches, in all variants. */
#include "tests/unit/verify/wrong.h"

#include "workloads/pipeline/pipeline.c"

void
wrong_batches(void **state)
{
	for (unsigned variant = ANY; variant <= RING; variant++) {
		struct wcase *c = case_new(&pt_workload_pipeline, 3);
		struct pipeline *m;
		uint64_t *digest, kept;

		case_set(c, "size", "10007");
		case_set(c, "slow", "3");
		c->setup.variant = variant;
		assert_int_equal(case_setup(c), 0);
		assert_int_equal(case_parallel(c), 0);
		assert_right(c);
		m = c->state;
		digest = m->flow.digest;
		kept = digest[39];
		digest[39] = 0;
		assert_refused(c, "the last batch is missing");
		digest[39] = digest[38];
		digest[38] = kept;
		assert_refused(c, "two batches have changed places");
		digest[38] = digest[39];
		digest[39] = kept;
		assert_right(c);
		m->ran = false;
		assert_refused(c, "nothing");
		case_free(c);
	}
}
