/* SPDX-License-Identifier: MIT */
/* The help over a screen: see help.h. */
#include "ui/views/help.h"

#include <stddef.h>
#include <stdio.h>

#include "ui/core/keymap.h"
#include "ui/core/signs.h"
#include "ui/widgets/widgets.h"

#define WIDTH 80

/*
 * The lines: what the view says of itself, the signs, the keys.  Heads have no blank before them.
 */
enum { HEADS = 4 }; /* a blank line and a head, twice */

static int
own_lines(const struct pt_view *view)
{
	int n = 0;

	while (view->help[n])
		n++;
	return n;
}

int
pt_help_lines(const struct pt_view *view)
{
	return own_lines(view) + HEADS + PT_SIGNS + view->bindings_len + pt_bindings_len;
}

static void
draw_sign(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g, enum pt_sign sign)
{
	r = pt_rect_skip(r, 2);
	if (!pt_rect_empty(r))
		pt_canvas_put(c, r.x, r.y, pt_signs[sign].role, pt_sign_glyph(sign, g->ascii));
	pt_canvas_text(c, pt_rect_skip(r, 2), PT_ROLE_TEXT, pt_signs[sign].help);
}

static void
draw_binding(struct pt_canvas *c, struct pt_rect r, const struct pt_binding *b)
{
	r = pt_rect_skip(r, 2);
	pt_canvas_text(c, r, PT_ROLE_STRONG, b->name);
	pt_canvas_text(c, pt_rect_skip(r, 11), PT_ROLE_TEXT, b->help);
}

/* Those of the view first. */
static const struct pt_binding *
binding_at(const struct pt_view *view, int i)
{
	return i < view->bindings_len ? &view->bindings[i] : &pt_bindings[i - view->bindings_len];
}

static void
draw_line(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g,
	const struct pt_view *view, int line)
{
	int own = own_lines(view), keys = own + 2 + PT_SIGNS;

	if (line < own)
		pt_canvas_text(c, r, view->help[line][0] == ' ' ? PT_ROLE_TEXT : PT_ROLE_STRONG,
			view->help[line]);
	else if (line == own + 1)
		pt_canvas_text(c, r, PT_ROLE_STRONG, "Signs of a worker's time, and of the cores");
	else if (line > own && line < keys)
		draw_sign(c, r, g, (enum pt_sign)(line - own - 2));
	else if (line == keys + 1)
		pt_canvas_text(c, r, PT_ROLE_STRONG, "Keys");
	else if (line > keys)
		draw_binding(c, r, binding_at(view, line - keys - 2));
}

static struct pt_rect
box(const struct pt_frame *f, const struct pt_view *view)
{
	struct pt_rect r = f->all;
	int want = pt_help_lines(view) + 2;

	if (f->kind == PT_FRAME_LINES)
		return r;
	if (r.w > WIDTH) {
		r.x = (r.w - WIDTH) / 2;
		r.w = WIDTH;
	}
	r.y = 1;
	r.h -= 2;
	if (r.h > want) {
		r.y += (r.h - want) / 3;
		r.h = want;
	}
	return r;
}

int
pt_help_page(const struct pt_frame *f)
{
	int h = f->kind == PT_FRAME_LINES ? f->all.h : f->all.h - 4;

	return h > 1 ? h : 1;
}

static void
border(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g, const char *title)
{
	struct pt_rect low = pt_rect_row(r, r.h - 1);

	pt_rule_draw(c, r, g, title);
	pt_canvas_fill(c, low, PT_ROLE_QUIET, g->rule);
	for (int i = 1; i < r.h - 1; i++) {
		pt_canvas_put(c, r.x, r.y + i, PT_ROLE_QUIET, g->column);
		pt_canvas_put(c, r.x + r.w - 1, r.y + i, PT_ROLE_QUIET, g->column);
	}
	pt_canvas_put(c, r.x, r.y, PT_ROLE_QUIET, g->corner[0]);
	pt_canvas_put(c, r.x + r.w - 1, r.y, PT_ROLE_QUIET, g->corner[1]);
	pt_canvas_put(c, low.x, low.y, PT_ROLE_QUIET, g->corner[2]);
	pt_canvas_put(c, low.x + low.w - 1, low.y, PT_ROLE_QUIET, g->corner[3]);
}

/* In the lower border: a box that is full does not look as if there were more. */
static void
tell_rest(struct pt_canvas *c, struct pt_rect low, int lines)
{
	char remark[48];
	struct pt_rect at;
	int n;

	if (lines <= 0)
		return;
	n = snprintf(remark, sizeof(remark), "%d more line%s: arrow down, PgDn", lines,
		lines == 1 ? "" : "s");
	at = pt_rule_remark(c, low, n, 0);
	pt_canvas_text(c, at, PT_ROLE_TEXT, remark);
}

void
pt_help_draw(struct pt_canvas *c, const struct pt_frame *f, const struct pt_glyphs *g,
	const struct pt_view *view, int first)
{
	struct pt_rect r = box(f, view);
	int all = pt_help_lines(view);
	char remark[] = "? or Esc closes";
	struct pt_rect before;

	pt_canvas_fill(c, r, PT_ROLE_TEXT, ' ');
	if (f->kind != PT_FRAME_LINES) {
		struct pt_rect at;

		border(c, r, g, "help");
		at = pt_rule_remark(c, r, (int)sizeof(remark) - 1, 8);
		pt_canvas_text(c, at, PT_ROLE_TEXT, remark);
		tell_rest(c, pt_rect_row(r, r.h - 1), all - first - (r.h - 2));
		r = (struct pt_rect){ .x = r.x + 2, .y = r.y + 1, .w = r.w - 3, .h = r.h - 2 };
	}
	before = pt_canvas_clip(c, r);
	for (int i = 0; i < r.h && first + i < all; i++)
		draw_line(c, pt_rect_row(r, i), g, view, first + i);
	pt_canvas_clip(c, before);
}
