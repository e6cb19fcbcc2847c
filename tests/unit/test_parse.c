/* SPDX-License-Identifier: MIT */
/*
 * base/parse.h: what is a number, and all that is none.
 */
#include "tests/unit/cm.h"

#include <stdio.h>

#include "base/parse.h"

struct row {
	const char *text;
	enum pt_parse result;
	uint64_t value;
};

#define SAME UINT64_C(0xdead) /* what *out held before */

static void
check(enum pt_parse (*parse)(const char *, uint64_t *), const struct row *rows)
{
	for (; rows->text; rows++) {
		uint64_t v = SAME;
		enum pt_parse result = parse(rows->text, &v);

		if (result != rows->result)
			fail_msg("'%s' gives %d, not %d", rows->text, result, rows->result);
		assert_int_equal(v, result == PT_PARSE_OK ? rows->value : SAME);
	}
}

static void
numbers_are_decimal_digits_only(void **state)
{
	static const struct row rows[] = { { "0", PT_PARSE_OK, 0 }, { "007", PT_PARSE_OK, 7 },
		{ "18446744073709551615", PT_PARSE_OK, UINT64_MAX },
		{ "18446744073709551616", PT_PARSE_RANGE },
		{ "99999999999999999999", PT_PARSE_RANGE }, { "", PT_PARSE_EMPTY },
		{ "-1", PT_PARSE_SYNTAX }, { "+1", PT_PARSE_SYNTAX }, { " 4", PT_PARSE_SYNTAX },
		{ "4 ", PT_PARSE_SYNTAX }, { "4x", PT_PARSE_SYNTAX }, { "0x10", PT_PARSE_SYNTAX },
		{ "1e9", PT_PARSE_SYNTAX }, { "nan", PT_PARSE_SYNTAX }, { "1.0", PT_PARSE_SYNTAX },
		{ "1_000", PT_PARSE_SYNTAX }, { "٣", PT_PARSE_SYNTAX },
		{ "99999999999999999999x", PT_PARSE_SYNTAX }, { NULL } };

	check(pt_parse_u64, rows);
}

static void
sizes_take_units_and_exact_fractions(void **state)
{
	static const struct row rows[] = { { "100M", PT_PARSE_OK, 100000000 },
		{ "64Ki", PT_PARSE_OK, 65536 }, { "2k", PT_PARSE_OK, 2000 },
		{ "1.5M", PT_PARSE_OK, 1500000 }, { "1.5Ki", PT_PARSE_OK, 1536 },
		{ "0.125Ki", PT_PARSE_OK, 128 }, { "1.0", PT_PARSE_OK, 1 },
		{ "1.50000000000000000000000k", PT_PARSE_OK, 1500 },
		{ "15E", PT_PARSE_OK, UINT64_C(15000000000000000000) },
		{ "15.999Ei", PT_PARSE_SYNTAX }, { "15.5Ei", PT_PARSE_OK, UINT64_C(31) << 59 },
		{ "16Ei", PT_PARSE_RANGE }, { "16E", PT_PARSE_OK, UINT64_C(16000000000000000000) },
		{ "19E", PT_PARSE_RANGE }, { "99999999999999999999k", PT_PARSE_RANGE },
		{ "", PT_PARSE_EMPTY }, { "M", PT_PARSE_SYNTAX }, { ".5M", PT_PARSE_SYNTAX },
		{ "5.M", PT_PARSE_SYNTAX }, { "1.5", PT_PARSE_SYNTAX },
		{ "1.0005k", PT_PARSE_SYNTAX }, { "1,5M", PT_PARSE_SYNTAX },
		{ "64KiB", PT_PARSE_SYNTAX }, { "64ki", PT_PARSE_SYNTAX },
		{ "64 Ki", PT_PARSE_SYNTAX }, { "-1M", PT_PARSE_SYNTAX },
		{ "0x1M", PT_PARSE_SYNTAX }, { "1m", PT_PARSE_SYNTAX }, { "1MM", PT_PARSE_SYNTAX },
		{ "inf", PT_PARSE_SYNTAX }, { "0.00000000000000000001E", PT_PARSE_SYNTAX },
		{ NULL } };

	check(pt_parse_size, rows);
}

/* A unit must not be twice itself unseen: every one of them, 3 as a power of its base. */
static void
every_unit_of_a_size_is_what_it_says(void **state)
{
	static const char *const decimal[] = { "", "k", "M", "G", "T", "P", "E" };
	static const char *const binary[] = { "", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei" };
	uint64_t thousands = 3, kibis = 3, got;
	char text[16];

	for (size_t i = 0; i < 7; i++, thousands *= 1000, kibis *= 1024) {
		snprintf(text, sizeof(text), "3%s", decimal[i]);
		assert_int_equal(pt_parse_size(text, &got), PT_PARSE_OK);
		assert_int_equal(got, thousands);
		snprintf(text, sizeof(text), "3%s", binary[i]);
		assert_int_equal(pt_parse_size(text, &got), PT_PARSE_OK);
		assert_int_equal(got, kibis);
	}
	assert_int_equal(pt_parse_size("3K", &got), PT_PARSE_OK);
	assert_int_equal(got, 3000);
}

static void
durations_take_units_and_default_to_seconds(void **state)
{
	static const struct row rows[] = { { "250ms", PT_PARSE_OK, 250000000 },
		{ "3s", PT_PARSE_OK, 3000000000 }, { "2m", PT_PARSE_OK, UINT64_C(120000000000) },
		{ "1h", PT_PARSE_OK, UINT64_C(3600000000000) }, { "500us", PT_PARSE_OK, 500000 },
		{ "7ns", PT_PARSE_OK, 7 }, { "0.5", PT_PARSE_OK, 500000000 },
		{ "3", PT_PARSE_OK, 3000000000 }, { "1.5h", PT_PARSE_OK, UINT64_C(5400000000000) },
		{ "0", PT_PARSE_OK, 0 }, { "1e-9", PT_PARSE_SYNTAX }, { "inf", PT_PARSE_SYNTAX },
		{ "0.5ns", PT_PARSE_SYNTAX }, { "1S", PT_PARSE_SYNTAX }, { "1 s", PT_PARSE_SYNTAX },
		{ "-1s", PT_PARSE_SYNTAX }, { "s", PT_PARSE_SYNTAX }, { "", PT_PARSE_EMPTY },
		{ "1sec", PT_PARSE_SYNTAX }, { "6000000h", PT_PARSE_RANGE },
		{ "5124095h", PT_PARSE_OK, UINT64_C(18446742000000000000) }, { NULL } };

	check(pt_parse_duration_ns, rows);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_decimal_digits_only),
		cmocka_unit_test(sizes_take_units_and_exact_fractions),
		cmocka_unit_test(every_unit_of_a_size_is_what_it_says),
		cmocka_unit_test(durations_take_units_and_default_to_seconds),
	};

	return cmocka_run_group_tests_name("parse", tests, NULL, NULL);
}
