/* SPDX-License-Identifier: MIT */
/*
 * base/nearest.h: distances, and the name that is suggested.
 */
#include "tests/unit/cm.h"

#include <string.h>

#include "base/nearest.h"

static const char *const names[] = { "fib", "sum", "quicksort", "hashagg", "filescan" };

#define NAMES (sizeof(names) / sizeof(names[0]))

static void
distance_counts_edits(void **state)
{
	assert_int_equal(pt_nearest_distance("", ""), 0);
	assert_int_equal(pt_nearest_distance("", "abc"), 3);
	assert_int_equal(pt_nearest_distance("abc", ""), 3);
	assert_int_equal(pt_nearest_distance("quiksort", "quicksort"), 1);
	assert_int_equal(pt_nearest_distance("quikcsort", "quicksort"), 1);
	assert_int_equal(pt_nearest_distance("QUICKSORT", "quicksort"), 0);
	assert_int_equal(pt_nearest_distance("kitten", "sitting"), 3);
	assert_int_equal(pt_nearest_distance("ca", "abc"), 3); /* no part is edited twice */
}

static void
distance_is_symmetric(void **state)
{
	for (size_t i = 0; i < NAMES; i++)
		for (size_t j = 0; j < NAMES; j++)
			assert_int_equal(pt_nearest_distance(names[i], names[j]),
				pt_nearest_distance(names[j], names[i]));
}

static void
long_names_never_match(void **state)
{
	char word[200];
	const char *out[2];

	memset(word, 'a', sizeof(word));
	word[199] = '\0';
	assert_int_equal(pt_nearest_distance(word, "a"), SIZE_MAX);
	assert_int_equal(pt_nearest(word, names, NAMES, out, 2), 0);
}

static void
hints_name_what_is_near(void **state)
{
	static const char *const sorts[] = { "sort-a", "sort-b", "sort-c", "sort-d" };
	char out[128];

	assert_string_equal(pt_nearest_hint(out, sizeof(out), "quiksort", names, NAMES),
		": did you mean quicksort?");
	assert_string_equal(pt_nearest_hint(out, sizeof(out), "quick", names, NAMES),
		": did you mean quicksort?");
	assert_string_equal(pt_nearest_hint(out, sizeof(out), "sun", names, NAMES),
		": did you mean sum?");
	assert_string_equal(pt_nearest_hint(out, sizeof(out), "sort-x", sorts, 2),
		": did you mean sort-a or sort-b?");
	assert_string_equal(pt_nearest_hint(out, sizeof(out), "sort-x", sorts, 4),
		": did you mean sort-a, sort-b or sort-c?");
	assert_string_equal(pt_nearest_hint(out, sizeof(out), "matmul", names, NAMES), "");
	assert_string_equal(pt_nearest_hint(out, sizeof(out), "", names, NAMES), "");
	assert_string_equal(pt_nearest_hint(out, sizeof(out), "x", names, NAMES), "");
}

static void
the_best_comes_first(void **state)
{
	static const char *const words[] = { "abcx", "abxx", "abcd" };
	const char *out[3];

	assert_int_equal(pt_nearest("abcd", words, 3, out, 3), 3);
	assert_string_equal(out[0], "abcd");
	assert_string_equal(out[1], "abcx");
	assert_string_equal(out[2], "abxx");
	assert_int_equal(pt_nearest("abcd", words, 3, out, 1), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(distance_counts_edits),
		cmocka_unit_test(distance_is_symmetric),
		cmocka_unit_test(long_names_never_match),
		cmocka_unit_test(hints_name_what_is_near),
		cmocka_unit_test(the_best_comes_first),
	};

	return cmocka_run_group_tests_name("nearest", tests, NULL, NULL);
}
