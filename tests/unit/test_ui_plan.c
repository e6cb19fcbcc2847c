/* SPDX-License-Identifier: MIT */
/* The plan on the screen: exact rows, and that nothing moves while numbers come. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "ui/widgets/plan.h"
#include "ui_check.h"

static void
measured(struct pt_plan_step *s, uint64_t runs, double median_s, double min_s, double max_s)
{
	s->state = PT_PLAN_DONE;
	s->done = runs;
	s->median_s = s->expected_s = median_s;
	s->min_s = min_s;
	s->max_s = max_s;
	s->about = false;
}

/* Eight workers, five rounds, nothing done yet. */
static struct pt_model
begin(void)
{
	struct pt_model m = { .state = PT_MODEL_RUNNING,
		.threads = 8,
		.cpus = 2,
		.speedup = NAN,
		.sequential_s = NAN,
		.one_worker_s = NAN };

	pt_plan_none(&m.plan);
	m.plan.stage = PT_PLAN_SETUP;
	m.plan.rounds = true;
	m.plan.round = 1;
	m.plan.rounds_planned = 5;
	for (int i = 0; i < PT_PLAN_STEPS; i++)
		m.plan.step[i].planned = 5;
	m.plan.step[0].state = PT_PLAN_NEXT;
	return m;
}

static struct pt_model
sequential_runs(void)
{
	struct pt_model m = begin();
	struct pt_plan *p = &m.plan;

	p->stage = PT_PLAN_RUNS;
	p->axis_s = p->step[0].expected_s = 1.42;
	p->step[0].state = PT_PLAN_RUNNING;
	p->step[0].current_s = 0.866;
	p->step[1].state = PT_PLAN_NEXT;
	p->first_answer_s = 2.6;
	p->all_s = 19.2;
	return m;
}

static struct pt_model
all_measured(void)
{
	struct pt_model m = begin();
	struct pt_plan *p = &m.plan;

	p->stage = PT_PLAN_RUNS;
	p->axis_s = 1.44;
	m.sequential_s = 1.43;
	m.one_worker_s = 1.44;
	measured(&p->step[0], 2, m.sequential_s, 1.40, 1.47);
	measured(&p->step[1], 2, m.one_worker_s, 1.42, 1.49);
	m.sequential_s = p->step[0].median_s;
	m.one_worker_s = p->step[1].median_s;
	measured(&p->step[2], 1, 0.995, 0.995, 0.995);
	p->step[2].state = PT_PLAN_RUNNING;
	p->round = 2;
	return m;
}

static struct pt_model
calibrating(void)
{
	struct pt_model m = begin();

	m.plan.stage = PT_PLAN_CALIBRATE;
	m.plan.calibrate_s = 1;
	m.plan.calibrating_s = 0.7;
	return m;
}

static void
check_rows(const struct pt_model *m, int width, bool ascii, const char *want)
{
	struct pt_canvas c = { .ascii = ascii };

	pt_canvas_resize(&c, width, pt_plan_rows(m));
	pt_plan_bars_draw(&c, (struct pt_rect){ .w = width, .h = c.h }, pt_glyphs(ascii), m);
	check_cells(&c);
	check_text(&c, want);
	pt_canvas_fini(&c);
}

static void
check_line(const struct pt_model *m, int width, const char *want)
{
	struct pt_canvas c = { .ascii = true };

	pt_canvas_resize(&c, width, 1);
	pt_plan_line_draw(&c, (struct pt_rect){ .w = width, .h = 1 }, pt_glyphs(true), m);
	check_cells(&c);
	check_text(&c, want);
	pt_canvas_fini(&c);
}

static void
first_there_is_next_and_then(void **state)
{
	struct pt_model m = begin();

	check_rows(&m, 80, true,
		" sequential                                        next  best code, no tasks\n"
		" 1 worker                                          then  what tasks cost\n"
		" 8 workers                                         then  what is measured\n");
}

