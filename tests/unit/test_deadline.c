/* SPDX-License-Identifier: MIT */
/* A deadline ends what would go on for ever, and nothing else. */
#include "tests/unit/cm.h"

#include <errno.h>
#include <partop/partop.h>

#include "os/clock.h"
#include "runner/deadline.h"

#define FAR UINT64_C(3600000000000)

static partop_pool *
open_pool(void)
{
	partop_pool *p;

	assert_int_equal(partop_pool_open(&p, &(struct partop_config){ .threads = 2 }), 0);
	return p;
}

/* Ends by nothing but a cancel, or because the time was over before the run could be cancelled. */
static void
for_ever(partop_worker *w, partop_task *head, void *arg)
{
	if (pt_deadline_over(arg))
		partop_fail(w, ECANCELED);
	while (!partop_cancelled(w))
		;
}

static void
nothing(partop_worker *w, partop_task *head, void *arg)
{
}

static void
a_run_is_cancelled_when_its_time_is_over(void **state)
{
	partop_pool *p = open_pool();
	struct pt_deadline c;

	pt_deadline_begin(&c, pt_now_ns() + 1000000);
	pt_deadline_pool(&c, p);
	assert_int_not_equal(partop_run(p, for_ever, &c), 0);
	pt_deadline_pool(&c, NULL);
	assert_true(pt_deadline_over(&c));
	pt_deadline_end(&c);
	assert_int_equal(partop_run(p, nothing, NULL), 0); /* and only that run */
	partop_pool_close(p);
}

static void
a_run_that_ends_in_time_is_left_alone(void **state)
{
	partop_pool *p = open_pool();
	struct pt_deadline c;

	pt_deadline_begin(&c, pt_now_ns() + FAR);
	for (int i = 0; i < 100; i++) {
		pt_deadline_pool(&c, p);
		assert_int_equal(partop_run(p, nothing, NULL), 0);
		pt_deadline_pool(&c, NULL);
	}
	assert_false(pt_deadline_over(&c));
	pt_deadline_end(&c); /* does not wait for the time */
	partop_pool_close(p);
}

static void
a_time_that_is_over_before_the_run_is_told(void **state)
{
	struct pt_deadline c;

	pt_deadline_begin(&c, 1);
	while (!pt_deadline_over(&c))
		;
	pt_deadline_end(&c);
	assert_true(c.over);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_run_is_cancelled_when_its_time_is_over),
		cmocka_unit_test(a_run_that_ends_in_time_is_left_alone),
		cmocka_unit_test(a_time_that_is_over_before_the_run_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
