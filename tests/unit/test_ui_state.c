/* SPDX-License-Identifier: MIT */
/* Keys, pausing, the governor and the themes. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/core/governor.h"
#include "ui/core/keymap.h"
#include "ui/core/keys.h"
#include "ui/core/screen.h"
#include "ui/core/signs.h"
#include "ui/core/theme.h"
#include "ui_check.h"
#include "ui_models.h"

struct fixture {
	struct fake_model fake;
	struct pt_ui_state state;
	struct pt_canvas canvas;
};

/* What can be selected is what was drawn last. */
static void
draw(struct fixture *f, int w, int h)
{
	struct pt_screen screen = { .live = &f->fake.model,
		.state = &f->state,
		.glyphs = pt_glyphs(false) };

	pt_canvas_resize(&f->canvas, w, h);
	pt_screen_draw(&f->canvas, &screen);
	check_cells(&f->canvas);
}

static void
set_up(struct fixture *f, unsigned workers)
{
	memset(f, 0, sizeof(*f));
	fake_model_make(&f->fake, workers, 4, 1);
	pt_ui_state_init(&f->state);
	draw(f, 80, 24);
}

static void
tear_down(struct fixture *f)
{
	pt_ui_state_fini(&f->state);
	pt_canvas_fini(&f->canvas);
	fake_model_fini(&f->fake);
}

static unsigned
key(struct fixture *f, int k)
{
	return pt_ui_state_key(&f->state, k, &f->fake.model);
}

static void
tabs_and_digits_choose_the_screen(void **state)
{
	struct fixture f;

	set_up(&f, 8);
	for (int i = 0; i < pt_views_len; i++) {
		assert_int_equal(key(&f, pt_views[i]->key), PT_UI_EFFECT_DRAW);
		assert_int_equal(f.state.view, i);
	}
	key(&f, PT_KEY_TAB);
	assert_int_equal(f.state.view, 0);
	key(&f, PT_KEY_BACK_TAB);
	assert_int_equal(f.state.view, pt_views_len - 1);
	assert_int_equal(key(&f, '9'), PT_UI_EFFECT_NONE);
	tear_down(&f);
}

static void
arrows_move_the_selection_within_the_workers(void **state)
{
	struct fixture f;

	set_up(&f, 8);
	assert_int_equal(f.state.selection[0].row, -1);
	key(&f, PT_KEY_DOWN);
	assert_int_equal(f.state.selection[0].row, 0);
	key(&f, PT_KEY_UP);
	assert_int_equal(f.state.selection[0].row, 0);
	key(&f, PT_KEY_END);
	assert_int_equal(f.state.selection[0].row, 7);
	key(&f, PT_KEY_DOWN);
	assert_int_equal(f.state.selection[0].row, 7);
	key(&f, PT_KEY_ESCAPE);
	assert_int_equal(f.state.selection[0].row, -1);
	key(&f, PT_KEY_UP);
	assert_int_equal(f.state.selection[0].row, 7);
	tear_down(&f);
}

