/* SPDX-License-Identifier: MIT */
/* Which of several configurations is faster, and what is said of it, from made times. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "export/compare.h"
#include "export/sentences.h"
#include "metrics/comparison.h"
#include "metrics/measured.h"
#include "tests/unit/cm.h"

#define ROUNDS 5

/* Processes differ by `spread`, always in the same way. */
static struct pt_measured
made(const char *label, double s, double spread)
{
	static const double off[ROUNDS] = { 0.2, -1, 1, -0.3, 0.4 };
	struct pt_measured m;

	pt_measured_init(&m, label, label, true);
	for (uint32_t i = 0; i < ROUNDS; i++) {
		double wall_s = s * (1 + spread * off[(i + (uint32_t)label[0]) % ROUNDS]);

		pt_measured_add_command(&m,
			&(struct pt_measured_process){ .round = i,
				.wall_s = wall_s,
				.user_s = wall_s,
				.system_s = 0 },
			i == 0);
	}
	return m;
}

struct table {
	struct pt_measured m[3];
	size_t len;
	struct pt_comparison c;
};

static void
compare(struct table *t, enum pt_comparison_baseline baseline)
{
	pt_comparison_make(&t->c, t->m, t->len, baseline);
}

static void
release(struct table *t)
{
	pt_comparison_fini(&t->c);
	for (size_t i = 0; i < t->len; i++)
		pt_measured_fini(&t->m[i]);
}

/* ---- the model ---- */

static void
a_clear_difference_has_a_winner(void **state)
{
	struct table t = { .m = { made("a", 3, 0.01), made("b", 1, 0.01) }, .len = 2 };

	compare(&t, PT_COMPARISON_FIRST);
	assert_int_equal(t.c.winner, 1);
	assert_int_equal(t.c.baseline, 0);
	assert_int_equal(t.c.row[1].verdict, PT_VERDICT_FASTER);
	assert_true(fabs(t.c.row[1].ratio.value - 3) < 0.1);
	assert_true(t.c.row[1].ratio.lo > 2.8 && t.c.row[1].ratio.hi < 3.2);
	assert_string_equal(pt_comparison_word(&t.c, 0), "baseline");
	assert_string_equal(pt_comparison_word(&t.c, 1), "faster");
	release(&t);
}

static void
inside_the_noise_there_is_none(void **state)
{
	struct table t = { .m = { made("a", 1.02, 0.1), made("b", 1, 0.1) }, .len = 2 };

	compare(&t, PT_COMPARISON_FIRST);
	assert_true(t.c.winner == PT_COMPARISON_NONE);
	assert_int_equal(t.c.row[1].verdict, PT_VERDICT_SAME);
	assert_string_equal(pt_comparison_word(&t.c, 1), "no difference shown");
	assert_true(t.c.noise > 0.07 && t.c.noise < 0.08);
	release(&t);
}

static void
a_winner_beats_every_other_one(void **state)
{
	struct table t = { .m = { made("a", 3, 0.01), made("b", 1, 0.1), made("c", 1.02, 0.1) },
		.len = 3 };

	compare(&t, PT_COMPARISON_FIRST);
	assert_true(t.c.winner == PT_COMPARISON_NONE);
	assert_int_equal(t.c.row[1].verdict, PT_VERDICT_FASTER);
	assert_int_equal(t.c.row[2].verdict, PT_VERDICT_FASTER);
	assert_int_equal(t.c.fastest, 1);
	assert_int_equal(t.c.second, 2);
	release(&t);
}

static void
the_baseline_can_be_the_fastest(void **state)
{
	struct table t = { .m = { made("a", 3, 0.01), made("b", 1, 0.01) }, .len = 2 };

	compare(&t, PT_COMPARISON_FASTEST);
	assert_int_equal(t.c.baseline, 1);
	assert_int_equal(t.c.row[0].verdict, PT_VERDICT_SLOWER);
	assert_true(t.c.row[0].ratio.hi < 0.4);
	release(&t);
}

