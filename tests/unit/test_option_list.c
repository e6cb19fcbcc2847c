/* SPDX-License-Identifier: MIT */
/* Values of options as lists: commas, ranges, and what is refused. */
#include <stdlib.h>

#include "base/error.h"
#include "base/option_list.h"
#include "base/options.h"
#include "base/text.h"
#include "tests/unit/cm.h"

static const char *const policies[] = { "steal", "static", NULL };
/* clang-format off */
static const struct pt_option number = { .name = "threads", .type = PT_OPT_U64, .min = 1, .max = 256 },
	size = { .name = "size", .type = PT_OPT_SIZE, .min = 1 },
	text = { .name = "separator", .type = PT_OPT_TEXT },
	name = { .name = "variant", .type = PT_OPT_TEXT, .min = 1 },
	choice = { .name = "policy", .type = PT_OPT_CHOICE, .choices = policies };
/* clang-format on */

/* The values with a '|' between them, or the message. */
static const char *
read_list(const struct pt_option *row, const char *value)
{
	static struct pt_text all;
	struct pt_error e = { 0 };
	struct pt_option_list l;

	pt_text_clear(&all);
	if (pt_option_list_read(&l, row, value, &e) < 0) {
		assert_int_equal(e.exit, PT_EXIT_USAGE);
		pt_text_add(&all, "%s", e.text);
		return pt_text_string(&all);
	}
	for (size_t i = 0; i < l.len; i++)
		pt_text_add(&all, "%s%s", i > 0 ? "|" : "", l.text[i]);
	pt_option_list_fini(&l);
	return pt_text_string(&all);
}

static void
commas_part_values(void **state)
{
	assert_string_equal(read_list(&name, "mutex,fold"), "mutex|fold");
	assert_string_equal(read_list(&name, "mutex"), "mutex");
	assert_string_equal(read_list(&number, "1,2,4"), "1|2|4");
	assert_string_equal(read_list(&choice, "static,steal"), "static|steal");
	assert_string_equal(read_list(&size, "1K,64Ki"), "1K|64Ki");
}

static void
a_comma_can_be_a_value(void **state)
{
	assert_string_equal(read_list(&text, "\\,"), ",");
	assert_string_equal(read_list(&text, "\\,,;"), ",|;");
	assert_string_equal(read_list(&text, "\\t"), "\\t");
	assert_string_equal(read_list(&text, ""), "");
}

static void
a_range_may_have_a_step(void **state)
{
	struct pt_error e = { 0 };
	struct pt_option_list l;

	assert_string_equal(read_list(&number, "1..16+5"), "1|6|11|16");
	assert_string_equal(read_list(&number, "1..10+4"), "1|5|9");
	assert_string_equal(read_list(&number, "1..64x4"), "1|4|16|64");
	assert_string_equal(read_list(&number, "1..6x2,8"), "1|2|4|6|8");
	assert_string_equal(read_list(&size, "1K..4Kx2"), "1k|2k|4k");
	assert_string_equal(read_list(&size, "1K..3K+1K"), "1k|2k|3k");
	assert_string_equal(read_list(&number, "1..4x1"), "--threads: '1..4x1' is not a number");
	assert_string_equal(read_list(&number, "1..4+0"), "--threads: '1..4+0' is not a number");
	assert_string_equal(read_list(&number, "1..4x"), "--threads: '1..4x' is not a number");
	assert_string_equal(read_list(&number, "4..1x2"), "--threads: '4..1x2' is an empty list");
	assert_int_equal(pt_option_list_read_by(&l, &size, "1..20", 4, &e), 0);
	assert_int_equal(l.len, 4);
	assert_string_equal(l.text[2], "16");
	assert_string_equal(l.text[3], "20");
	pt_option_list_fini(&l);
}

static void
a_range_has_every_number(void **state)
{
	assert_string_equal(read_list(&number, "1..4"), "1|2|3|4");
	assert_string_equal(read_list(&number, "3..3"), "3");
	assert_string_equal(read_list(&number, "1,4..6,16"), "1|4|5|6|16");
}

static void
a_range_of_sizes_goes_by_powers_of_ten(void **state)
{
	assert_string_equal(read_list(&size, "1K..100M"), "1k|10k|100k|1M|10M|100M");
	assert_string_equal(read_list(&size, "1..1M"), "1|10|100|1k|10k|100k|1M");
	assert_string_equal(read_list(&size, "2k..50k"), "2k|20k|50k");
	assert_string_equal(read_list(&size, "1E..18E"), "1000000T|10000000T|18000000T");
}

static void
dots_in_a_text_are_no_range(void **state)
{
	assert_string_equal(read_list(&name, "1..4"), "1..4");
}

static void
empty_lists_are_refused(void **state)
{
	assert_string_equal(read_list(&number, "4..1"), "--threads: '4..1' is an empty list");
	assert_string_equal(read_list(&name, ","), "--variant: ',' is an empty list");
	assert_string_equal(read_list(&name, ""), "--variant: '' is an empty list");
	assert_string_equal(read_list(&name, "mutex,"), "--variant: 'mutex,' has an empty value");
	assert_string_equal(read_list(&number, "1,,2"), "--threads: '1,,2' has an empty value");
	assert_string_equal(read_list(&text, ","), "--separator: ',' is an empty list");
}

static void
each_value_obeys_the_rules_of_its_option(void **state)
{
	assert_string_equal(read_list(&number, "1,x"), "--threads: 'x' is not a number");
	assert_string_equal(read_list(&number, "0..3"), "--threads: 0 is below 1");
	assert_string_equal(read_list(&number, "1..300"), "--threads: 300 is above 256");
	assert_string_equal(read_list(&number, "1..x"), "--threads: '1..x' is not a number");
	assert_string_equal(read_list(&choice, "steal,x"),
		"--policy: 'x' is not one of steal, static");
}

static void
a_list_has_an_end(void **state)
{
	const struct pt_option seed = { .name = "seed", .type = PT_OPT_U64 };

	assert_string_equal(read_list(&seed, "1..18446744073709551615"),
		"--seed: '1..18446744073709551615' has too many values");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commas_part_values),
		cmocka_unit_test(a_comma_can_be_a_value),
		cmocka_unit_test(a_range_has_every_number),
		cmocka_unit_test(a_range_may_have_a_step),
		cmocka_unit_test(a_range_of_sizes_goes_by_powers_of_ten),
		cmocka_unit_test(dots_in_a_text_are_no_range),
		cmocka_unit_test(empty_lists_are_refused),
		cmocka_unit_test(each_value_obeys_the_rules_of_its_option),
		cmocka_unit_test(a_list_has_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
