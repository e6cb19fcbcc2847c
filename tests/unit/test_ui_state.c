/* SPDX-License-Identifier: MIT */
/* Keys, pausing, the governor and the themes. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ui/core/governor.h"
#include "ui/core/keys.h"
#include "ui/core/screen.h"
#include "ui/core/signs.h"
#include "ui/core/theme.h"
#include "ui_check.h"
#include "ui_models.h"

struct fixture {
	struct fake_model fake;
	struct pt_ui_state state;
	struct pt_frame frame;
};

static void
set_up(struct fixture *f, unsigned workers)
{
	memset(f, 0, sizeof(*f));
	fake_model_make(&f->fake, workers, 4, 1);
	pt_ui_state_init(&f->state);
	pt_layout_frame(&f->frame, 80, 24);
}

static void
tear_down(struct fixture *f)
{
	pt_ui_state_fini(&f->state);
	fake_model_fini(&f->fake);
}

static unsigned
key(struct fixture *f, int k)
{
	return pt_ui_state_key(&f->state, k, &f->fake.model, &f->frame);
}

static void
tabs_and_digits_choose_the_screen(void **state)
{
	struct fixture f;

	set_up(&f, 8);
	assert_int_equal(key(&f, '2'), PT_UI_EFFECT_DRAW);
	assert_int_equal(f.state.view, 1);
	key(&f, PT_KEY_TAB);
	assert_int_equal(f.state.view, 0);
	key(&f, PT_KEY_BACK_TAB);
	assert_int_equal(f.state.view, 1);
	key(&f, '1');
	assert_int_equal(f.state.view, 0);
	assert_int_equal(key(&f, '9'), PT_UI_EFFECT_NONE);
	tear_down(&f);
}

static void
arrows_move_the_selection_within_the_workers(void **state)
{
	struct fixture f;

	set_up(&f, 8);
	assert_int_equal(f.state.selected[0], -1);
	key(&f, PT_KEY_DOWN);
	assert_int_equal(f.state.selected[0], 0);
	key(&f, PT_KEY_UP);
	assert_int_equal(f.state.selected[0], 0);
	key(&f, PT_KEY_END);
	assert_int_equal(f.state.selected[0], 7);
	key(&f, PT_KEY_DOWN);
	assert_int_equal(f.state.selected[0], 7);
	key(&f, PT_KEY_ESCAPE);
	assert_int_equal(f.state.selected[0], -1);
	key(&f, PT_KEY_UP);
	assert_int_equal(f.state.selected[0], 7);
	tear_down(&f);
}

static void
the_cursor_sits_on_the_selected_row(void **state)
{
	struct pt_canvas c = { .w = 0 };
	struct fixture f;
	struct pt_screen screen;

	set_up(&f, 8);
	screen = (struct pt_screen){
		.live = &f.fake.model, .state = &f.state, .glyphs = pt_glyphs(false)
	};
	pt_canvas_resize(&c, 80, 24);
	pt_screen_draw(&c, &screen);
	assert_int_equal(c.cursor_x, -1);
	for (int view = 0; view < pt_views_len; view++) {
		f.state.view = view;
		f.state.selected[view] = 3;
		pt_screen_draw(&c, &screen);
		assert_int_equal(c.cursor_x, 0);
		assert_int_equal(
		    c.cells[c.cursor_y * 80 + 2].glyph + c.cells[c.cursor_y * 80 + 3].glyph,
		    '3' + ' ');
	}
	pt_canvas_fini(&c);
	tear_down(&f);
}

/* That a model which is held stays as it was is a fact of the source, see test_source. */
static void
space_keeps_the_model_that_is_shown(void **state)
{
	struct pt_model later;
	struct fixture f;

	set_up(&f, 8);
	later = f.fake.model;
	assert_ptr_equal(pt_ui_state_model(&f.state, &later), &later);
	key(&f, ' ');
	assert_ptr_equal(pt_ui_state_model(&f.state, &later), &f.fake.model);
	key(&f, ' ');
	assert_ptr_equal(pt_ui_state_model(&f.state, &later), &later);
	tear_down(&f);
}

