/* SPDX-License-Identifier: MIT */
/* The Timeline's keys: what they show is what happened. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "ui/core/keymap.h"
#include "ui/core/keys.h"
#include "ui/core/screen.h"
#include "ui/views/timeline.h"
#include "ui_check.h"
#include "ui_models.h"
#include "ui_time.h"

struct fixture {
	struct fake_model fake;
	struct ui_time time;
	struct pt_ui_state state;
	struct pt_canvas canvas;
	struct pt_timeline *own;
};

static void
draw(struct fixture *f)
{
	struct pt_screen screen = { .live = &f->fake.model,
		.state = &f->state,
		.glyphs = pt_glyphs(false) };

	pt_screen_draw(&f->canvas, &screen);
	check_cells(&f->canvas);
}

static unsigned
press(struct fixture *f, int key)
{
	unsigned effect = pt_ui_state_key(&f->state, key, &f->fake.model);

	draw(f);
	return effect;
}

static void
set_up(struct fixture *f, unsigned workers, int w, int h)
{
	memset(f, 0, sizeof(*f));
	fake_model_make(&f->fake, workers, workers, 1);
	f->fake.model.state = PT_MODEL_DONE;
	ui_time_make(&f->time, workers, true);
	pt_ui_state_init(&f->state);
	f->state.over_time = &f->time.over;
	pt_canvas_resize(&f->canvas, w, h);
	press(f, '3');
	assert_string_equal(pt_views[f->state.view]->name, "timeline");
	f->own = f->state.own[f->state.view];
	for (int i = 0; i < 8; i++)
		draw(f);
}

static void
tear_down(struct fixture *f)
{
	pt_ui_state_fini(&f->state);
	pt_canvas_fini(&f->canvas);
	fake_model_fini(&f->fake);
	ui_time_fini(&f->time);
}

static bool
shows(const struct fixture *f, const char *what)
{
	struct pt_text t = { .s = NULL };
	bool found;

	pt_canvas_dump(&f->canvas, &t);
	found = strstr(pt_text_string(&t), what) != NULL;
	pt_text_fini(&t);
	return found;
}

static void
all_runs_fit_at_first(void **state)
{
	struct fixture f;
	uint64_t begin, end;

	(void)state;
	set_up(&f, 8, 80, 24);
	pt_over_time_runs(&f.time.over, &begin, &end);
	assert_true(pt_timeline_begin(f.own) <= begin);
	assert_true(pt_timeline_end(f.own) >= end);
	assert_true((pt_timeline_end(f.own) - pt_timeline_begin(f.own)) < 2 * (end - begin));
	tear_down(&f);
}

static bool
is_steal(void *arg, const struct pt_event *e)
{
	return e->type == PT_REC_EV_STEAL && (!arg || e->worker == *(const uint32_t *)arg);
}

/* From the first steal to the last and back, as the events have them. */
static void
n_goes_from_steal_to_steal(void **state)
{
	for (int selected = 0; selected < 2; selected++) {
		struct fixture f;
		struct pt_time_cursor c = { .at = 0 };
		struct pt_event e;
		uint32_t first = 0;
		const struct pt_time_wanted steals = { .takes = is_steal,
			.arg = selected ? &first : NULL };
		uint64_t at[500];
		int n = 0;

		set_up(&f, 8, 80, 24);
		if (selected)
			press(&f, PT_KEY_DOWN);
		while (pt_time_step(f.time.over.time, &c, 1, PT_TIME_ANY_LANE, &steals, &e))
			if (n == 0 || at[n - 1] != c.at)
				at[n++] = c.at;
		assert_true(n > 5);
		f.own->cursor = f.time.over.begin;
		for (int i = 0; i < n; i++) {
			press(&f, 'n');
			assert_int_equal(f.own->cursor, at[i]);
			assert_true(shows(&f, " took "));
		}
		assert_int_equal(press(&f, 'n'), PT_UI_EFFECT_NONE);
		for (int i = n - 1; i-- > 0;) {
			press(&f, 'N');
			assert_int_equal(f.own->cursor, at[i]);
		}
		assert_int_equal(press(&f, 'N'), PT_UI_EFFECT_NONE);
		tear_down(&f);
	}
}

static void
the_cursor_is_always_in_the_picture(void **state)
{
	static const int keys[] = { 'n', 'N', ']', '[', PT_KEY_LEFT, PT_KEY_RIGHT };
	struct fixture f;
	uint64_t random = 7;

	(void)state;
	set_up(&f, 8, 80, 24);
	press(&f, '+');
	press(&f, '+');
	for (int i = 0; i < 300; i++) {
		random = random * 6364136223846793005u + 1442695040888963407u;
		press(&f, keys[random >> 33 & 7 ? (random >> 33) % 6 : 0]);
		assert_true(f.own->cursor >= f.time.over.begin && f.own->cursor <= f.time.over.end);
		assert_in_range(f.own->cursor, pt_timeline_begin(f.own), pt_timeline_end(f.own));
	}
	tear_down(&f);
}