static void
the_one_that_runs_grows(void **state)
{
	struct pt_model m = sequential_runs();

	check_rows(&m, 80, true,
		" sequential #####################               866 ms running, 61 %\n"
		" 1 worker                                          next  what tasks cost\n"
		" 8 workers                                         then  what is measured\n");
	m.plan.step[0].about = true;
	m.plan.step[0].current_s = 1.42;
	check_rows(&m, 80, true,
		" sequential ##################################  1.42 s running, 99 %\n"
		" 1 worker                                          next  what tasks cost\n"
		" 8 workers                                         then  what is measured\n");
}

static void
all_three_are_the_result(void **state)
{
	struct pt_model m = all_measured();

	check_rows(&m, 80, true,
		" sequential ##################################  1.43 s 1.40 .. 1.47\n"
		" 1 worker   ##################################  1.44 s 1.42 .. 1.49   tasks 1%\n"
		" 8 workers  #######################             995 ms 1 run          running\n");
	check_rows(&m, 50, true,
		" sequential #############################  1.43 s\n"
		" 1 worker   #############################  1.44 s\n"
		" 8 workers  ####################           995 ms\n");
}

static void
wide_screens_say_more(void **state)
{
	struct pt_model m = all_measured();
	struct pt_canvas c = { .ascii = true };
	struct pt_text t = { 0 };

	pt_canvas_resize(&c, 160, 3);
	pt_plan_bars_draw(&c, (struct pt_rect){ .w = 160, .h = 3 }, pt_glyphs(true), &m);
	pt_canvas_dump(&c, &t);
	assert_non_null(strstr(pt_text_string(&t),
		" 1.43 s 1.40 .. 1.47      the best sequential"
		" code, no tasks\n"));
	assert_non_null(strstr(pt_text_string(&t), "tasks cost 1 %\n"));
	assert_non_null(strstr(pt_text_string(&t), "running, round 2\n"));
	pt_text_fini(&t);
	pt_canvas_fini(&c);
}

static void
many_workers_have_room_for_their_name(void **state)
{
	struct pt_model m = all_measured();

	m.threads = 256;
	check_rows(&m, 50, true,
		" sequential  ############################  1.43 s\n"
		" 1 worker    ############################  1.44 s\n"
		" 256 workers ###################           995 ms\n");
}

static void
one_worker_has_two_rows(void **state)
{
	struct pt_model m = begin();

	m.threads = 1;
	m.plan.step[PT_PLAN_ONE_WORKER].planned = 0;
	check_rows(&m, 80, true,
		" sequential                                        next  best code, no tasks\n"
		" 1 worker                                          then  what is measured\n");
}

static void
what_was_not_measured_in_the_end_is_unknown(void **state)
{
	struct pt_model m = all_measured();

	m.plan.stage = PT_PLAN_OVER;
	m.plan.step[2] = begin().plan.step[2];
	check_rows(&m, 80, true,
		" sequential ##################################  1.43 s 1.40 .. 1.47\n"
		" 1 worker   ##################################  1.44 s 1.42 .. 1.49   tasks 1%\n"
		" 8 workers                                         --    what is measured\n");
}

static void
a_program_of_the_users_has_no_rows(void **state)
{
	struct pt_model m = { .speedup = NAN };

	pt_plan_none(&m.plan);
	assert_int_equal(pt_plan_rows(&m), 0);
	assert_false(pt_plan_speaks(&m));
}

/* The column of a text's last character in a row, -1: not there. */
static int
column_of(const struct pt_model *m, int width, int row, const char *text)
{
	struct pt_canvas c = { .ascii = true };
	struct pt_text t = { 0 };
	const char *line;
	int column = -1;

	pt_canvas_resize(&c, width, 3);
	pt_plan_bars_draw(&c, (struct pt_rect){ .w = width, .h = 3 }, pt_glyphs(true), m);
	pt_canvas_dump(&c, &t);
	line = pt_text_string(&t);
	while (row-- > 0)
		line = strchr(line, '\n') + 1;
	if (strstr(line, text))
		column = (int)(strstr(line, text) - line + (ptrdiff_t)strlen(text));
	pt_text_fini(&t);
	pt_canvas_fini(&c);
	return column;
}

