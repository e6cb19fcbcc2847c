/* SPDX-License-Identifier: MIT */
/* The grid of cells: see canvas.h. */
#include "ui/core/canvas.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

static int
clamp(int v, int lo, int hi)
{
	return v < lo ? lo : v > hi ? hi : v;
}

static struct pt_rect
whole(const struct pt_canvas *c)
{
	return (struct pt_rect){ .x = 0, .y = 0, .w = c->w, .h = c->h };
}

/* In 64 bits: the sums of a hostile rectangle must not wrap. */
static struct pt_rect
intersect(struct pt_rect a, struct pt_rect b)
{
	int64_t left = a.x > b.x ? a.x : b.x, top = a.y > b.y ? a.y : b.y;
	int64_t aright = (int64_t)a.x + a.w, bright = (int64_t)b.x + b.w;
	int64_t abottom = (int64_t)a.y + a.h, bbottom = (int64_t)b.y + b.h;
	int64_t w = (aright < bright ? aright : bright) - left;
	int64_t h = (abottom < bbottom ? abottom : bbottom) - top;

	if (w <= 0 || h <= 0)
		return (struct pt_rect){ .w = 0 };
	return (struct pt_rect){ .x = (int)left, .y = (int)top, .w = (int)w, .h = (int)h };
}

void
pt_canvas_resize(struct pt_canvas *c, int w, int h)
{
	size_t need;

	c->w = clamp(w, 1, PT_CANVAS_MAX_W);
	c->h = clamp(h, 1, PT_CANVAS_MAX_H);
	need = (size_t)c->w * (size_t)c->h;
	if (need > c->cells_cap) {
		c->cells = pt_xrealloc(c->cells, need, sizeof(*c->cells));
		c->cells_cap = need;
	}
	pt_canvas_clear(c);
}

void
pt_canvas_fini(struct pt_canvas *c)
{
	free(c->cells);
	memset(c, 0, sizeof(*c));
}

void
pt_canvas_clear(struct pt_canvas *c)
{
	const struct pt_cell blank = { .glyph = ' ', .role = PT_ROLE_TEXT, .width = 1 };
	size_t n = (size_t)c->w * (size_t)c->h;

	for (size_t i = 0; i < n; i++)
		c->cells[i] = blank;
	c->clip = whole(c);
	c->cursor_x = c->cursor_y = -1;
}

struct pt_rect
pt_canvas_clip(struct pt_canvas *c, struct pt_rect r)
{
	struct pt_rect before = c->clip;

	c->clip = intersect(r, whole(c));
	return before;
}

static bool
inside(const struct pt_canvas *c, int64_t x, int64_t y)
{
	return x >= c->clip.x && x - c->clip.x < c->clip.w && y >= c->clip.y &&
		y - c->clip.y < c->clip.h;
}

/* Before a cell is overwritten: the other half of a wide character there becomes a blank. */
static void
break_wide(struct pt_canvas *c, struct pt_cell *cell, int x)
{
	if (cell->width == 0 && x > 0) {
		cell[-1].glyph = ' ';
		cell[-1].width = 1;
	}
	if (cell->width == 2 && x + 1 < c->w) {
		cell[1].glyph = ' ';
		cell[1].width = 1;
	}
}

static void
set_cell(struct pt_canvas *c, int x, int y, struct pt_cell value)
{
	struct pt_cell *cell = &c->cells[(size_t)y * (size_t)c->w + (size_t)x];

	break_wide(c, cell, x);
	*cell = value;
}

/* Most cells are ASCII or from the box and block characters: those need no look into tables. */
static bool
is_plain(uint32_t glyph)
{
	return (glyph >= 0x20 && glyph < 0x7f) || (glyph >= 0x2500 && glyph < 0x25a0) ||
		glyph == 0xb7;
}

static int
width_of(uint32_t glyph)
{
	return is_plain(glyph) ? 1 : pt_utf8_width(glyph);
}

static uint32_t
drawable(const struct pt_canvas *c, uint32_t glyph)
{
	if (c->ascii && glyph > 0x7e)
		return '?';
	return width_of(glyph) < 0 ? '?' : glyph;
}

/* Both halves, or a blank for the one that is inside. */
static void
put_wide(struct pt_canvas *c, int x, int y, struct pt_cell cell)
{
	const struct pt_cell second = { .role = cell.role };
	bool left = inside(c, x, y), right = inside(c, (int64_t)x + 1, y);
	struct pt_cell *next;

	if (!left || !right) {
		cell.glyph = ' ';
		if (left)
			set_cell(c, x, y, cell);
		if (right)
			set_cell(c, x + 1, y, cell);
		return;
	}
	cell.width = 2;
	set_cell(c, x, y, cell);
	next = &c->cells[(size_t)y * (size_t)c->w + (size_t)x + 1];
	if (next->width == 2)
		break_wide(c, next, x + 1);
	*next = second;
}

