/* SPDX-License-Identifier: MIT */
/* The help over a screen: see help.h. */
#include "ui/views/help.h"

#include <stddef.h>

#include "ui/widgets/widgets.h"

#define WIDTH 80

static const char *const keys[] = {
	"",
	"Keys",
	"  1 2 Tab   screens                    arrows   select a worker; Esc: none",
	"  Home End  first, last                PgUp/Dn  a page of workers",
	"  Space     freeze; the run goes on    P        next pool of a program",
	"  q         cancel the run and quit, again: at once",
	"  Ctrl-C    quit at once               Ctrl-Z   suspend, the run too",
	"  Ctrl-L    draw everything again      ? F1     this help",
	NULL,
};

static int
count(const char *const *lines)
{
	int n = 0;

	while (lines[n])
		n++;
	return n;
}

int
pt_help_lines(const struct pt_view *view)
{
	return count(view->help) + count(keys);
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

void
pt_help_draw(struct pt_canvas *c, const struct pt_frame *f, const struct pt_glyphs *g,
	const struct pt_view *view, int first)
{
	struct pt_rect r = box(f, view);
	int own = count(view->help), all = pt_help_lines(view);
	char remark[] = "? or Esc closes";
	struct pt_rect before;

	pt_canvas_fill(c, r, PT_ROLE_TEXT, ' ');
	if (f->kind != PT_FRAME_LINES) {
		struct pt_rect at;

		border(c, r, g, "help");
		at = pt_rule_remark(c, r, (int)sizeof(remark) - 1, 8);
		pt_canvas_text(c, at, PT_ROLE_TEXT, remark);
		r = (struct pt_rect){ .x = r.x + 2, .y = r.y + 1, .w = r.w - 3, .h = r.h - 2 };
	}
	before = pt_canvas_clip(c, r);
	for (int i = 0; i < r.h && first + i < all; i++) {
		const char *line = first + i < own ? view->help[first + i] : keys[first + i - own];

		pt_canvas_text(c, pt_rect_row(r, i), line[0] == ' ' ? PT_ROLE_TEXT : PT_ROLE_STRONG,
		    line);
	}
	pt_canvas_clip(c, before);
}
