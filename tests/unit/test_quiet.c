/* SPDX-License-Identifier: MIT */
/* Which runs others have disturbed, from made numbers. */
#include <math.h>

#include "metrics/quiet.h"
#include "tests/unit/cm.h"
#include "timeline/series.h"

static int
run(double cpu_s, double delay_s, uint32_t workers, double cpus)
{
	return pt_quiet_disturbed(&(struct pt_series_use){ cpu_s, delay_s, workers }, 1, cpus);
}

static void
a_run_that_had_its_cpus_is_quiet(void **state)
{
	assert_int_equal(run(1, 0, 1, 2), 0);
	assert_int_equal(run(1.99, 0.01, 2, 2), 0);
	assert_int_equal(run(0.5, 0, 2, 2), 0); /* it was idle: that is its own doing */
}

static void
a_run_that_waited_for_a_cpu_is_disturbed(void **state)
{
	assert_int_equal(run(0.9, 0.1, 1, 2), 1);
	assert_int_equal(run(1.9, 0.1, 2, 2), 1);
}

static void
workers_beyond_the_cpus_disturb_each_other_only(void **state)
{
	assert_int_equal(run(2, 6, 8, 2), 0);
	assert_int_equal(run(1.5, 6.5, 8, 2), 1);
}

static void
what_is_not_known_is_neither(void **state)
{
	assert_int_equal(run(NAN, 0.1, 2, 2), -1);
	assert_int_equal(run(1, NAN, 2, 2), -1);
	assert_int_equal(pt_quiet_disturbed(&(struct pt_series_use){ 0, 0, 1 }, 0, 2), -1);
	assert_int_equal(run(0.9, 0.1, 1, 0), 1);
}

static int
process(double wall_s, double others_s, uint64_t involuntary)
{
	return pt_quiet_process_disturbed(
		&(struct pt_quiet_process){ wall_s, others_s, involuntary });
}

static void
a_process_is_disturbed_by_switches_and_others_together(void **state)
{
	assert_int_equal(process(1, 0.5, 0), 0);    /* there was a CPU for it, too */
	assert_int_equal(process(1, 0.01, 100), 0); /* its own threads */
	assert_int_equal(process(1, 0.06, 1), 1);
	assert_int_equal(process(1, NAN, 1), -1);
	assert_int_equal(process(0.01, 0, 1), 1);
	assert_int_equal(process(0.01, 0, 0), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_run_that_had_its_cpus_is_quiet),
		cmocka_unit_test(a_run_that_waited_for_a_cpu_is_disturbed),
		cmocka_unit_test(workers_beyond_the_cpus_disturb_each_other_only),
		cmocka_unit_test(what_is_not_known_is_neither),
		cmocka_unit_test(a_process_is_disturbed_by_switches_and_others_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
