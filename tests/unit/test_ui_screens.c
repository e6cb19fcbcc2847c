/* SPDX-License-Identifier: MIT */
/* Whole screens: as they were (golden files), and unhurt by any size and any model. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "ui/core/keymap.h"
#include "ui/core/screen.h"
#include "ui/core/signs.h"
#include "ui/views/help.h"
#include "ui_check.h"
#include "ui_models.h"
#include "ui_time.h"

static void
draw(struct pt_canvas *c, const struct pt_model *m, struct pt_ui_state *s, bool ascii)
{
	const struct pt_screen screen = { .live = m,
		.state = s,
		.glyphs = pt_glyphs(ascii),
		.ui_cost = 0.004 };

	pt_screen_draw(c, &screen);
	check_cells(c);
}

struct shot {
	int view, w, h;
	unsigned workers, cpus;
	bool ascii;
};

/* The row of tabs is left out: it tells of the other views. */
static void
check_shot(const struct shot *shot)
{
	struct fake_model f = { .random = 0 };
	struct pt_canvas c = { .w = 0 };
	struct pt_ui_state s;
	struct ui_time time;
	struct pt_frame frame;
	char name[128];

	ui_time_make(&time, shot->workers, true);
	fake_model_make(&f, shot->workers, shot->cpus, 1);
	fake_model_plan(&f);
	pt_ui_state_init(&s);
	s.view = shot->view;
	s.over_time = &time.over;
	pt_canvas_resize(&c, shot->w, shot->h);
	for (int frame_no = 0; frame_no < (pt_views[shot->view]->over_time ? 8 : 1); frame_no++)
		draw(&c, &f.model, &s, shot->ascii); /* each frame has a budget */
	pt_layout_frame(&frame, shot->w, shot->h);
	if (!pt_rect_empty(frame.tabs))
		pt_canvas_fill(&c, frame.tabs, PT_ROLE_TEXT, ' ');
	(void)snprintf(name, sizeof(name), "%s-%dx%d-p%u-c%u%s.txt", pt_views[shot->view]->name,
		shot->w, shot->h, shot->workers, shot->cpus, shot->ascii ? "-ascii" : "");
	check_golden(&c, name);
	pt_canvas_fini(&c);
	pt_ui_state_fini(&s);
	fake_model_fini(&f);
	ui_time_fini(&time);
}

/* Every view there is at every size, with as many CPUs as workers and with two. */
static void
screens_are_as_they_were(void **state)
{
	static const int sizes[][2] = { { 80, 24 }, { 160, 45 }, { 60, 20 }, { 30, 6 } };
	static const unsigned workers[] = { 1, 2, 8, 64, 256 };

	for (int view = 0; view < pt_views_len; view++) {
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			for (size_t k = 0; k < sizeof(workers) / sizeof(workers[0]); k++)
				for (int ascii = 0; ascii < 2; ascii++)
					check_shot(&(struct shot){ view, sizes[i][0], sizes[i][1],
						workers[k], workers[k], ascii });
			check_shot(&(struct shot){ view, sizes[i][0], sizes[i][1], 8, 2, false });
		}
		check_shot(&(struct shot){ view, 40, 12, 8, 8, false });
		check_shot(&(struct shot){ view, 40, 1, 8, 8, false });
	}
}

/* What a program marks takes its rows from what is less telling. */
static void
marks_are_shown(void **state)
{
	static const int sizes[][2] = { { 80, 24 }, { 160, 45 }, { 60, 20 }, { 40, 16 } };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		for (int ascii = 0; ascii < 2; ascii++) {
			struct fake_model f = { .random = 0 };
			struct pt_canvas c = { .w = 0 };
			struct pt_ui_state s;
			char name[128];

			fake_model_make(&f, 4, 4, 1);
			fake_model_plan(&f);
			fake_model_marks(&f);
			pt_ui_state_init(&s);
			pt_canvas_resize(&c, sizes[i][0], sizes[i][1]);
			draw(&c, &f.model, &s, ascii);
			(void)snprintf(name, sizeof(name), "marks-%dx%d%s.txt", sizes[i][0],
				sizes[i][1], ascii ? "-ascii" : "");
			check_golden(&c, name);
			pt_canvas_fini(&c);
			pt_ui_state_fini(&s);
			fake_model_fini(&f);
		}
	}
}

static bool shows(const struct pt_canvas *c, const char *what);

static void
the_tabs_name_every_view(void **state)
{
	struct fake_model f = { .random = 0 };
	struct pt_canvas c = { .w = 0 };
	struct pt_ui_state s;

	fake_model_make(&f, 8, 8, 1);
	pt_ui_state_init(&s);
	pt_canvas_resize(&c, 160, 45);
	draw(&c, &f.model, &s, false);
	for (int i = 0; i < pt_views_len; i++) {
		char tab[64];

		(void)snprintf(tab, sizeof(tab), "%c %s", pt_views[i]->key, pt_views[i]->title);
		assert_true(shows(&c, tab));
	}
	pt_canvas_fini(&c);
	pt_ui_state_fini(&s);
	fake_model_fini(&f);
}