static void
a_key_takes_the_next_pool(void **state)
{
	struct pt_pool_info pools[] = { { .id = 3 }, { .id = 7, .shown = true } };
	struct fixture f;

	set_up(&f, 8);
	key(&f, 'P');			/* of one pool there is no next one */
	assert_int_equal(f.state.pool, 0);
	f.fake.model.pools = pools;
	f.fake.model.pools_len = 2;
	f.state.selected[f.state.view] = 5;
	key(&f, ' ');
	assert_true(key(&f, 'P') & PT_UI_EFFECT_POOL);
	assert_int_equal(f.state.pool, 3);
	assert_null(f.state.frozen);
	assert_int_equal(f.state.selected[f.state.view], -1);
	pools[0].shown = true;
	pools[1].shown = false;
	key(&f, 'P');
	assert_int_equal(f.state.pool, 7);
	tear_down(&f);
}

static void
a_finished_run_cannot_be_frozen_but_thawed(void **state)
{
	struct fixture f;

	set_up(&f, 8);
	key(&f, ' ');
	f.fake.model.state = PT_MODEL_DONE;
	assert_non_null(f.state.frozen);
	key(&f, ' ');
	assert_null(f.state.frozen);
	key(&f, ' ');
	assert_null(f.state.frozen);
	tear_down(&f);
}

static void
q_in_the_help_closes_the_help_only(void **state)
{
	struct fixture f;

	set_up(&f, 8);
	key(&f, '?');
	assert_true(f.state.help);
	assert_false(key(&f, 'q') & PT_UI_EFFECT_QUIT);
	assert_false(f.state.help);
	assert_true(key(&f, 'q') & PT_UI_EFFECT_QUIT);
	tear_down(&f);
}

static void
long_help_scrolls_on_a_low_terminal(void **state)
{
	struct fixture f;

	set_up(&f, 8);
	pt_layout_frame(&f.frame, 80, 10);
	key(&f, '?');
	key(&f, PT_KEY_UP);
	assert_int_equal(f.state.help_first, 0);
	key(&f, PT_KEY_END);
	assert_true(f.state.help_first > 5);
	key(&f, PT_KEY_HOME);
	assert_int_equal(f.state.help_first, 0);
	tear_down(&f);
}

static uint32_t
next(uint64_t *r)
{
	*r = *r * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*r >> 33);
}

/* Any keys, any resizes, models that come and go: the selection stays where there is something. */
static void
random_keys_leave_a_valid_state(void **state)
{
	uint64_t random = 42;
	struct pt_canvas c = { .w = 0 };
	struct fixture f;

	set_up(&f, 8);
	for (int i = 0; i < 20000; i++) {
		static const int plain[] = { ' ', '?', '1', '2', '3', 'q', 'x', 0, 9, 12, 26, 27,
			0x4e2d };
		struct pt_screen screen = { .live = &f.fake.model, .state = &f.state,
			.glyphs = pt_glyphs(i % 2) };
		struct pt_moves m = { .rows = 0 };

		if (next(&random) % 300 == 0)
			fake_model_hostile(&f.fake, next(&random) % 40, i);
		if (next(&random) % 20 == 0)
			pt_layout_frame(&f.frame, 1 + (int)(next(&random) % 200),
			    1 + (int)(next(&random) % 70));
		key(&f, next(&random) % 2 ? PT_KEY_UP + (int)(next(&random) % 11) :
					    plain[next(&random) % 13]);
		pt_ui_state_clamp(&f.state, &f.fake.model, &f.frame);
		assert_in_range(f.state.view, 0, pt_views_len - 1);
		pt_views[f.state.view]->moves(&f.frame, pt_ui_state_model(&f.state, &f.fake.model),
		    &m);
		assert_in_range(f.state.selected[f.state.view] + 1, 0, m.rows);
		if (i % 10)
			continue;
		pt_canvas_resize(&c, f.frame.all.w, f.frame.all.h);
		pt_screen_draw(&c, &screen);
		check_cells(&c);
	}
	pt_canvas_fini(&c);
	tear_down(&f);
}

