/* SPDX-License-Identifier: MIT */
/* The canvas: nothing outside of the clip, wide characters whole, no control character. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ui/core/canvas.h"
#include "ui_check.h"

static struct pt_rect
row(int x, int y, int w)
{
	return (struct pt_rect){ .x = x, .y = y, .w = w, .h = 1 };
}

static void
text_is_drawn_and_cut_at_its_place(void **state)
{
	struct pt_canvas c = { .w = 0 };

	pt_canvas_resize(&c, 10, 2);
	assert_int_equal(pt_canvas_text(&c, row(2, 0, 3), PT_ROLE_TEXT, "abcdef"), 3);
	assert_int_equal(pt_canvas_text(&c, row(8, 1, 5), PT_ROLE_TEXT, "xyz"), 3);
	check_text(&c, "  abc\n        xy\n");
	check_cells(&c);
	pt_canvas_fini(&c);
}

static void
nothing_is_drawn_outside_of_the_clip(void **state)
{
	struct pt_canvas c = { .w = 0 };

	pt_canvas_resize(&c, 6, 3);
	pt_canvas_clip(&c, row(1, 1, 3));
	pt_canvas_fill(&c, (struct pt_rect){ .x = -5, .y = -5, .w = 100, .h = 100 }, PT_ROLE_WORK,
		'#');
	pt_canvas_text(&c, row(-2, 1, 50), PT_ROLE_TEXT, "abcdefghijklmnop");
	check_text(&c, "\n def\n\n");
	check_cells(&c);
	pt_canvas_fini(&c);
}

static void
hostile_rectangles_are_harmless(void **state)
{
	static const int odd[] = { INT_MIN, -1000000, -1, 0, 1, 1000000, INT_MAX };
	struct pt_canvas c = { .w = 0 };
	size_t n = sizeof(odd) / sizeof(odd[0]);

	pt_canvas_resize(&c, 7, 5);
	for (size_t i = 0; i < n * n * n * n; i++) {
		struct pt_rect r = { .x = odd[i % n],
			.y = odd[i / n % n],
			.w = odd[i / n / n % n],
			.h = odd[i / n / n / n] };

		pt_canvas_clip(&c, r);
		pt_canvas_put(&c, r.x, r.y, PT_ROLE_TEXT, 0x4e2d);
		pt_canvas_cursor(&c, r.x, r.y);
		pt_canvas_fill(&c, (struct pt_rect){ .w = 7, .h = 5 }, PT_ROLE_TEXT, 'x');
		check_cells(&c);
	}
	pt_canvas_fini(&c);
}

static void
an_overwritten_half_takes_the_other_half_along(void **state)
{
	struct pt_canvas c = { .w = 0 };

	pt_canvas_resize(&c, 6, 1);
	pt_canvas_text(&c, row(0, 0, 6), PT_ROLE_TEXT, "\xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad");
	pt_canvas_put(&c, 1, 0, PT_ROLE_TEXT, 'a');
	pt_canvas_put(&c, 4, 0, PT_ROLE_TEXT, 'b');
	check_cells(&c);
	check_text(&c,
		" a\xe6\x96\x87"
		"b\n");
	pt_canvas_put(&c, 1, 0, PT_ROLE_TEXT, 0x4e2d);
	check_cells(&c);
	check_text(&c, " \xe4\xb8\xad b\n");
	pt_canvas_fini(&c);
}

static void
a_wide_character_that_would_be_cut_is_left_out(void **state)
{
	struct pt_canvas c = { .w = 0 };

	pt_canvas_resize(&c, 4, 1);
	assert_int_equal(pt_canvas_text(&c, row(0, 0, 3), PT_ROLE_TEXT,
				 "a\xe4\xb8\xad\xe6\x96\x87"),
		3);
	pt_canvas_put(&c, 3, 0, PT_ROLE_TEXT, 0x4e2d);
	check_cells(&c);
	check_text(&c, "a\xe4\xb8\xad\n");
	pt_canvas_fini(&c);
}

static void
control_characters_never_get_into_a_cell(void **state)
{
	struct pt_canvas c = { .w = 0 };

	pt_canvas_resize(&c, 40, 2);
	pt_canvas_text(&c, row(0, 0, 40), PT_ROLE_TEXT, "a\033[2J\x7f\xc2\x9b\xe2\x80\xae\xffz");
	pt_canvas_foreign(&c, row(0, 1, 40), PT_ROLE_TEXT, "a\033[2J\nz");
	check_cells(&c);
	check_text(&c, "a?[2J????z\na\\x1b[2J\\x0az\n");
	pt_canvas_fini(&c);
}

static void
ascii_canvases_hold_ascii_only(void **state)
{
	struct pt_canvas c = { .ascii = true };

	pt_canvas_resize(&c, 9, 1);
	pt_canvas_text(&c, row(0, 0, 9), PT_ROLE_TEXT, "a\xe4\xb8\xad\xe2\x96\x88z");
	check_text(&c, "a??z\n");
	pt_canvas_fini(&c);
}

static void
sizes_are_limited(void **state)
{
	struct pt_canvas c = { .w = 0 };

	pt_canvas_resize(&c, 0, -3);
	assert_int_equal(c.w, 1);
	assert_int_equal(c.h, 1);
	pt_canvas_resize(&c, INT_MAX, INT_MAX);
	assert_int_equal(c.w, PT_CANVAS_MAX_W);
	assert_int_equal(c.h, PT_CANVAS_MAX_H);
	pt_canvas_fini(&c);
}

static void
the_cursor_is_hidden_unless_it_is_on_the_canvas(void **state)
{
	struct pt_canvas c = { .w = 0 };

	pt_canvas_resize(&c, 5, 5);
	pt_canvas_cursor(&c, 5, 0);
	assert_int_equal(c.cursor_x, -1);
	pt_canvas_cursor(&c, 4, 3);
	assert_int_equal(c.cursor_x, 4);
	assert_int_equal(c.cursor_y, 3);
	pt_canvas_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_drawn_and_cut_at_its_place),
		cmocka_unit_test(nothing_is_drawn_outside_of_the_clip),
		cmocka_unit_test(hostile_rectangles_are_harmless),
		cmocka_unit_test(an_overwritten_half_takes_the_other_half_along),
		cmocka_unit_test(a_wide_character_that_would_be_cut_is_left_out),
		cmocka_unit_test(control_characters_never_get_into_a_cell),
		cmocka_unit_test(ascii_canvases_hold_ascii_only),
		cmocka_unit_test(sizes_are_limited),
		cmocka_unit_test(the_cursor_is_hidden_unless_it_is_on_the_canvas),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