/* What the help says of the view, of the signs and of the keys is there, line by line. */
static void
the_help_tells_all(void **state)
{
	for (int view = 0; view < pt_views_len; view++) {
		struct fake_model f = { .random = 0 };
		struct pt_canvas c = { .w = 0 };
		struct pt_ui_state s;

		fake_model_make(&f, 8, 8, 1);
		pt_ui_state_init(&s);
		s.view = view;
		s.help = true;
		pt_canvas_resize(&c, 100, 60);
		draw(&c, &f.model, &s, false);
		for (int i = 0; pt_views[view]->help[i]; i++)
			assert_true(shows(&c, pt_views[view]->help[i]));
		for (int i = 0; i < PT_SIGNS; i++)
			assert_true(shows(&c, pt_signs[i].help));
		for (int i = 0; i < pt_bindings_len; i++)
			assert_true(shows(&c, pt_bindings[i].help));
		pt_canvas_fini(&c);
		pt_ui_state_fini(&s);
		fake_model_fini(&f);
	}
}

/* A box that cannot hold the help says that it goes on, until its end is seen. */
static void
the_help_says_that_it_goes_on(void **state)
{
	struct fake_model f = { .random = 0 };
	struct pt_canvas c = { .w = 0 };
	struct pt_ui_state s;
	char rest[64];
	int hidden = pt_help_lines(pt_views[0]) - 20; /* 24 rows less title, footer and border */

	fake_model_make(&f, 8, 8, 1);
	pt_ui_state_init(&s);
	s.help = true;
	pt_canvas_resize(&c, 80, 24);
	draw(&c, &f.model, &s, false);
	(void)snprintf(rest, sizeof(rest), " %d more lines: arrow down, PgDn ", hidden);
	assert_true(shows(&c, rest));
	s.help_first = hidden - 1;
	draw(&c, &f.model, &s, false);
	assert_true(shows(&c, " 1 more line: "));
	s.help_first = hidden;
	draw(&c, &f.model, &s, false);
	assert_false(shows(&c, " more line"));
	pt_canvas_fini(&c);
	pt_ui_state_fini(&s);
	fake_model_fini(&f);
}

static bool
shows(const struct pt_canvas *c, const char *what)
{
	struct pt_text t = { .s = NULL };
	bool found;

	pt_canvas_dump(c, &t);
	found = strstr(pt_text_string(&t), what) != NULL;
	pt_text_fini(&t);
	return found;
}

static void
every_state_is_a_word(void **state)
{
	static const char *const words[] = { "STARTING", "RUN", "DONE", "CANCELLED", "ERROR" };
	static const int sizes[][2] = { { 160, 45 }, { 80, 24 }, { 60, 20 }, { 40, 12 } };

	for (int i = 0; i < 5; i++) {
		for (int k = 0; k < 4; k++) {
			struct fake_model f = { .random = 0 };
			struct pt_canvas c = { .w = 0 };
			struct pt_ui_state s;

			fake_model_make(&f, 8, 8, 1);
			f.model.state = (enum pt_model_state)i;
			(void)snprintf(f.model.error, sizeof(f.model.error), "killed by SIGSEGV");
			pt_ui_state_init(&s);
			pt_canvas_resize(&c, sizes[k][0], sizes[k][1]);
			draw(&c, &f.model, &s, k % 2);
			assert_true(shows(&c, words[i]));
			assert_int_equal(shows(&c, "killed by SIGSEGV"), i == PT_MODEL_ERROR);
			pt_canvas_fini(&c);
			pt_ui_state_fini(&s);
			fake_model_fini(&f);
		}
	}
}

static void
more_workers_than_cpus_are_said_and_shown(void **state)
{
	struct fake_model f = { .random = 0 };
	struct pt_canvas c = { .w = 0 };
	struct pt_ui_state s;

	fake_model_make(&f, 8, 2, 1);
	pt_ui_state_init(&s);
	pt_canvas_resize(&c, 80, 24);
	draw(&c, &f.model, &s, false);
	assert_true(shows(&c, "6 of 8 workers have no CPU"));
	assert_true(shows(&c, "off-cpu: own 6.00"));
	assert_true(shows(&c, "░░░░░░░░"));
	assert_true(shows(&c, "┊░░░ 6.00"));
	pt_canvas_fini(&c);
	pt_ui_state_fini(&s);
	fake_model_fini(&f);
}

