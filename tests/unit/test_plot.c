/* SPDX-License-Identifier: MIT */
/* Curves: ticks are round, lines fit the width, marks are where the numbers say, pictures are what they are called. */
#include <config.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "export/plot.h"
#include "tests/unit/cm.h"

/* ---- axes ---- */

static void
assert_ticks(const struct pt_plot_axis *a, size_t most, const char *want)
{
	struct pt_plot_tick tick[PT_PLOT_TICKS];
	size_t n = pt_plot_ticks(a, most, tick);
	char got[512] = "";

	for (size_t i = 0; i < n; i++)
		snprintf(got + strlen(got), sizeof(got) - strlen(got), "%s%s", i > 0 ? " " : "",
			tick[i].text);
	assert_string_equal(got, want);
}

static void
ticks_are_round_numbers(void **state)
{
	assert_ticks(&(struct pt_plot_axis){ .lo = 1, .hi = 4, .unit = PT_PLOT_COUNT }, 9,
		"1 2 3 4");
	assert_ticks(&(struct pt_plot_axis){ .lo = 0, .hi = 2, .unit = PT_PLOT_NUMBER }, 5,
		"0.0 0.5 1.0 1.5 2.0");
	assert_ticks(&(struct pt_plot_axis){ .lo = 0, .hi = 16, .unit = PT_PLOT_NUMBER }, 6,
		"0 5 10 15");
	assert_ticks(&(struct pt_plot_axis){ .lo = 0, .hi = 0.05, .unit = PT_PLOT_SECONDS }, 6,
		"0 s 10 ms 20 ms 30 ms 40 ms 50 ms");
	assert_ticks(&(struct pt_plot_axis){ .lo = 1,
			     .hi = 64,
			     .log = true,
			     .unit = PT_PLOT_COUNT },
		9, "1 2 4 8 16 32 64");
	assert_ticks(&(struct pt_plot_axis){ .lo = 1e3,
			     .hi = 1e8,
			     .log = true,
			     .unit = PT_PLOT_COUNT },
		12, "1k 10k 100k 1M 10M 100M");
	assert_ticks(&(struct pt_plot_axis){ .lo = 0.018,
			     .hi = 0.4,
			     .log = true,
			     .unit = PT_PLOT_SECONDS },
		10, "20 ms 50 ms 100 ms 200 ms");
}

static void
ticks_are_never_too_many_and_lie_on_the_axis(void **state)
{
	for (int k = -12; k <= 15; k++)
		for (size_t most = 2; most <= PT_PLOT_TICKS; most++)
			for (int log = 0; log < 2; log++) {
				struct pt_plot_axis a = { .lo = 1.3 * pow(10, k),
					.hi = 77.7 * pow(10, k),
					.log = log,
					.unit = PT_PLOT_NUMBER };
				struct pt_plot_tick tick[PT_PLOT_TICKS];
				size_t n = pt_plot_ticks(&a, most, tick);

				assert_true(n <= most);
				for (size_t i = 0; i < n; i++)
					assert_true(tick[i].at >= a.lo * (1 - 1e-6) &&
						tick[i].at <= a.hi * (1 + 1e-6));
			}
}

static void
places_are_shares_of_the_axis(void **state)
{
	const struct pt_plot_axis line = { .lo = 2, .hi = 4 },
				  log = { .lo = 1, .hi = 100, .log = true };

	assert_true(pt_plot_place(&line, 2) == 0 && pt_plot_place(&line, 3) == 0.5);
	assert_true(fabs(pt_plot_place(&log, 10) - 0.5) < 1e-12);
	assert_true(isnan(pt_plot_place(&log, 0)) && isnan(pt_plot_place(&line, NAN)));
}

static void
an_end_is_round_and_not_below(void **state)
{
	assert_true(fabs(pt_plot_round_up(1.93) - 2) < 1e-12);
	assert_true(fabs(pt_plot_round_up(16) - 16) < 1e-12);
	for (double v = 1e-9; v < 1e12; v *= 1.37)
		assert_true(pt_plot_round_up(v) >= v * (1 - 1e-9) && pt_plot_round_up(v) < 1.3 * v);
	assert_true(pt_plot_round_up(0) == 1);
}