static void
what_failed_leaves_no_winner(void **state)
{
	struct table t = { .m = { made("a", 3, 0.01), made("b", 1, 0.01), made("c", 2, 0.01) },
		.len = 3 };

	pt_measured_fail(&t.m[0], "it failed");
	compare(&t, PT_COMPARISON_FIRST);
	assert_true(t.c.winner == PT_COMPARISON_NONE);
	assert_int_equal(t.c.baseline, 1);
	assert_int_equal(t.c.row[0].verdict, PT_VERDICT_UNKNOWN);
	release(&t);
}

static void
a_wrong_result_leaves_no_winner(void **state)
{
	struct table t = { .m = { made("a", 3, 0.01), made("b", 1, 0.01) }, .len = 2 };

	t.m[1].verified = 0;
	compare(&t, PT_COMPARISON_FIRST);
	assert_true(t.c.winner == PT_COMPARISON_NONE);
	assert_true(t.c.row[1].out);
	release(&t);
}

static void
one_round_decides_nothing(void **state)
{
	struct table t = { .m = { made("a", 3, 0.01), made("b", 1, 0.01) }, .len = 2 };

	pt_measured_cut(&t.m[0], 1);
	pt_measured_cut(&t.m[1], 1);
	assert_int_equal(t.m[0].processes_len, 1);
	compare(&t, PT_COMPARISON_FIRST);
	assert_true(t.c.winner == PT_COMPARISON_NONE);
	assert_int_equal(t.c.row[1].verdict, PT_VERDICT_UNKNOWN);
	assert_true(isnan(pt_comparison_width(&t.c)));
	release(&t);
}

static void
quiet_and_disturbed_runs_are_counted(void **state)
{
	struct table t = { .m = { made("a", 3, 0.01), made("b", 1, 0.01) }, .len = 2 };

	compare(&t, PT_COMPARISON_FIRST);
	assert_int_equal(t.c.runs, 2 * ROUNDS);
	assert_int_equal(t.c.disturbed, 2);
	assert_int_equal(t.c.rounds, ROUNDS);
	release(&t);
}

/* ---- what is said ---- */

static char *
text_of(const struct table *t, int width, bool utf8)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	pt_compare_text(&(struct pt_findings){ .c = &t->c },
		&(struct pt_look){ .utf8 = utf8, .width = width }, f);
	fclose(f);
	return text;
}

static void
assert_says(const char *text, const char *what)
{
	if (strstr(text, what) == NULL)
		fail_msg("'%s' is not in:\n%s", what, text);
}

static void
a_winner_is_named_with_its_interval(void **state)
{
	struct table t = { .m = { made("slow", 3, 0), made("fast", 1, 0) }, .len = 2 };
	char *text;

	compare(&t, PT_COMPARISON_FIRST);
	text = text_of(&t, 80, false);
	assert_says(text, "* fast  1.00 s  1.00 .. 1.00  1.00  3.00 x faster  3.000 .. 3.000\n");
	assert_says(text, "  slow  3.00 s  3.00 .. 3.00  1.00              1\n");
	assert_says(text, "\nfast is 3.00 x faster than slow (3.000 .. 3.000).\n");
	assert_says(text, "5 runs of each in 5 processes, interleaved\n");
	assert_says(text, "quiet runs 8 of 10; noise 0.0 %");
	assert_says(text, "  slow  ##################################################  3.00 s\n");
	assert_says(text, "  fast  #################  1.00 s\n");
	free(text);
	release(&t);
}

static void
without_one_it_says_what_is_possible(void **state)
{
	struct table t = { .m = { made("a", 1.02, 0.1), made("b", 1, 0.1) }, .len = 2 };
	char *text;

	compare(&t, PT_COMPARISON_FIRST);
	text = text_of(&t, 200, false);
	assert_says(text, "no difference shown: b and a may differ by ");
	assert_says(text, "--rounds 20.");
	assert_null(strstr(text, "* "));
	free(text);
	release(&t);
}