static void
unknown_numbers_are_dashes(void **state)
{
	struct fake_model f = { .random = 0 };
	struct pt_canvas c = { .w = 0 };
	struct pt_ui_state s;

	fake_model_starting(&f);
	pt_ui_state_init(&s);
	pt_canvas_resize(&c, 80, 24);
	draw(&c, &f.model, &s, false);
	assert_true(shows(&c, "nothing has run yet"));
	assert_true(shows(&c, "useful   --"));
	assert_false(shows(&c, "nan"));
	pt_canvas_fini(&c);
	pt_ui_state_fini(&s);
	fake_model_fini(&f);
}

#define MODELS 5

/* Every width with some heights and every height with some widths, the models taking turns. */
static void
draw_sizes(struct pt_canvas *c, const struct fake_model *models, struct pt_ui_state *s)
{
	static const int some[] = { 1, 2, 3, 5, 8, 16, 17, 24, 45, 200 };
	int n = (int)(sizeof(some) / sizeof(some[0])), turn = 0;

	for (int i = 1; i <= 200; i++) {
		for (int k = 0; k < n; k++, turn++) {
			const struct pt_model *m = &models[(turn + i) % MODELS].model;

			s->view = (turn / n + k) % pt_views_len;
			s->selection[s->view].row = i % 9 - 1;
			s->help = turn % 7 == 0;
			pt_canvas_resize(c, i, some[k]);
			draw(c, m, s, turn % 2);
			pt_canvas_resize(c, some[k], i);
			draw(c, m, s, turn % 2);
		}
	}
}

static void
hostile_models_are_drawn_at_every_size(void **state)
{
	static const unsigned workers[MODELS] = { 0, 1, 7, 64, 256 };
	struct fake_model models[MODELS] = { { .random = 0 } };
	struct pt_canvas c = { .w = 0 };
	struct pt_ui_state s;

	pt_ui_state_init(&s);
	for (unsigned i = 0; i < MODELS; i++)
		fake_model_hostile(&models[i], workers[i], 77 + i);
	draw_sizes(&c, models, &s);
	for (unsigned i = 0; i < MODELS; i++)
		fake_model_fini(&models[i]);
	pt_ui_state_fini(&s);
	pt_canvas_fini(&c);
}

static void
ascii_screens_hold_ascii_only(void **state)
{
	struct pt_canvas c = { .w = 0 };

	for (int view = 0; view < pt_views_len; view++) {
		struct fake_model f = { .random = 0 };
		struct pt_ui_state s;

		fake_model_hostile(&f, 8, 5);
		pt_ui_state_init(&s);
		s.view = view;
		for (int help = 0; help < 2; help++) {
			s.help = help;
			pt_canvas_resize(&c, 100, 40);
			draw(&c, &f.model, &s, true);
			for (int i = 0; i < c.w * c.h; i++)
				assert_in_range(c.cells[i].glyph, ' ', '~');
		}
		pt_ui_state_fini(&s);
		fake_model_fini(&f);
	}
	pt_canvas_fini(&c);
}

static void
the_share_of_stolen_tasks_is_no_power_of_ten(void **state)
{
	static const struct {
		uint64_t steals, tasks;
		const char *want;
	} cases[] = {
		{ 900, 1500000000, "<0.01% of tasks" },
		{ 33, 10000, "0.33% of tasks" },
		{ 42, 1000, "4.2% of tasks" },
		{ 1, 1, "100% of tasks" },
		{ 0, 5, " 0% of tasks" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fake_model f = { .random = 0 };
		struct pt_canvas c = { .w = 0 };
		struct pt_ui_state s;

		fake_model_make(&f, 8, 8, 1);
		f.model.steals = cases[i].steals;
		f.model.tasks = cases[i].tasks;
		pt_ui_state_init(&s);
		s.view = 1;
		pt_canvas_resize(&c, 100, 24);
		draw(&c, &f.model, &s, false);
		assert_true(shows(&c, cases[i].want));
		pt_canvas_fini(&c);
		pt_ui_state_fini(&s);
		fake_model_fini(&f);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(screens_are_as_they_were),
		cmocka_unit_test(marks_are_shown),
		cmocka_unit_test(the_tabs_name_every_view),
		cmocka_unit_test(the_help_tells_all),
		cmocka_unit_test(the_help_says_that_it_goes_on),
		cmocka_unit_test(every_state_is_a_word),
		cmocka_unit_test(more_workers_than_cpus_are_said_and_shown),
		cmocka_unit_test(unknown_numbers_are_dashes),
		cmocka_unit_test(the_share_of_stolen_tasks_is_no_power_of_ten),
		cmocka_unit_test(hostile_models_are_drawn_at_every_size),
		cmocka_unit_test(ascii_screens_hold_ascii_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