/* ---- governor ---- */

static void
a_dear_screen_is_drawn_less_often(void **state)
{
	struct pt_governor g;
	uint64_t now = 1000, cpu = 0;

	pt_governor_init(&g, now, cpu);
	assert_int_equal(g.period_ns, 100000000);
	assert_true(isnan(g.cost));
	for (int i = 0; i < 100; i++)
		pt_governor_step(&g, now += 100000000, cpu += 3000000);
	assert_int_equal(g.period_ns, 500000000);
	for (int i = 0; i < 100; i++)
		pt_governor_step(&g, now += 500000000, cpu += 100000);
	assert_int_equal(g.period_ns, 100000000);
}

static void
a_cheap_screen_keeps_its_rate_and_says_what_it_costs(void **state)
{
	struct pt_governor g;
	uint64_t now = 1000, cpu = 0;

	pt_governor_init(&g, now, cpu);
	for (int i = 0; i < 100; i++)
		pt_governor_step(&g, now += 100000000, cpu += 400000);
	assert_int_equal(g.period_ns, 100000000);
	assert_true(fabs(g.cost - 0.004) < 1e-6);
}

/* ---- theme ---- */

static void
no_colour_is_used_where_there_is_none(void **state)
{
	for (int role = 0; role < PT_ROLES; role++) {
		assert_int_equal(pt_theme_look((enum pt_role)role, 0, false).fg, -1);
		assert_int_equal(pt_theme_look((enum pt_role)role, 2, true).fg, -1);
		assert_true(pt_theme_look((enum pt_role)role, 8, false).fg < 8);
		assert_true(pt_theme_look((enum pt_role)role, 16, false).fg < 16);
	}
	assert_int_equal(pt_theme_look(PT_ROLE_WORK, 256, false).fg, 33);
}

static void
a_light_ground_is_what_colorfgbg_says(void **state)
{
	assert_true(pt_theme_is_light("0;15"));
	assert_true(pt_theme_is_light("0;default;7"));
	assert_false(pt_theme_is_light("15;0"));
	assert_false(pt_theme_is_light(""));
	assert_false(pt_theme_is_light(NULL));
	assert_int_equal(pt_theme_look(PT_ROLE_RUNTIME, 256, true).fg, 166);
}

/* One sign has one meaning: no two of them look the same, in either set. */
static void
no_two_signs_are_the_same(void **state)
{
	for (int i = 0; i < PT_SIGNS; i++) {
		assert_true(pt_signs[i].lane || pt_signs[i].cores);
		assert_true(pt_signs[i].help[0] != 0);
		for (int k = 0; k < i; k++) {
			assert_int_not_equal(pt_signs[i].block, pt_signs[k].block);
			assert_int_not_equal(pt_signs[i].ascii, pt_signs[k].ascii);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tabs_and_digits_choose_the_screen),
		cmocka_unit_test(arrows_move_the_selection_within_the_workers),
		cmocka_unit_test(the_cursor_sits_on_the_selected_row),
		cmocka_unit_test(space_keeps_the_model_that_is_shown),
		cmocka_unit_test(a_key_takes_the_next_pool),
		cmocka_unit_test(a_finished_run_cannot_be_frozen_but_thawed),
		cmocka_unit_test(q_in_the_help_closes_the_help_only),
		cmocka_unit_test(long_help_scrolls_on_a_low_terminal),
		cmocka_unit_test(random_keys_leave_a_valid_state),
		cmocka_unit_test(a_dear_screen_is_drawn_less_often),
		cmocka_unit_test(a_cheap_screen_keeps_its_rate_and_says_what_it_costs),
		cmocka_unit_test(no_colour_is_used_where_there_is_none),
		cmocka_unit_test(a_light_ground_is_what_colorfgbg_says),
		cmocka_unit_test(no_two_signs_are_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