static void
times_do_not_move(void **state)
{
	static const int widths[] = { 40, 60, 80, 100, 132, 160, 200 };
	struct pt_model running = sequential_runs(), done = all_measured();

	for (size_t i = 0; i < sizeof(widths) / sizeof(*widths); i++) {
		int w = widths[i], at = column_of(&running, w, 0, "866 ms");

		assert_true(at > 0);
		assert_int_equal(column_of(&done, w, 0, "1.43 s"), at);
		assert_int_equal(column_of(&done, w, 1, "1.44 s"), at);
		assert_int_equal(column_of(&done, w, 2, "995 ms"), at);
	}
}

static void
every_size_stays_in_its_place(void **state)
{
	struct pt_model models[] = { begin(), calibrating(), sequential_runs(), all_measured() };

	for (size_t i = 0; i < sizeof(models) / sizeof(*models); i++)
		for (int w = 0; w < 200; w++) {
			struct pt_canvas c = { 0 };

			pt_canvas_resize(&c, 202, 4);
			pt_plan_line_draw(&c, (struct pt_rect){ 0, 0, w, 1 }, pt_glyphs(false),
				&models[i]);
			pt_plan_bars_draw(&c, (struct pt_rect){ 0, 1, w, 2 }, pt_glyphs(false),
				&models[i]);
			check_cells(&c);
			for (int y = 0; y < 4; y++)
				for (int x = y < 3 ? w : 0; x < 202; x++)
					assert_true(c.cells[y * 202 + x].glyph == ' ');
			pt_canvas_fini(&c);
		}
}

static void
the_line_says_what_happens_and_when(void **state)
{
	struct pt_model m = begin();

	check_line(&m, 78, "Set-up: the input is made on all CPUs.\n");
	m.plan.stage = PT_PLAN_PREVIEW;
	m.plan.preview_size = 16000000;
	m.steals = 41;
	check_line(&m, 78, "Preview: 8 workers, n=16M, not counted. 41 steals so far.\n");
	m = calibrating();
	check_line(&m, 78, "calibrate  ######     0.7 of 1.0 s  once for this machine\n");
	check_line(&m, 40, "calibrate  ###    0.7 of 1.0 s\n");
	m = sequential_runs();
	check_line(&m, 158,
		"Now the sequential version, alone. Then 1 worker, then 8 workers; five"
		" rounds of all three.                            First answer in 3 s, all rounds in"
		" 20 s\n");
	check_line(&m, 78,
		"Now the sequential version, then 1 worker, then 8.         first answer in 3 s\n");
	check_line(&m, 50, "Now the sequential version.    first answer in 3 s\n");
	check_line(&m, 36, "Now the sequential version.      3 s\n");
	m.plan.now = PT_PLAN_ONE_WORKER;
	check_line(&m, 78,
		"Now the parallel version on 1 worker. Then 8.              first answer in 3 s\n");
	m.plan.now = PT_PLAN_PARALLEL;
	m.plan.rounds_planned = 1;
	m.plan.first_answer_s = 200;
	check_line(&m, 78,
		"Now 8 workers: the run that is measured.                 first answer in 4 min\n");
}

static void
the_line_ends_with_the_answer_or_with_what_prevents_it(void **state)
{
	struct pt_model m = all_measured();

	m.speedup = 1.43;
	assert_false(pt_plan_speaks(&m));
	check_line(&m, 78, "\n");
	m = sequential_runs();
	m.state = PT_MODEL_ERROR;
	(void)strcpy(m.error, "quicksort: no memory");
	check_line(&m, 78, "quicksort: no memory\n");
	m.state = PT_MODEL_CANCELLED;
	check_line(&m, 78, "Cancelled before there was an answer.\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_there_is_next_and_then),
		cmocka_unit_test(the_one_that_runs_grows),
		cmocka_unit_test(all_three_are_the_result),
		cmocka_unit_test(wide_screens_say_more),
		cmocka_unit_test(many_workers_have_room_for_their_name),
		cmocka_unit_test(one_worker_has_two_rows),
		cmocka_unit_test(what_was_not_measured_in_the_end_is_unknown),
		cmocka_unit_test(a_program_of_the_users_has_no_rows),
		cmocka_unit_test(times_do_not_move),
		cmocka_unit_test(every_size_stays_in_its_place),
		cmocka_unit_test(the_line_says_what_happens_and_when),
		cmocka_unit_test(the_line_ends_with_the_answer_or_with_what_prevents_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
