/* SPDX-License-Identifier: MIT */
/* scan, transform and parse: right for all sizes, grains, options and pools; bad options are told. */
#include "tests/unit/cm.h"
#include "tests/unit/workload_case.h"

static const int workers[] = { 1, 2, 8, 64 };
static const char *const sizes[] = { "1", "2", "63", "4097", "100k" };
static const char *const grains[] = { NULL, "1", "100", "10M" };

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/* Sets a case up, runs both versions and checks them; the case is then the caller's. */
static void
expect_right(struct wcase *c)
{
	if (case_setup(c) || case_sequential(c) || case_verify(c) || case_parallel(c) ||
		case_verify(c))
		fail_msg("%s: %s", c->workload->name, c->error.text);
}

/* All sizes and grains, in all pools and variants; fn sets what else there is. */
static void
expect_right_everywhere(const struct pt_workload *w, void (*fn)(struct wcase *c, unsigned i))
{
	for (unsigned i = 0; i < COUNT(workers) * COUNT(sizes) * COUNT(grains); i++) {
		struct wcase *c = case_new(w, workers[i % COUNT(workers)]);
		const char *size = sizes[i / COUNT(workers) % COUNT(sizes)],
			   *grain = grains[i / COUNT(workers) / COUNT(sizes)];

		if (c->setup.workers == 64 && strcmp(size, "4097") != 0)
			c->setup.workers = 3; /* many threads take long to start */
		case_set(c, "size", size);
		if (grain && !(strcmp(grain, "1") == 0 && strcmp(size, "100k") == 0))
			case_set(c, "grain", grain);
		c->setup.variant = (i + i / 7) % (unsigned)w->variants_len;
		c->setup.threads = 2;
		fn(c, i);
		expect_right(c);
		case_free(c);
	}
}

static void
expect_usage(struct wcase *c, const char *message)
{
	assert_int_equal(case_setup(c), -1);
	assert_int_equal(c->error.exit, PT_EXIT_USAGE);
	assert_string_equal(c->error.text, message);
	case_free(c);
}

/* ---- scan ---- */

static void
set_kind(struct wcase *c, unsigned i)
{
	case_set(c, "kind", i % 3 ? "inclusive" : "exclusive");
}

static void
scans_are_right_everywhere(void **state)
{
	expect_right_everywhere(&pt_workload_scan, set_kind);
}

/* The last inclusive sum, and what the exclusive ones leave out, are the same total. */
static void
both_kinds_have_one_total(void **state)
{
	char total[CASE_TEXT] = "";

	for (int i = 0; i < 2; i++) {
		struct wcase *c = case_new(&pt_workload_scan, 3);

		case_set(c, "kind", i ? "exclusive" : "inclusive");
		case_set(c, "size", "5000");
		expect_right(c);
		if (i)
			assert_string_equal(case_result(c, "total"), total);
		snprintf(total, sizeof total, "%s", case_result(c, "total"));
		case_free(c);
	}
}

/* ---- transform ---- */

static void
set_keep(struct wcase *c, unsigned i)
{
	static const char *const parts[] = { "0", "1", "25", "100" };

	case_set(c, "keep", parts[i % 3 + (i > 40)]);
}

static void
transforms_are_right_everywhere(void **state)
{
	expect_right_everywhere(&pt_workload_transform, set_keep);
}

static void
what_is_kept_is_what_was_asked_for(void **state)
{
	static const struct {
		const char *keep;
		unsigned least, most;
	} parts[] = { { "0", 0, 0 }, { "100", 20000, 20000 }, { "50", 9700, 10300 } };

	for (size_t i = 0; i < COUNT(parts); i++) {
		struct wcase *c = case_new(&pt_workload_transform, 2);

		case_set(c, "size", "20000");
		case_set(c, "keep", parts[i].keep);
		expect_right(c);
		assert_in_range(strtoull(case_result(c, "kept") + 2, NULL, 10), parts[i].least,
			parts[i].most);
		case_free(c);
	}
}

/* ---- parse ---- */

static void
set_nothing(struct wcase *c, unsigned i)
{
}

static void
set_bad(struct wcase *c, unsigned i)
{
	static const char *const lines[] = { "1", "4097", "2", "63", "100k" };
	const char *size = c->values[0].text;

	for (size_t k = 0; k < COUNT(lines); k++)
		if ((i + k) % 2 &&
			atoi(lines[k]) * (strchr(lines[k], 'k') ? 1000 : 1) <=
				atoi(size) * (strchr(size, 'k') ? 1000 : 1))
			case_set(c, "bad", lines[k]);
}

static void
sums_of_lines_are_right_everywhere(void **state)
{
	expect_right_everywhere(&pt_workload_parse, set_nothing);
}

static void
bad_lines_are_found_everywhere(void **state)
{
	expect_right_everywhere(&pt_workload_parse, set_bad);
}

static void
the_first_bad_line_is_named_with_its_text(void **state)
{
	for (unsigned variant = 0; variant < 2; variant++) {
		struct wcase *c = case_new(&pt_workload_parse, 4);

		case_set(c, "size", "50000");
		case_set(c, "bad", "20000");
		c->setup.variant = variant;
		expect_right(c);
		assert_string_equal(case_result(c, "bad_line"), "u:20000");
		assert_non_null(strchr(case_result(c, "bad_text"), 'x'));
		assert_non_null(case_result(c, "stop_us"));
		assert_non_null(case_result(c, "lines_after_error"));
		assert_null(case_result(c, "sum"));
		case_free(c);
	}
}

/* A plain loop, and a loop on one worker, run nothing behind the error. */
static void
one_worker_stops_at_the_line(void **state)
{
	struct wcase *c = case_new(&pt_workload_parse, 1);

	case_set(c, "size", "50000");
	case_set(c, "bad", "20000");
	expect_right(c);
	assert_string_equal(case_result(c, "lines"), "u:19999");
	assert_string_equal(case_result(c, "lines_after_error"), "u:0");
	assert_int_equal(case_sequential(c), 0);
	assert_string_equal(case_result(c, "lines"), "u:19999");
	case_free(c);
}

static void
lines_that_are_not_there_are_refused(void **state)
{
	static const char *const lines[] = { "0", "101", "-1", "x", "" };

	for (size_t i = 0; i < COUNT(lines); i++) {
		struct wcase *c = case_new(&pt_workload_parse, 1);
		char message[100];

		case_set(c, "size", "100");
		case_set(c, "bad", lines[i]);
		snprintf(message, sizeof message, "--bad: '%s' is not a line from 1 to 100",
			lines[i]);
		expect_usage(c, message);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scans_are_right_everywhere),
		cmocka_unit_test(both_kinds_have_one_total),
		cmocka_unit_test(transforms_are_right_everywhere),
		cmocka_unit_test(what_is_kept_is_what_was_asked_for),
		cmocka_unit_test(sums_of_lines_are_right_everywhere),
		cmocka_unit_test(bad_lines_are_found_everywhere),
		cmocka_unit_test(the_first_bad_line_is_named_with_its_text),
		cmocka_unit_test(one_worker_stops_at_the_line),
		cmocka_unit_test(lines_that_are_not_there_are_refused),
	};

	return cmocka_run_group_tests_name("streams", tests, NULL, NULL);
}