static void
the_cursor_sits_on_the_selected_row(void **state)
{
	struct pt_canvas c = { .w = 0 };
	struct fixture f;
	struct pt_screen screen;

	set_up(&f, 8);
	screen = (struct pt_screen){ .live = &f.fake.model,
		.state = &f.state,
		.glyphs = pt_glyphs(false) };
	pt_canvas_resize(&c, 80, 24);
	pt_screen_draw(&c, &screen);
	assert_int_equal(c.cursor_x, -1);
	for (int view = 0; view < pt_views_len; view++) {
		f.state.view = view;
		f.state.selection[view].row = 3;
		pt_screen_draw(&c, &screen);
		if (f.state.selection[view].moves.rows == 0)
			continue; /* nothing can be selected there */
		assert_int_equal(c.cursor_x, 0);
		assert_int_equal(c.cells[c.cursor_y * 80 + 2].glyph +
				c.cells[c.cursor_y * 80 + 3].glyph,
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
	key(&f, 'P'); /* of one pool there is no next one */
	assert_int_equal(f.state.pool, 0);
	f.fake.model.pools = pools;
	f.fake.model.pools_len = 2;
	f.state.selection[f.state.view].row = 5;
	key(&f, ' ');
	assert_true(key(&f, 'P') & PT_UI_EFFECT_POOL);
	assert_int_equal(f.state.pool, 3);
	assert_null(f.state.frozen);
	assert_int_equal(f.state.selection[f.state.view].row, -1);
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
	draw(&f, 80, 10);
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

/* Any keys, any sizes, models that come and go: the selection stays where there is something. */
static void
random_keys_leave_a_valid_state(void **state)
{
	uint64_t random = 42;
	struct fixture f;

	set_up(&f, 8);
	for (int i = 0; i < 20000; i++) {
		static const int plain[] = { ' ', '?', '1', '2', '3', 'q', 'x', 0, 9, 12, 26, 27,
			0x4e2d };
		const struct pt_selection *at;

		if (next(&random) % 300 == 0)
			fake_model_hostile(&f.fake, next(&random) % 40, i);
		key(&f,
			next(&random) % 2 ? PT_KEY_UP + (int)(next(&random) % 11) :
					    plain[next(&random) % 13]);
		if (next(&random) % 10 == 0)
			draw(&f, 1 + (int)(next(&random) % 200), 1 + (int)(next(&random) % 70));
		assert_in_range(f.state.view, 0, pt_views_len - 1);
		at = &f.state.selection[f.state.view];
		assert_in_range(at->row + 1, 0, at->moves.rows);
		assert_true(f.state.help_first >= 0);
	}
	tear_down(&f);
}

/* ---- the table of keys ---- */

static void
each_key_does_one_thing(void **state)
{
	for (int i = 0; i < pt_bindings_len; i++) {
		assert_true(pt_bindings[i].help[0] != 0);
		assert_true(pt_bindings[i].keys[0] == 0 || pt_bindings[i].act != NULL);
		for (int k = 0; k < PT_BINDING_KEYS && pt_bindings[i].keys[k]; k++)
			for (int j = 0; j < i; j++)
				for (int l = 0; l < PT_BINDING_KEYS; l++)
					assert_int_not_equal(pt_bindings[i].keys[k],
						pt_bindings[j].keys[l]);
	}
}

static void
read_manual(char *out, size_t size)
{
	const char *src = getenv("SRC");
	char path[4096];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/doc/partop.1", src ? src : ".");
	f = fopen(path, "r");
	assert_non_null(f);
	out[fread(out, 1, size - 1, f)] = 0;
	(void)fclose(f);
}

static void
the_manual_page_names_the_same_keys(void **state)
{
	static char page[1 << 18];
	char *screens, *end, item[64];
	int items = 0;

	read_manual(page, sizeof(page));
	screens = strstr(page, ".Sh SCREENS");
	assert_non_null(screens);
	end = strstr(screens, "\n.El");
	assert_non_null(end);
	*end = 0;
	for (int i = 0; i < pt_bindings_len; i++) {
		const char *name = pt_bindings[i].name;

		(void)snprintf(item, sizeof(item), ".It Ic %s%s\n",
			name[0] == '.' ? "\\&. \\&," : name, name[0] == '?' ? "\\&" : "");
		if (!strstr(screens, item))
			fail_msg("partop(1) has no %s", item);
	}
	for (const char *p = screens; (p = strstr(p, "\n.It ")) != NULL; p++)
		items++;
	assert_int_equal(items, pt_bindings_len);
}

/* Of a view's own keys, in the list behind. */
static void
the_manual_page_names_the_keys_of_each_view(void **state)
{
	static char page[1 << 18];
	char *screens, *own, item[64];

	read_manual(page, sizeof(page));
	screens = strstr(page, ".Sh SCREENS");
	assert_non_null(screens);
	own = strstr(screens, "Keys of its own:");
	assert_non_null(own);
	for (int v = 0; v < pt_views_len; v++) {
		for (int i = 0; i < pt_views[v]->bindings_len; i++) {
			const char *name = pt_views[v]->bindings[i].name;

			(void)snprintf(item, sizeof(item), ".It Ic %s\n",
				name[0] == ']' ? "\\&] \\&[" : name);
			if (!strstr(own, item))
				fail_msg("partop(1) has no %s of %s", item, pt_views[v]->name);
		}
	}
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
		cmocka_unit_test(each_key_does_one_thing),
		cmocka_unit_test(the_manual_page_names_the_same_keys),
		cmocka_unit_test(the_manual_page_names_the_keys_of_each_view),
		cmocka_unit_test(a_dear_screen_is_drawn_less_often),
		cmocka_unit_test(a_cheap_screen_keeps_its_rate_and_says_what_it_costs),
		cmocka_unit_test(no_colour_is_used_where_there_is_none),
		cmocka_unit_test(a_light_ground_is_what_colorfgbg_says),
		cmocka_unit_test(no_two_signs_are_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
