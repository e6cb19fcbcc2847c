/* SPDX-License-Identifier: MIT */
/* Looking at a canvas: see ui_check.h. */
#include "ui_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

static bool
fine(const struct pt_cell *row, int x, int w)
{
	const struct pt_cell *cell = &row[x];

	if (cell->role >= PT_ROLES || cell->unused != 0)
		return false;
	if (cell->width == 0)
		return cell->glyph == 0 && x > 0 && row[x - 1].width == 2;
	if (pt_utf8_width(cell->glyph) != cell->width)
		return false;
	return cell->width == 1 || (x + 1 < w && row[x + 1].width == 0);
}

void
check_cells(const struct pt_canvas *c)
{
	for (int y = 0; y < c->h; y++)
		for (int x = 0; x < c->w; x++)
			if (!fine(&c->cells[(size_t)y * (size_t)c->w], x, c->w))
				fail_msg("the cell at %d,%d of %dx%d is broken", x, y, c->w, c->h);
	assert_in_range(c->cursor_x + 1, 0, c->w);
	assert_in_range(c->cursor_y + 1, 0, c->h);
}

void
check_text(const struct pt_canvas *c, const char *want)
{
	struct pt_text got = { .s = NULL };

	pt_canvas_dump(c, &got);
	assert_string_equal(pt_text_string(&got), want);
	pt_text_fini(&got);
}

static void
golden_path(char *out, size_t size, const char *name)
{
	const char *src = getenv("SRC");

	(void)snprintf(out, size, "%s/tests/golden/views/%s", src ? src : ".", name);
}

static void
read_all(const char *path, struct pt_text *out)
{
	char part[4096];
	FILE *f = fopen(path, "r");
	size_t n;

	if (!f)
		fail_msg("%s is missing: make it with PARTOP_UPDATE_GOLDEN=1", path);
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		pt_text_put(out, part, n);
	(void)fclose(f);
}

void
check_golden(const struct pt_canvas *c, const char *name)
{
	struct pt_text got = { .s = NULL }, want = { .s = NULL };
	char path[4096];

	golden_path(path, sizeof(path), name);
	pt_canvas_dump(c, &got);
	if (getenv("PARTOP_UPDATE_GOLDEN")) {
		FILE *f = fopen(path, "w");

		assert_non_null(f);
		assert_int_equal(fwrite(got.s, 1, got.len, f), got.len);
		assert_int_equal(fclose(f), 0);
	}
	read_all(path, &want);
	if (strcmp(pt_text_string(&got), pt_text_string(&want)) != 0)
		fail_msg("%s: the screen is not as it was; now it is\n%s", name, got.s);
	pt_text_fini(&got);
	pt_text_fini(&want);
}