int
pt_canvas_put(struct pt_canvas *c, int x, int y, enum pt_role role, uint32_t glyph)
{
	struct pt_cell cell = { .role = (uint8_t)role, .width = 1 };
	int width;

	cell.glyph = drawable(c, glyph);
	width = width_of(cell.glyph);
	if (width == 2)
		put_wide(c, x, y, cell);
	else if (width == 1 && inside(c, x, y))
		set_cell(c, x, y, cell);
	return width; /* 0: a combining mark, a cell holds one character */
}

void
pt_canvas_fill(struct pt_canvas *c, struct pt_rect r, enum pt_role role, uint32_t glyph)
{
	r = intersect(r, c->clip);
	for (int y = r.y; y < r.y + r.h; y++)
		for (int x = r.x; x < r.x + r.w; x++)
			(void)pt_canvas_put(c, x, y, role, glyph);
}

int
pt_canvas_text(struct pt_canvas *c, struct pt_rect r, enum pt_role role, const char *utf8)
{
	size_t len = strlen(utf8), at = 0;
	int used = 0;

	if (pt_rect_empty(r))
		return 0;
	while (at < len) {
		uint32_t glyph;
		int width;

		at += pt_utf8_next(utf8 + at, len - at, &glyph);
		glyph = drawable(c, glyph);
		width = width_of(glyph);
		if (used + width > r.w)
			break;
		used += pt_canvas_put(c, r.x + used, r.y, role, glyph);
	}
	return used;
}

int
pt_canvas_printf(struct pt_canvas *c, struct pt_rect r, enum pt_role role, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return pt_canvas_text(c, r, role, text);
}

int
pt_canvas_foreign(struct pt_canvas *c, struct pt_rect r, enum pt_role role, const char *bytes)
{
	char clean[1024];

	(void)pt_clean(clean, sizeof(clean), bytes, strlen(bytes));
	return pt_canvas_text(c, r, role, clean);
}

void
pt_canvas_cursor(struct pt_canvas *c, int x, int y)
{
	if (!inside(c, x, y))
		return;
	c->cursor_x = x;
	c->cursor_y = y;
}

static void
dump_glyph(struct pt_text *out, uint32_t g)
{
	char b[4] = { (char)g };
	size_t n = 1;

	if (g >= 0x10000) {
		b[0] = (char)(0xf0 | g >> 18);
		b[1] = (char)(0x80 | (g >> 12 & 0x3f));
		b[2] = (char)(0x80 | (g >> 6 & 0x3f));
		b[3] = (char)(0x80 | (g & 0x3f));
		n = 4;
	} else if (g >= 0x800) {
		b[0] = (char)(0xe0 | g >> 12);
		b[1] = (char)(0x80 | (g >> 6 & 0x3f));
		b[2] = (char)(0x80 | (g & 0x3f));
		n = 3;
	} else if (g >= 0x80) {
		b[0] = (char)(0xc0 | g >> 6);
		b[1] = (char)(0x80 | (g & 0x3f));
		n = 2;
	}
	pt_text_put(out, b, n);
}

void
pt_canvas_dump(const struct pt_canvas *c, struct pt_text *out)
{
	for (int y = 0; y < c->h; y++) {
		const struct pt_cell *row = &c->cells[(size_t)y * (size_t)c->w];
		int end = c->w;

		while (end > 0 && row[end - 1].glyph == ' ')
			end--;
		for (int x = 0; x < end; x++)
			if (row[x].width)
				dump_glyph(out, row[x].glyph);
		pt_text_put(out, "\n", 1);
	}
}

struct pt_rect
pt_rect_row(struct pt_rect r, int i)
{
	return pt_rect_rows(r, i, 1);
}

struct pt_rect
pt_rect_rows(struct pt_rect r, int first, int n)
{
	r.y += first;
	r.h = clamp(r.h - first, 0, n);
	if (first < 0)
		r.h = 0;
	return r;
}

struct pt_rect
pt_rect_skip(struct pt_rect r, int n)
{
	r.x += n;
	r.w = r.w > n ? r.w - n : 0;
	return r;
}

struct pt_rect
pt_rect_right(struct pt_rect r, int n)
{
	n = clamp(n, 0, r.w > 0 ? r.w : 0);
	r.x += r.w - n;
	r.w = n;
	return r;
}

struct pt_rect
pt_rect_left(struct pt_rect r, int n)
{
	r.w = clamp(n, 0, r.w > 0 ? r.w : 0);
	return r;
}

bool
pt_rect_empty(struct pt_rect r)
{
	return r.w <= 0 || r.h <= 0;
}