static void
an_interval_that_says_nothing_is_not_printed(void **state)
{
	struct table t = { .m = { made("a", 1, 0.9), made("b", 1, 0.01) }, .len = 2 };
	char *text;

	pt_measured_cut(&t.m[0], 2);
	pt_measured_cut(&t.m[1], 2);
	compare(&t, PT_COMPARISON_FIRST);
	assert_true(t.c.row[1].ratio.hi > 1e4 * t.c.row[1].ratio.lo);
	text = text_of(&t, 200, false);
	assert_says(text, "  unclear\n");
	assert_says(text,
		"differ too much from process to process to tell.  More rounds: --rounds 8.");
	free(text);
	release(&t);
}

static void
a_narrow_interval_shows_that_they_are_alike(void **state)
{
	struct table t = { .m = { made("a", 1, 0.005), made("b", 1, 0.005) }, .len = 2 };
	char *text;

	compare(&t, PT_COMPARISON_FIRST);
	text = text_of(&t, 80, false);
	assert_says(text, "are within ");
	free(text);
	release(&t);
}

static void
failures_and_wrong_results_are_called_so(void **state)
{
	struct table t = { .m = { made("a", 3, 0.01), made("b", 1, 0.01), made("c", 2, 0.01) },
		.len = 3 };
	char *text;

	pt_measured_fail(&t.m[0], "it failed");
	t.m[2].verified = 0;
	compare(&t, PT_COMPARISON_FIRST);
	text = text_of(&t, 80, false);
	assert_says(text, "FAILED");
	assert_says(text, "WRONG RESULT");
	assert_says(text, "no winner: a failed.");
	assert_says(text, "no winner: c gave a wrong result.");
	free(text);
	release(&t);
}

static void
no_line_is_wider_than_the_terminal(void **state)
{
	struct table t = { .m = { made("a name that is rather long for a table", 1.02, 0.1),
				   made("another name that is rather long", 1, 0.1) },
		.len = 2 };

	compare(&t, PT_COMPARISON_FIRST);
	for (int width = 80; width <= 200; width += 30) {
		char *text = text_of(&t, width, false), *line = text;

		for (; *line; line += strcspn(line, "\n") + 1)
			if (strcspn(line, "\n") > (size_t)width)
				fail_msg("wider than %d: %s", width, line);
		free(text);
	}
	release(&t);
}

/* The break stands between two sentences, which have two blanks between them. */
static void
a_long_line_goes_on_below_without_blanks_at_its_end(void **state)
{
	char *text;
	size_t len;
	struct pt_sentences s = { .f = open_memstream(&text, &len), .utf8 = true, .width = 12 };

	assert_non_null(s.f);
	pt_text_add(&s.line, "one two.  Three four");
	pt_sentences_end(&s);
	fclose(s.f);
	assert_string_equal(text, "one two.\n  Three four\n");
	pt_text_fini(&s.line);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clear_difference_has_a_winner),
		cmocka_unit_test(inside_the_noise_there_is_none),
		cmocka_unit_test(a_winner_beats_every_other_one),
		cmocka_unit_test(the_baseline_can_be_the_fastest),
		cmocka_unit_test(what_failed_leaves_no_winner),
		cmocka_unit_test(a_wrong_result_leaves_no_winner),
		cmocka_unit_test(one_round_decides_nothing),
		cmocka_unit_test(quiet_and_disturbed_runs_are_counted),
		cmocka_unit_test(a_winner_is_named_with_its_interval),
		cmocka_unit_test(without_one_it_says_what_is_possible),
		cmocka_unit_test(an_interval_that_says_nothing_is_not_printed),
		cmocka_unit_test(a_narrow_interval_shows_that_they_are_alike),
		cmocka_unit_test(failures_and_wrong_results_are_called_so),
		cmocka_unit_test(no_line_is_wider_than_the_terminal),
		cmocka_unit_test(a_long_line_goes_on_below_without_blanks_at_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
