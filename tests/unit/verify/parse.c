/* SPDX-License-Identifier: MIT */
/* Wrong sums of lines, and wrong errors. */
#include "tests/unit/verify/wrong.h"

#include "workloads/parse/parse.c"

static struct wcase *
parsed(unsigned variant, const char *bad, const char *bad2)
{
	struct wcase *c = case_new(&pt_workload_parse, 2);

	case_set(c, "size", "10007");
	if (bad)
		case_set(c, "bad", bad);
	if (bad2)
		case_set(c, "bad", bad2);
	c->setup.variant = variant;
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_parallel(c), 0);
	assert_right(c);
	return c;
}

void
wrong_sums_of_lines(void **state)
{
	for (unsigned variant = FIRST; variant <= ANY; variant++) {
		struct wcase *c = parsed(variant, NULL, NULL);
		struct parse *m = c->state;

		m->total.sum -= pt_lines_number(&m->lines, 10006);
		assert_refused(c, "a sum without the last line");
		m->total.sum += pt_lines_number(&m->lines, 10006);
		m->total.lines++;
		assert_refused(c, "a line more");
		m->total.lines--;
		m->found = pt_lines_place(&m->lines, 5);
		assert_refused(c, "an error where there is none");
		m->found = NONE;
		assert_right(c);
		m->ran = false;
		assert_refused(c, "nothing");
		case_free(c);
	}
}

/* The preview of a text with bad lines has them at the same parts of its length. */
static void
assert_preview(uint64_t whole, const char *bad, uint64_t line)
{
	struct wcase *c = case_new(&pt_workload_parse, 2);
	struct parse *m;

	case_set(c, "size", "10007");
	case_set(c, "bad", bad);
	c->setup.preview_of = whole;
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_parallel(c), 0);
	m = c->state;
	assert_int_equal(pt_lines_line(&m->lines, m->found) + 1, line);
	assert_right(c);
	case_free(c);
}

void
wrong_errors_of_lines(void **state)
{
	assert_preview(40028, "1", 1);
	assert_preview(40028, "20k", 5000);
	assert_preview(40028, "40028", 10007);
	for (unsigned variant = FIRST; variant <= ANY; variant++) {
		struct wcase *c = parsed(variant, "9000", "300");
		struct parse *m = c->state;

		m->found = NONE;
		assert_refused(c, "no error where there is one");
		m->found = pt_lines_place(&m->lines, 300);
		assert_refused(c, "the line behind the bad one");
		m->found = pt_lines_place(&m->lines, 8999);
		if (variant == ANY)
			assert_right(c);
		else
			assert_refused(c, "the second error");
		m->found = pt_lines_place(&m->lines, 299);
		assert_right(c);
		case_free(c);
	}
}
