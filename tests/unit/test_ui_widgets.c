/* SPDX-License-Identifier: MIT */
/* Widgets: exact strings. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/widgets/widgets.h"
#include "ui_check.h"

static void
check_bar(int width, bool ascii, const struct pt_segment *s, size_t n, const char *want)
{
	struct pt_bar bar = { .segments = s, .len = n, .whole = 1 };
	struct pt_canvas c = { .ascii = ascii };

	pt_canvas_resize(&c, width, 1);
	pt_bar_draw(&c, (struct pt_rect){ .w = width, .h = 1 }, pt_glyphs(ascii), &bar);
	check_cells(&c);
	check_text(&c, want);
	pt_canvas_fini(&c);
}

static void
a_bar_ends_within_a_cell(void **state)
{
	struct pt_segment s = { .glyph = 0x2588 };
	static const char *const want[] = { "\n", "▏\n", "▎\n", "▍\n", "▌\n", "▋\n", "▊\n", "▉\n",
		"█\n" };

	for (int eighths = 0; eighths <= 8; eighths++) {
		s.value = eighths / 80.0;
		check_bar(10, false, &s, 1, want[eighths]);
	}
	s.value = 1;
	check_bar(10, false, &s, 1, "██████████\n");
}

static void
segments_stand_side_by_side(void **state)
{
	const struct pt_segment s[] = { { 0.5, 0x2588, 0 }, { 0.2, 0x2592, 0 }, { 0.3, '!', 0 } };
	const struct pt_segment t[] = { { 0.55, '#', 0 }, { 0.25, 's', 0 }, { 0.2, '.', 0 } };

	check_bar(10, false, s, 3, "█████▒▒!!!\n");
	check_bar(20, true, t, 3, "###########sssss....\n");
}

static void
less_than_half_a_cell_gets_none(void **state)
{
	const struct pt_segment s[] = { { 0.90, 'a', 0 }, { 0.049, 'b', 0 }, { 0.051, 'c', 0 } };

	check_bar(10, false, s, 3, "aaaaaaaaac\n");
}

static void
several_segments_end_at_whole_cells(void **state)
{
	const struct pt_segment s[] = { { 0.27, 0x2588, 0 }, { 0.18, 'b', 0 } };

	check_bar(10, false, s, 2, "███bb\n");
}

static void
a_bar_copes_with_any_number(void **state)
{
	static const double odd[] = { NAN, INFINITY, -INFINITY, -1, 0, 0.3, 1, 5, 1e300 };
	size_t n = sizeof(odd) / sizeof(odd[0]);

	for (size_t i = 0; i < n * n * n; i++) {
		struct pt_segment s[] = { { odd[i % n], 'a', 0 }, { odd[i / n % n], 'b', 0 },
			{ odd[i / n / n], 'c', 0 } };
		struct pt_bar bar = { .segments = s, .len = 3, .whole = odd[(i * 7) % n] };

		for (int w = 0; w < 6; w++) {
			struct pt_canvas c = { .w = 0 };

			pt_canvas_resize(&c, 8, 1);
			pt_bar_draw(&c, (struct pt_rect){ .x = 1, .w = w, .h = 1 },
				pt_glyphs(false), &bar);
			check_cells(&c);
			assert_int_equal(c.cells[0].glyph, ' ');
			assert_int_equal(c.cells[w + 1].glyph, ' ');
			pt_canvas_fini(&c);
		}
	}
}

static void
a_sparkline_ends_at_the_right(void **state)
{
	const uint8_t values[] = { 0, 36, 73, 109, 146, 182, 219, 255 };
	const struct pt_spark all = { .values = values, .len = 8 },
			      few = { .values = values, .len = 2 };
	struct pt_canvas c = { .w = 0 };

	pt_canvas_resize(&c, 8, 3);
	pt_spark_draw(&c, (struct pt_rect){ .w = 8, .h = 1 }, pt_glyphs(false), &all);
	pt_spark_draw(&c, (struct pt_rect){ .y = 1, .w = 3, .h = 1 }, pt_glyphs(false), &all);
	pt_spark_draw(&c, (struct pt_rect){ .y = 2, .w = 8, .h = 1 }, pt_glyphs(true), &few);
	check_text(&c, "▁▂▃▄▅▆▇█\n▆▇█\n      ..\n");
	pt_canvas_fini(&c);
}

static void
a_curve_shows_heights_gaps_and_labels(void **state)
{
	const float values[] = { NAN, 0.0625f, 0.5f, 0.75f, 1, 0 };
	struct pt_curve curve = { .values = values,
		.len = 6,
		.top = 1,
		.top_label = "100%",
		.middle_label = "",
		.base_label = "0%" };
	struct pt_canvas c = { .w = 0 };

	pt_canvas_resize(&c, 13, 2);
	pt_curve_draw(&c, (struct pt_rect){ .w = 13, .h = 2 }, pt_glyphs(false), &curve);
	check_text(&c, "100%    ▄█\n  0% ·▁███\n");
	pt_canvas_clear(&c);
	c.ascii = true;
	pt_curve_draw(&c, (struct pt_rect){ .w = 13, .h = 2 }, pt_glyphs(true), &curve);
	check_text(&c, "100%    =#\n  0% ._###\n");
	pt_canvas_fini(&c);
}

static void
a_column_is_the_mean_of_what_falls_into_it(void **state)
{
	const float values[] = { 1, 3, NAN, 5, NAN, NAN };

	assert_true(fabs(pt_curve_column(values, 6, 0, 3) - 2) < 1e-9);
	assert_true(fabs(pt_curve_column(values, 6, 1, 3) - 5) < 1e-9);
	assert_true(isnan(pt_curve_column(values, 6, 2, 3)));
	assert_true(fabs(pt_curve_column(values, 6, 1, 100) - 3) < 1e-9);
	assert_true(isnan(pt_curve_column(values, 6, 6, 100)));
}

static void
make_flow(struct pt_flow *f)
{
	f->len = 0;
	pt_piece_value(pt_flow_add(f, 0, "utilization", "util"), "92%%");
	pt_piece_value(pt_flow_add(f, 2, "balance", ""), "1.05");
	pt_piece_value(pt_flow_add(f, 1, "speedup", "S"), "6.4x");
}

static void
a_flow_shortens_before_it_leaves_out(void **state)
{
	static const struct {
		int w;
		const char *want;
	} cases[] = {
		{ 46, "utilization 92%   balance 1.05   speedup 6.4x\n" },
		{ 44, "utilization 92%  balance 1.05  speedup 6.4x\n" },
		{ 33, "util 92%   balance 1.05   S 6.4x\n" },
		{ 30, "util 92%  balance 1.05  S 6.4x\n" },
		{ 20, "util 92%   S 6.4x\n" },
		{ 10, "util 92%\n" },
		{ 5, "util\n" },
	};
	struct pt_flow f;

	make_flow(&f);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct pt_canvas c = { .w = 0 };

		pt_canvas_resize(&c, cases[i].w, 1);
		pt_flow_draw(&c, (struct pt_rect){ .w = cases[i].w, .h = 1 }, &f);
		check_text(&c, cases[i].want);
		pt_canvas_fini(&c);
	}
}

static void
a_flow_wraps_where_there_are_rows(void **state)
{
	struct pt_flow f;
	struct pt_canvas c = { .w = 0 };

	make_flow(&f);
	pt_canvas_resize(&c, 13, 3);
	pt_flow_wrap(&c, (struct pt_rect){ .w = 13, .h = 3 }, &f);
	check_text(&c, "util 92%\nbalance 1.05\nS 6.4x\n");
	pt_canvas_fini(&c);
}

static void
a_rule_has_a_title_and_a_remark(void **state)
{
	struct pt_canvas c = { .w = 0 };
	struct pt_rect r = { .w = 20, .h = 1 };

	pt_canvas_resize(&c, 20, 1);
	pt_rule_draw(&c, r, pt_glyphs(true), "steals");
	pt_canvas_text(&c, pt_rule_remark(&c, r, 3, 10), PT_ROLE_TEXT, "1 s");
	check_text(&c, "-- steals ---- 1 s -\n");
	assert_true(pt_rect_empty(pt_rule_remark(&c, r, 12, 10)));
	pt_canvas_fini(&c);
}

static void
a_paragraph_breaks_at_blanks_and_says_what_is_left(void **state)
{
	static const struct {
		int w, h, rows;
		const char *text, *want;
	} cases[] = {
		{ 12, 3, 1, "short", "short\n\n\n" },
		{ 12, 3, 3, "one two three four five six", "one two\nthree four\nfive six\n" },
		{ 12, 2, 2, "one two three four five six", "one two\nthree four…\n" },
		{ 12, 1, 1, "twelve chars", "twelve chars\n" },
		{ 5, 3, 3, "unbreakable", "unbre\nakabl\ne\n" },
		{ 6, 1, 1, "a\tb", "a\\x09b\n" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct pt_canvas c = { .w = 0 };
		struct pt_rect r = { .w = cases[i].w, .h = cases[i].h };

		pt_canvas_resize(&c, r.w, r.h);
		assert_int_equal(pt_paragraph_draw(&c, r, pt_glyphs(false), PT_ROLE_TEXT,
					 cases[i].text),
			cases[i].rows);
		check_text(&c, cases[i].want);
		pt_canvas_fini(&c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bar_ends_within_a_cell),
		cmocka_unit_test(segments_stand_side_by_side),
		cmocka_unit_test(less_than_half_a_cell_gets_none),
		cmocka_unit_test(several_segments_end_at_whole_cells),
		cmocka_unit_test(a_bar_copes_with_any_number),
		cmocka_unit_test(a_sparkline_ends_at_the_right),
		cmocka_unit_test(a_curve_shows_heights_gaps_and_labels),
		cmocka_unit_test(a_column_is_the_mean_of_what_falls_into_it),
		cmocka_unit_test(a_flow_shortens_before_it_leaves_out),
		cmocka_unit_test(a_flow_wraps_where_there_are_rows),
		cmocka_unit_test(a_rule_has_a_title_and_a_remark),
		cmocka_unit_test(a_paragraph_breaks_at_blanks_and_says_what_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