static void
zooming_keeps_what_is_under_the_cursor(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, 8, 120, 30);
	press(&f, 'n');
	for (int i = 0; i < 20; i++) {
		uint64_t begin = pt_timeline_begin(f.own), column = pt_time_column(f.own->zoom);
		uint64_t x = (f.own->cursor - begin) / column, y;

		if (press(&f, '+') == PT_UI_EFFECT_NONE)
			break;
		y = (f.own->cursor - pt_timeline_begin(f.own)) / pt_time_column(f.own->zoom);
		assert_in_range(y + 2, x, x + 4);
	}
	assert_true(f.own->zoom < 8);
	press(&f, '0');
	press(&f, '0');
	assert_true(pt_timeline_begin(f.own) <= f.time.over.begin);
	tear_down(&f);
}

static void
a_range_says_what_it_holds(void **state)
{
	const struct pt_time_wanted steals = { .takes = is_steal };
	struct pt_time_cursor c = { .at = 0 };
	struct pt_event e;
	struct fixture f;
	char text[32];
	int n = 0;

	(void)state;
	set_up(&f, 8, 120, 30);
	press(&f, 'n');
	press(&f, 'v');
	press(&f, 'n');
	press(&f, 'n');
	assert_true(shows(&f, "range of "));
	while (pt_time_step(f.time.over.time, &c, 1, PT_TIME_ANY_LANE, &steals, &e))
		n += c.at > f.own->mark && c.at <= f.own->cursor;
	(void)snprintf(text, sizeof(text), ", %d steals", n);
	assert_true(shows(&f, text));
	press(&f, PT_KEY_ESCAPE);
	assert_false(shows(&f, "range of "));
	assert_true(f.own->cursor != 0);
	press(&f, PT_KEY_ESCAPE);
	assert_int_equal(f.own->cursor, 0);
	tear_down(&f);
}

static void
words_tell_what_the_selected_worker_does(void **state)
{
	struct fixture f;
	struct pt_time_now now;
	char text[64];

	(void)state;
	set_up(&f, 4, 120, 30);
	press(&f, PT_KEY_DOWN);
	press(&f, 'n');
	pt_time_now(f.time.over.time, 0, f.own->cursor, &now);
	(void)snprintf(text, sizeof(text), "worker 0: %s", pt_model_state_name(now.state));
	assert_true(shows(&f, text));
	press(&f, PT_KEY_ESCAPE);
	tear_down(&f);
}

static void
states_of_the_timeline_are_as_they_were(void **state)
{
	static const int sizes[][2] = { { 80, 24 }, { 160, 45 }, { 60, 20 } };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct fixture f;
		char name[64];

		set_up(&f, 8, sizes[i][0], sizes[i][1]);
		f.own->cursor = f.time.over.begin + UI_TIME_HZ / 4;
		press(&f, PT_KEY_DOWN);
		press(&f, PT_KEY_DOWN);
		press(&f, 'n');
		press(&f, '+');
		press(&f, '+');
		press(&f, 'v');
		press(&f, 'n');
		(void)snprintf(name, sizeof(name), "timeline-range-%dx%d.txt", sizes[i][0],
			sizes[i][1]);
		check_golden(&f.canvas, name);
		tear_down(&f);
	}
}

/* Any keys at any size, with one worker and with many. */
static void
no_key_breaks_the_picture(void **state)
{
	static const int keys[] = { 'n', 'N', ']', '[', '+', '-', '0', 'v', PT_KEY_LEFT,
		PT_KEY_RIGHT, PT_KEY_UP, PT_KEY_DOWN, PT_KEY_PAGE_UP, PT_KEY_PAGE_DOWN, PT_KEY_HOME,
		PT_KEY_END, PT_KEY_ESCAPE, '?', PT_KEY_TAB, '3', ' ' };
	static const unsigned workers[] = { 1, 3, 70 };
	uint64_t random = 99;

	(void)state;
	for (int k = 0; k < 3; k++) {
		struct fixture f;

		set_up(&f, workers[k], 80, 24);
		for (int i = 0; i < 400; i++) {
			random = random * 6364136223846793005u + 1442695040888963407u;
			if (random >> 40 & 1)
				pt_canvas_resize(&f.canvas, 1 + (int)(random >> 44 & 127),
					1 + (int)(random >> 52 & 63));
			press(&f, keys[(random >> 33) % (sizeof(keys) / sizeof(keys[0]))]);
		}
		tear_down(&f);
	}
}

/* Without a recording it says so, and no key does anything. */
static void
without_a_recording_it_says_so(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, 2, 80, 24);
	f.state.over_time = NULL;
	draw(&f);
	assert_true(shows(&f, "nothing is recorded yet"));
	for (int i = 0; i < PT_TIMELINE_BINDINGS - 1; i++)
		assert_int_equal(press(&f, pt_timeline_bindings[i].keys[0]) & ~1u, 0);
	tear_down(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_runs_fit_at_first),
		cmocka_unit_test(n_goes_from_steal_to_steal),
		cmocka_unit_test(the_cursor_is_always_in_the_picture),
		cmocka_unit_test(zooming_keeps_what_is_under_the_cursor),
		cmocka_unit_test(a_range_says_what_it_holds),
		cmocka_unit_test(words_tell_what_the_selected_worker_does),
		cmocka_unit_test(states_of_the_timeline_are_as_they_were),
		cmocka_unit_test(no_key_breaks_the_picture),
		cmocka_unit_test(without_a_recording_it_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