/* ---- a plot with one of each ---- */

static const struct pt_plot_point ideal[] = { { .x = 1, .y = 1 }, { .x = 8, .y = 8 } };
static const struct pt_plot_point law[] = { { .x = 1, .y = 1 }, { .x = 4, .y = 3 },
	{ .x = 8, .y = 4 } };
static const struct pt_plot_point measured[] = { { .x = 1, .y = 1, .lo = 0.9, .hi = 1.1 },
	{ .x = 2, .y = 1.9, .lo = 1.7, .hi = 2 }, { .x = 4, .y = 3.1, .lo = NAN, .hi = NAN },
	{ .x = 6, .y = NAN, .lo = NAN, .hi = NAN },
	{ .x = 8, .y = 3, .lo = 2.5, .hi = 3.2, .hollow = true } };
static const struct pt_plot_series series[] = {
	{ "linear", PT_PLOT_DOTS, PT_PLOT_GREY, ideal, 2 },
	{ "Amdahl", PT_PLOT_DASHES, 0, law, 3 },
	{ "measured", PT_PLOT_MARKS, 0, measured, 5 },
};
static const struct pt_plot_note notes[] = { { 5, 5, 0, "half" }, { 2, 4, 1, "flat" } };
static const struct pt_plot plot = {
	.title = "quicksort <n=60M> & \"more\"",
	.hollow = "more workers than CPUs",
	.x = { "workers", 1, 8, false, PT_PLOT_COUNT },
	.y = { "speedup", 0, 5, false, PT_PLOT_NUMBER },
	.series = series,
	.series_len = 3,
	.note = notes,
	.notes_len = 2,
};

static char *
cells_of(const struct pt_plot *p, int width, bool utf8)
{
	char *text;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	pt_plot_cells(p, &(struct pt_look){ .utf8 = utf8, .width = width }, f);
	fclose(f);
	return text;
}

static void
no_line_is_wider_than_the_terminal(void **state)
{
	for (int width = 24; width <= 300; width++)
		for (int utf8 = 0; utf8 < 2; utf8++) {
			char *text = cells_of(&plot, width, utf8), *rest = text, *line;

			while ((line = strsep(&rest, "\n")) != NULL)
				if (pt_text_width(line) > (width < 40 ? 40 : width))
					fail_msg("at %d: '%s'", width, line);
			free(text);
		}
}

static void
without_utf8_it_is_ascii(void **state)
{
	char *text = cells_of(&plot, 80, false);

	for (const char *c = text; *c; c++)
		assert_true(*c == '\n' || (*c >= ' ' && *c <= '~'));
	free(text);
}

static size_t
count(const char *text, const char *what)
{
	size_t n = 0;

	for (; (text = strstr(text, what)) != NULL; text += strlen(what))
		n++;
	return n;
}

/* Three full marks and one in the legend; what is not known has none. */
static void
each_point_has_its_mark(void **state)
{
	char *text = cells_of(&plot, 80, true);

	assert_int_equal(count(text, "●"), 4);
	assert_int_equal(count(text, "○"), 2);
	assert_non_null(strstr(text, "● measured"));
	assert_non_null(strstr(text, "○ more workers than CPUs"));
	assert_non_null(strstr(text, "━━ flat"));
	free(text);
}

/* On a straight line through both corners the first mark is at the bottom left, the last at the top right. */
static void
marks_are_where_the_numbers_say(void **state)
{
	const struct pt_plot_series line = { "y = x", PT_PLOT_MARKS, 0, ideal, 2 };
	const struct pt_plot p = { .title = "",
		.x = { "x", 1, 8, false, PT_PLOT_COUNT },
		.y = { "y", 1, 8, false, PT_PLOT_COUNT },
		.series = &line,
		.series_len = 1 };
	char *text = cells_of(&p, 60, false), *rest = text, *line_text;
	int row = 0, first = -1, last = -1, axis = -1;

	for (; (line_text = strsep(&rest, "\n")) != NULL; row++) {
		char *mark = strchr(line_text, '*');

		if (mark != NULL && strchr(line_text, '|') != NULL && first < 0) {
			first = row;
			assert_int_equal(mark - line_text, 59);
		} else if (mark != NULL && strchr(line_text, '|') != NULL) {
			last = row;
			assert_int_equal(mark - strchr(line_text, '|'), 1);
		}
		axis = axis < 0 && strchr(line_text, '+') != NULL ? row : axis;
	}
	assert_int_equal(first, 1);
	assert_int_equal(last, axis - 1);
	free(text);
}

