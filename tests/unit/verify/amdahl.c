/* SPDX-License-Identifier: MIT */
/* Wrong ends of steps, and what the law says. */
#include "tests/unit/verify/wrong.h"

#include "workloads/amdahl.c"

static struct wcase *
stepped(const char *serial, int workers)
{
	struct wcase *c = case_new(&pt_workload_amdahl, workers);

	case_set(c, "size", "100000");
	case_set(c, "serial", serial);
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_parallel(c), 0);
	assert_right(c);
	return c;
}

static void
predicts(const char *serial, int workers, double speedup)
{
	struct wcase *c = stepped(serial, workers);
	const char *text = case_result(c, "predicted_speedup");

	assert_non_null(text);
	assert_true(strtod(text + 2, NULL) > speedup - 0.005 &&
		strtod(text + 2, NULL) < speedup + 0.005);
	case_free(c);
}

static void
refuse_share(const char *serial)
{
	struct wcase *c = case_new(&pt_workload_amdahl, 2);

	case_set(c, "serial", serial);
	assert_int_equal(case_setup(c), -1);
	assert_int_equal(c->error.exit, PT_EXIT_USAGE);
	case_free(c);
}

void
wrong_ends_of_steps(void **state)
{
	static const char *const shares[] = { "0%", "0.5%", "20%", "99.9%", "100%" };
	static const char *const bad[] = { "120%", "100.1%", "-1%", "20", "%", "x", "1.%",
		"1.23456%", "99999999999999999999999%" };

	for (size_t i = 0; i < sizeof(shares) / sizeof(*shares); i++) {
		struct wcase *c = stepped(shares[i], 3);
		struct amdahl *m = c->state;

		for (unsigned bit = 0; bit < 64; bit++) {
			m->value ^= UINT64_C(1) << bit;
			assert_refused(c, "another value");
			m->value ^= UINT64_C(1) << bit;
		}
		m->value -= pt_steps(pt_mix(m->seed), BLOCK);
		assert_refused(c, "one block less");
		case_free(c);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		refuse_share(bad[i]);
	predicts("20%", 8, 3.33);
	predicts("20%", 1, 1);
	predicts("0%", 3, 3);
	predicts("100%", 8, 1);
}
