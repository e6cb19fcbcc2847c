/* SPDX-License-Identifier: MIT */
/* histogram: where the counts lie, sizes of any kind, and how often values are drawn. */
#include "tests/unit/cm.h"
#include "tests/unit/workload_case.h"

#include "workloads/histogram.c"

static struct wcase *
counted(const char *size, const char *keys, const char *skew, int workers, unsigned variant)
{
	struct wcase *c = case_new(&pt_workload_histogram, workers);

	case_set(c, "size", size);
	case_set(c, "keys", keys);
	case_set(c, "skew", skew);
	c->setup.variant = variant;
	c->setup.threads = 2;
	if (case_setup(c) || case_parallel(c) || case_verify(c))
		fail_msg("%s", c->error.text);
	return c;
}

static uint64_t
sum_of(const struct histogram *m)
{
	uint64_t sum = 0;

	for (unsigned b = 0; b < BINS; b++)
		sum += m->count[b];
	return sum;
}

static void
every_item_is_counted_once(void **state)
{
	static const char *const sizes[] = { "1", "7", "8", "9", "4095", "100003" };
	static const char *const keys[] = { "1", "2", "255", "256" };

	for (unsigned i = 0; i < 72; i++) {
		struct wcase *c =
			counted(sizes[i % 6], keys[i % 4], "uniform", 1 + (int)i % 10, i / 24);
		const struct histogram *m = c->state;

		assert_int_equal(sum_of(m), strtoull(sizes[i % 6], NULL, 10));
		assert_int_equal(case_sequential(c), 0);
		assert_int_equal(sum_of(m), strtoull(sizes[i % 6], NULL, 10));
		case_free(c);
	}
}

static void
one_value_has_all_items(void **state)
{
	for (unsigned variant = PADDED; variant <= ATOMIC; variant++) {
		struct wcase *c = counted("12345", "1", "zipf", 3, variant);

		assert_string_equal(case_result(c, "values"), "u:1");
		assert_string_equal(case_result(c, "most_frequent"), "u:0");
		assert_string_equal(case_result(c, "its_count"), "u:12345");
		case_free(c);
	}
}

static void
uniform_values_are_equally_frequent(void **state)
{
	struct wcase *c = counted("640000", "64", "uniform", 2, PADDED);
	const struct histogram *m = c->state;

	for (unsigned b = 0; b < 64; b++) /* 10000, and five times their root */
		assert_in_range(m->count[b], 9500, 10500);
	case_free(c);
}

/* By 1/x, value k is met ln((k + 2) / (k + 1)) / ln(keys + 1) of the time. */
static void
the_first_values_of_zipf_are_the_frequent_ones(void **state)
{
	struct wcase *c = counted("1000000", "64", "zipf", 2, PADDED);
	const struct histogram *m = c->state;

	for (unsigned b = 0; b < 64; b++) {
		double share = log((b + 2.0) / (b + 1)) / log(65), got = (double)m->count[b] / 1e6;

		assert_true(got > share - 0.003 && got < share + 0.003);
	}
	case_free(c);
}

/* Of a value, those of eight workers fill a cache line, and a ninth is on another. */
static void
interleaved_counts_share_lines_and_no_count(void **state)
{
	struct wcase *c = counted("100000", "16", "uniform", 9, INTERLEAVED);
	const struct histogram *m = c->state;
	uint64_t all = 0;

	assert_int_equal(m->lines_len, 2);
	assert_int_equal((uintptr_t)m->lines % LINE, 0);
	assert_int_equal(sizeof(m->lines->count[0][0]), LINE);
	for (size_t g = 0; g < m->lines_len; g++)
		for (unsigned t = 0; t < TABLES; t++)
			for (unsigned k = 0; k < BESIDE; k++)
				all += m->lines[g].count[t][3][k];
	assert_int_equal(all, m->count[3]);
	for (unsigned k = 1; k < BESIDE; k++) /* of the ninth worker only */
		assert_int_equal(m->lines[1].count[0][3][k], 0);
	case_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_item_is_counted_once),
		cmocka_unit_test(one_value_has_all_items),
		cmocka_unit_test(uniform_values_are_equally_frequent),
		cmocka_unit_test(the_first_values_of_zipf_are_the_frequent_ones),
		cmocka_unit_test(interleaved_counts_share_lines_and_no_count),
	};

	return cmocka_run_group_tests_name("histogram", tests, NULL, NULL);
}