/* ---- pictures ---- */

static void
the_end_of_the_name_says_which_picture(void **state)
{
	enum pt_plot_format f;

	assert_true(pt_plot_format_of("a.svg", &f) && f == PT_PLOT_SVG);
	assert_true(pt_plot_format_of("dir.pdf/b.c.PNG", &f) && f == PT_PLOT_PNG);
	assert_true(pt_plot_format_of("x.pdf", &f) && f == PT_PLOT_PDF);
	assert_false(pt_plot_format_of("x.jpg", &f) || pt_plot_format_of("svg", &f) ||
		pt_plot_format_of("", &f) || pt_plot_format_of(".svg", &f) ||
		pt_plot_format_of("x.svg/", &f));
}

#ifdef HAVE_CAIRO
static char *
picture(enum pt_plot_format format, size_t *size)
{
	struct pt_error e = { 0 };
	char *bytes;
	FILE *f = open_memstream(&bytes, size);

	if (pt_plot_picture(&plot, format, f, &e) < 0)
		fail_msg("%s", e.text);
	fclose(f);
	return bytes;
}

static void
pictures_are_what_they_are_called(void **state)
{
	static const char *const begin[] = { [PT_PLOT_SVG] = "<?xml",
		[PT_PLOT_PNG] = "\x89PNG\r\n",
		[PT_PLOT_PDF] = "%PDF-" };
	struct pt_error e;

	if (pt_plot_picture_begin(&e) < 0)
		skip();
	for (int i = 0; i < 3; i++) {
		size_t size;
		char *bytes = picture((enum pt_plot_format)i, &size);

		assert_true(size > 1000);
		assert_memory_equal(bytes, begin[i], strlen(begin[i]));
		free(bytes);
	}
}

static void
a_disk_that_is_full_is_told(void **state)
{
	struct pt_error e = { 0 };
	FILE *f = fopen("/dev/full", "w");

	if (f == NULL || pt_plot_picture_begin(&e) < 0)
		skip();
	setbuf(f, NULL);
	assert_int_equal(pt_plot_picture(&plot, PT_PLOT_PNG, f, &e), -1);
	assert_int_equal(e.exit, PT_EXIT_ENVIRONMENT);
	fclose(f);
}
#else
static void
without_cairo_there_are_no_pictures(void **state)
{
	struct pt_error e = { 0 };

	assert_int_equal(pt_plot_picture_begin(&e), -1);
	assert_int_equal(e.exit, PT_EXIT_ENVIRONMENT);
	assert_int_equal(pt_plot_picture(&plot, PT_PLOT_PNG, stdout, &e), -1);
}
#endif

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ticks_are_round_numbers),
		cmocka_unit_test(ticks_are_never_too_many_and_lie_on_the_axis),
		cmocka_unit_test(places_are_shares_of_the_axis),
		cmocka_unit_test(an_end_is_round_and_not_below),
		cmocka_unit_test(no_line_is_wider_than_the_terminal),
		cmocka_unit_test(without_utf8_it_is_ascii),
		cmocka_unit_test(each_point_has_its_mark),
		cmocka_unit_test(marks_are_where_the_numbers_say),
		cmocka_unit_test(the_end_of_the_name_says_which_picture),
#ifdef HAVE_CAIRO
		cmocka_unit_test(pictures_are_what_they_are_called),
		cmocka_unit_test(a_disk_that_is_full_is_told),
#else
		cmocka_unit_test(without_cairo_there_are_no_pictures),
#endif
	};

	return cmocka_run_group_tests_name("plot", tests, NULL, NULL);
}
