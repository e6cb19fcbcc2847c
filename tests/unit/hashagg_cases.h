/* SPDX-License-Identifier: MIT */
/* What tests of hashagg have in common. */
#ifndef PT_TESTS_UNIT_HASHAGG_CASES_H
#define PT_TESTS_UNIT_HASHAGG_CASES_H

#include "tests/unit/cm.h"
#include "tests/unit/workload_case.h"

/* Every version of a run, checked; the results are those of the last one. */
static inline void
run_all(struct wcase *c)
{
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_sequential(c), 0);
	assert_int_equal(case_verify(c), 0);
	assert_int_equal(case_parallel(c), 0);
	assert_int_equal(case_verify(c), 0);
}

static inline void
assert_result(const struct wcase *c, const char *path, const char *value)
{
	const char *got = case_result(c, path);

	assert_non_null(got);
	assert_string_equal(got, value);
}

#endif
