/* SPDX-License-Identifier: MIT */
/* Wrong pictures. */
#include "tests/unit/verify/wrong.h"

#include "workloads/mandelbrot/mandelbrot.h"

void
wrong_pictures(void **state)
{
	for (unsigned variant = 0; variant < 2; variant++) {
		struct wcase *c = case_new(&pt_workload_mandelbrot, 2);
		const size_t points[] = { 0, 99, 5000, 5050, 9900, 9999 };
		struct pt_mandel *m;

		case_set(c, "size", "100");
		c->setup.variant = variant;
		assert_int_equal(case_setup(c), 0);
		assert_int_equal(case_parallel(c), 0);
		assert_right(c);
		m = c->state;
		for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
			uint16_t *count = &m->count[points[i]], right = *count;

			*count = (uint16_t)(right + 1);
			assert_refused(c, "a step more");
			*count = (uint16_t)(right - 1);
			assert_refused(c, "a step less");
			*count = UINT16_MAX;
			assert_refused(c, "a point that was not computed");
			*count = right;
			assert_right(c);
		}
		case_free(c);
	}
}
