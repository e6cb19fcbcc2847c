/* SPDX-License-Identifier: MIT */
/* Layout: for every size and number of workers, rectangles lie inside and do not overlap. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ui/core/layout.h"
#include "ui/views/overview_layout.h"
#include "ui/views/steals_layout.h"
#include "ui/widgets/grid.h"

static const int workers[] = { 0, 1, 2, 3, 8, 12, 17, 64, 100, 256, 1024 };
#define WORKERS (sizeof(workers) / sizeof(workers[0]))

static void
check_inside(struct pt_rect r, struct pt_rect of)
{
	if (r.h == 0)
		return;
	assert_true(r.w >= 0 && r.h > 0);
	assert_true(r.x >= of.x && r.x + r.w <= of.x + of.w);
	assert_true(r.y >= of.y && r.y + r.h <= of.y + of.h);
}

/* Sections are full rows: each row belongs to one of them at most. */
static void
check_sections(const struct pt_rect *r, size_t n, struct pt_rect body)
{
	char taken[PT_CANVAS_MAX_H] = { 0 };

	for (size_t i = 0; i < n; i++) {
		check_inside(r[i], body);
		for (int y = r[i].y; y < r[i].y + r[i].h; y++) {
			assert_int_equal(taken[y], 0);
			taken[y] = 1;
		}
	}
}

static void
sections_of_all_sizes_lie_inside_and_apart(void **state)
{
	for (int w = 1; w <= 220; w += w < 90 ? 1 : 13) {
		for (int h = 1; h <= 100; h += h < 50 ? 1 : 7) {
			struct pt_frame f;

			pt_layout_frame(&f, w, h);
			check_inside(f.header, f.all);
			check_inside(f.tabs, f.all);
			check_inside(f.body, f.all);
			check_inside(f.footer, f.all);
			for (size_t i = 0; i < WORKERS; i++) {
				struct pt_overview_layout o;
				struct pt_steals_layout s;

				pt_layout_overview(&o, &f, workers[i], workers[i] / 2, (int)i % 4,
					(int)i % 5);
				check_sections(&o.verdict, sizeof(o) / sizeof(struct pt_rect),
					f.body);
				pt_layout_steals(&s, &f, workers[i]);
				check_sections(&s.numbers, sizeof(s) / sizeof(struct pt_rect),
					f.body);
			}
		}
	}
}

static void
the_cells_of_a_page_lie_inside_and_apart(void **state)
{
	for (int w = 8; w <= 200; w += 3) {
		for (int h = 1; h <= 40; h += 3) {
			struct pt_rect r = { .x = 3, .y = 2, .w = w, .h = h };

			for (size_t i = 1; i < WORKERS; i++) {
				static char taken[64][256];
				struct pt_grid g;

				memset(taken, 0, sizeof(taken));
				pt_layout_grid(&g, r, workers[i]);
				assert_true(g.page >= 1);
				for (int k = 0; k < g.page && k < workers[i]; k++) {
					struct pt_rect cell = pt_grid_cell(&g, r, k);

					assert_false(pt_rect_empty(cell));
					check_inside(cell, r);
					for (int x = cell.x; x < cell.x + cell.w; x++) {
						assert_int_equal(taken[cell.y][x], 0);
						taken[cell.y][x] = 1;
					}
				}
			}
		}
	}
}

static void
all_of_256_workers_fit_on_80x24(void **state)
{
	struct pt_frame f;
	struct pt_overview_layout o;
	struct pt_grid g;

	pt_layout_frame(&f, 80, 24);
	pt_layout_overview(&o, &f, 256, 256, 3, 3);
	pt_layout_grid(&g, o.workers, 256);
	assert_true(g.page >= 256);
}

static void
a_full_screen_has_all_that_matters(void **state)
{
	for (int h = 24; h < 60; h++) {
		for (size_t i = 1; i < WORKERS; i++) {
			struct pt_frame f;
			struct pt_overview_layout o;

			pt_layout_frame(&f, 80, h);
			pt_layout_overview(&o, &f, workers[i], workers[i], 3, 0);
			assert_int_equal(f.kind, PT_FRAME_FULL);
			assert_true(o.verdict.h && o.plan.h == 3 && o.workers.h && o.legend.h);
			assert_true(
				o.cores_bar.h && o.cores_text.h == 2 && o.curve.h && o.advice.h);
		}
	}
}

static void
eight_workers_on_80x24_have_a_row_each(void **state)
{
	struct pt_frame f;
	struct pt_overview_layout o;
	struct pt_grid g;

	pt_layout_frame(&f, 80, 24);
	pt_layout_overview(&o, &f, 8, 2, 3, 0);
	pt_layout_grid(&g, o.workers, 8);
	assert_int_equal(o.workers.h, 8);
	assert_int_equal(g.kind, PT_CELL_WIDE);
}

static void
small_terminals_get_what_fits(void **state)
{
	struct pt_frame f;
	struct pt_overview_layout o;

	pt_layout_frame(&f, 39, 24);
	assert_int_equal(f.kind, PT_FRAME_LINES);
	pt_layout_frame(&f, 80, 3);
	assert_int_equal(f.kind, PT_FRAME_LINES);
	pt_layout_frame(&f, 80, 15);
	assert_int_equal(f.kind, PT_FRAME_COMPACT);
	pt_layout_overview(&o, &f, 8, 2, 3, 0);
	assert_int_equal(o.workers.h, 8);
	assert_int_equal(o.curve.h, 0);
}

static void
the_matrix_folds_by_powers_of_two_and_fits(void **state)
{
	for (int w = 40; w <= 200; w += 7) {
		for (int h = 2; h <= 60; h += 3) {
			for (size_t i = 0; i < WORKERS; i++) {
				struct pt_matrix_layout m;
				int n = workers[i] > 0 ? workers[i] : 1, used;

				pt_layout_matrix(&m, (struct pt_rect){ .w = w, .h = h },
					workers[i]);
				used = m.label_w + m.groups * m.cell_w + (m.sums ? 12 : 0) +
					m.net_w;
				assert_int_equal(m.per_group & (m.per_group - 1), 0);
				assert_true(m.groups * m.per_group >= n &&
					(m.groups - 1) * m.per_group < n);
				assert_true(m.groups <= h - 1 && (used <= w || m.groups == 1));
			}
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sections_of_all_sizes_lie_inside_and_apart),
		cmocka_unit_test(the_cells_of_a_page_lie_inside_and_apart),
		cmocka_unit_test(all_of_256_workers_fit_on_80x24),
		cmocka_unit_test(a_full_screen_has_all_that_matters),
		cmocka_unit_test(eight_workers_on_80x24_have_a_row_each),
		cmocka_unit_test(small_terminals_get_what_fits),
		cmocka_unit_test(the_matrix_folds_by_powers_of_two_and_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
