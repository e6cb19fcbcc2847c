/* SPDX-License-Identifier: MIT */
/*
 * A plot drawn by cairo: one drawing for SVG, PNG and PDF.  See plot.h.
 *
 * Lengths are points of a page; a PNG has twice as many pixels.
 */
#include <config.h>
#ifdef HAVE_CAIRO
#include <math.h>

#include "base/error.h"
#include "export/cairo_calls.h"
#include "export/plot.h"

#define PAGE_WIDTH 800
#define PAGE_HEIGHT 500
#define PIXELS 2 /* to a point */
#define LEFT 76
#define RIGHT 24
#define TOP 52
#define BELOW 44 /* the field: numbers and name of the axis */
#define LEGEND_LINE 18
#define SAMPLE 26
#define MARK 4.2 /* half of its width */
#define FONT 12.0
#define FONT_TITLE 15.0

struct page {
	const struct pt_plot *p;
	const struct pt_cairo_calls *c;
	cairo_t *to;
	double x, y, width, height; /* the field */
};

/* ---- colours: those of Okabe and Ito (2008), which all eyes can tell apart ---- */

static void
set_hue(const struct page *g, unsigned hue, double alpha)
{
	static const double rgb[PT_PLOT_HUES][3] = { { 0, 0.447, 0.698 }, { 0.835, 0.369, 0 },
		{ 0, 0.620, 0.451 }, { 0.800, 0.475, 0.655 }, { 0.902, 0.624, 0 },
		{ 0.337, 0.706, 0.914 } };
	static const double grey[3] = { 0.45, 0.45, 0.45 };
	const double *v = hue == PT_PLOT_GREY ? grey : rgb[hue % PT_PLOT_HUES];

	g->c->set_source_rgba(g->to, v[0], v[1], v[2], alpha);
}

static void
set_ink(const struct page *g)
{
	g->c->set_source_rgb(g->to, 0.1, 0.1, 0.1);
}

/* ---- text ---- */

static double
text_width(const struct page *g, const char *text)
{
	cairo_text_extents_t size;

	g->c->text_extents(g->to, text, &size);
	return size.x_advance;
}

/* `share` of its width lies left of x; y is its base line. */
static void
put_text(const struct page *g, double x, double y, double share, const char *text)
{
	g->c->move_to(g->to, x - share * text_width(g, text), y);
	g->c->show_text(g->to, text);
}

static void
put_titles(const struct page *g)
{
	set_ink(g);
	g->c->set_font_size(g->to, FONT_TITLE);
	put_text(g, g->x, 26, 0, g->p->title);
	g->c->set_font_size(g->to, FONT);
	put_text(g, g->x + g->width / 2, g->y + g->height + 36, 0.5, g->p->x.name);
	g->c->save(g->to);
	g->c->translate(g->to, 20, g->y + g->height / 2);
	g->c->rotate(g->to, -M_PI / 2);
	put_text(g, 0, 0, 0.5, g->p->y.name);
	g->c->restore(g->to);
}

/* ---- axes ---- */

static void
line(const struct page *g, double x0, double y0, double x1, double y1)
{
	g->c->move_to(g->to, x0, y0);
	g->c->line_to(g->to, x1, y1);
	g->c->stroke(g->to);
}

static double
place_x(const struct page *g, double v)
{
	return g->x + pt_plot_place(&g->p->x, v) * g->width;
}

static double
place_y(const struct page *g, double v)
{
	double up = pt_plot_place(&g->p->y, v);

	return g->y + (1 - fmin(fmax(up, -9), 9)) * g->height + 0 * up; /* NAN stays NAN */
}

static void
put_x_axis(const struct page *g)
{
	struct pt_plot_tick tick[PT_PLOT_TICKS];
	size_t n = pt_plot_ticks(&g->p->x, 16, tick);

	for (size_t i = 0; i < n; i++) {
		double x = place_x(g, tick[i].at);

		g->c->set_source_rgb(g->to, 0.9, 0.9, 0.9);
		line(g, x, g->y, x, g->y + g->height);
		set_ink(g);
		line(g, x, g->y + g->height, x, g->y + g->height + 4);
		put_text(g, x, g->y + g->height + 18, 0.5, tick[i].text);
	}
}

static void
put_y_axis(const struct page *g)
{
	struct pt_plot_tick tick[PT_PLOT_TICKS];
	size_t n = pt_plot_ticks(&g->p->y, 10, tick);

	for (size_t i = 0; i < n; i++) {
		double y = place_y(g, tick[i].at);

		g->c->set_source_rgb(g->to, 0.9, 0.9, 0.9);
		line(g, g->x, y, g->x + g->width, y);
		set_ink(g);
		line(g, g->x - 4, y, g->x, y);
		put_text(g, g->x - 8, y + FONT / 3, 1, tick[i].text);
	}
}

static void
put_axes(const struct page *g)
{
	g->c->set_line_width(g->to, 1);
	put_x_axis(g);
	put_y_axis(g);
	set_ink(g);
	line(g, g->x, g->y, g->x, g->y + g->height);
	line(g, g->x, g->y + g->height, g->x + g->width, g->y + g->height);
}

/* ---- lines and marks ---- */

static void
set_style(const struct page *g, enum pt_plot_style style)
{
	static const double pattern[][4] = { [PT_PLOT_DASHES] = { 7, 5, 7, 5 },
		[PT_PLOT_DOTS] = { 1.5, 3.5, 1.5, 3.5 },
		[PT_PLOT_DASH_DOTS] = { 9, 4, 1.5, 4 } };

	g->c->set_line_width(g->to, style == PT_PLOT_MARKS ? 1.8 : 1.4);
	g->c->set_dash(g->to, pattern[style], pattern[style][0] > 0 ? 4 : 0, 0);
}

/* Points that are not known break it. */
static void
put_line(const struct page *g, const struct pt_plot_series *s)
{
	bool begun = false;

	set_hue(g, s->hue, 1);
	set_style(g, s->style);
	for (size_t i = 0; i < s->len; i++) {
		double x = place_x(g, s->point[i].x), y = place_y(g, s->point[i].y);

		if (!isnan(x) && !isnan(y))
			(begun ? g->c->line_to : g->c->move_to)(g->to, x, y);
		begun = !isnan(x) && !isnan(y);
	}
	g->c->stroke(g->to);
	set_style(g, PT_PLOT_LINE);
}

/* By hue a disk, or a shape with so many corners. */
static void
put_mark(const struct page *g, double x, double y, unsigned hue, bool hollow)
{
	static const int corners[PT_PLOT_HUES] = { 0, 4, 3, 4, 3, 5 };
	static const double turn[PT_PLOT_HUES] = { 0, M_PI / 4, -M_PI / 2, 0, M_PI / 2, -M_PI / 2 };
	int n = corners[hue % PT_PLOT_HUES];

	g->c->new_path(g->to); /* text has left a point */
	if (n == 0)
		g->c->arc(g->to, x, y, MARK, 0, 2 * M_PI);
	for (int i = 0; i < n; i++) {
		double angle = turn[hue % PT_PLOT_HUES] + 2 * M_PI * i / n;

		g->c->line_to(g->to, x + 1.25 * MARK * cos(angle), y + 1.25 * MARK * sin(angle));
	}
	g->c->close_path(g->to);
	if (!hollow) {
		g->c->fill(g->to);
		return;
	}
	g->c->set_source_rgb(g->to, 1, 1, 1);
	g->c->fill_preserve(g->to);
	set_hue(g, hue, 1);
	g->c->set_line_width(g->to, 1.4);
	g->c->stroke(g->to);
}

static void
put_interval(const struct page *g, const struct pt_plot_point *p)
{
	double x = place_x(g, p->x), lo = place_y(g, p->lo), hi = place_y(g, p->hi);

	if (isnan(x) || isnan(lo) || isnan(hi))
		return;
	g->c->set_line_width(g->to, 1);
	line(g, x, lo, x, hi);
	line(g, x - 4, lo, x + 4, lo);
	line(g, x - 4, hi, x + 4, hi);
}

static void
put_points(const struct page *g, const struct pt_plot_series *s)
{
	set_hue(g, s->hue, 1);
	for (size_t i = 0; s->style == PT_PLOT_MARKS && i < s->len; i++) {
		double x = place_x(g, s->point[i].x), y = place_y(g, s->point[i].y);

		put_interval(g, &s->point[i]);
		if (!isnan(x) && !isnan(y))
			put_mark(g, x, y, s->hue, s->point[i].hollow);
	}
}

/* A stretch is a tinted band, a place a line. */
static void
put_note(const struct page *g, const struct pt_plot_note *n)
{
	double lo = place_x(g, n->lo), hi = place_x(g, n->hi);

	if (isnan(lo) || isnan(hi))
		return;
	if (n->lo != n->hi) {
		set_hue(g, n->hue, 0.12);
		g->c->rectangle(g->to, lo, g->y, hi - lo, g->height);
		g->c->fill(g->to);
		return;
	}
	set_hue(g, n->hue, 1);
	set_style(g, PT_PLOT_DOTS);
	line(g, lo, g->y, lo, g->y + g->height);
	set_style(g, PT_PLOT_LINE);
}

static void
put_field(const struct page *g)
{
	g->c->save(g->to);
	g->c->rectangle(g->to, g->x - 2 * MARK, g->y - MARK, g->width + 4 * MARK,
		g->height + 2 * MARK);
	g->c->clip(g->to);
	for (size_t i = 0; i < g->p->notes_len; i++)
		put_note(g, &g->p->note[i]);
	for (size_t i = 0; i < g->p->series_len; i++)
		put_line(g, &g->p->series[i]);
	for (size_t i = 0; i < g->p->series_len; i++)
		put_points(g, &g->p->series[i]);
	g->c->restore(g->to);
}

/* ---- the legend ---- */

/* Where the next entry goes; lines are as wide as the field. */
struct legend {
	const struct page *g;
	double x, y;
	int lines;
	bool measure; /* only how many lines it takes */
};

/* False: nothing is to be drawn yet. */
static bool
next_entry(struct legend *l, const char *name, double *x)
{
	double own = SAMPLE + 8 + text_width(l->g, name) + 22;

	if (l->x > 0 && l->x + own > l->g->width) {
		l->x = 0;
		l->y += LEGEND_LINE;
		l->lines++;
	}
	*x = l->g->x + l->x;
	l->x += own;
	if (l->measure)
		return false;
	set_ink(l->g);
	put_text(l->g, *x + SAMPLE + 8, l->y + FONT / 3, 0, name);
	return true;
}

static void
put_series_entry(struct legend *l, const struct pt_plot_series *s)
{
	const struct page *g = l->g;
	double x;

	if (!next_entry(l, s->name, &x))
		return;
	set_hue(g, s->hue, 1);
	set_style(g, s->style);
	line(g, x, l->y, x + SAMPLE, l->y);
	set_style(g, PT_PLOT_LINE);
	if (s->style == PT_PLOT_MARKS)
		put_mark(g, x + SAMPLE / 2.0, l->y, s->hue, false);
}

static void
put_note_entry(struct legend *l, const struct pt_plot_note *n)
{
	const struct page *g = l->g;
	double x;

	if (!next_entry(l, n->text, &x))
		return;
	set_hue(g, n->hue, n->lo != n->hi ? 0.25 : 1);
	if (n->lo != n->hi) {
		g->c->rectangle(g->to, x, l->y - 6, SAMPLE, 12);
		g->c->fill(g->to);
		return;
	}
	set_style(g, PT_PLOT_DOTS);
	line(g, x + SAMPLE / 2.0, l->y - 7, x + SAMPLE / 2.0, l->y + 7);
	set_style(g, PT_PLOT_LINE);
}

static int
put_legend(const struct page *g, bool measure)
{
	struct legend l = { .g = g,
		.y = g->y + g->height + BELOW + 12,
		.lines = 1,
		.measure = measure };
	double x;

	for (size_t i = 0; i < g->p->series_len; i++)
		put_series_entry(&l, &g->p->series[i]);
	if (g->p->hollow != NULL && next_entry(&l, g->p->hollow, &x)) {
		set_hue(g, 0, 1);
		put_mark(g, x + SAMPLE / 2.0, l.y, 0, true);
	}
	for (size_t i = 0; i < g->p->notes_len; i++)
		put_note_entry(&l, &g->p->note[i]);
	return l.lines;
}

/* ---- pictures ---- */

static void
draw(struct page *g)
{
	g->c->set_source_rgb(g->to, 1, 1, 1);
	g->c->paint(g->to);
	g->c->select_font_face(g->to, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
		CAIRO_FONT_WEIGHT_NORMAL);
	g->c->set_font_size(g->to, FONT);
	g->c->set_line_join(g->to, CAIRO_LINE_JOIN_ROUND);
	g->x = LEFT;
	g->y = TOP;
	g->width = PAGE_WIDTH - LEFT - RIGHT;
	g->height = PAGE_HEIGHT - TOP - BELOW - LEGEND_LINE - LEGEND_LINE * put_legend(g, true);
	put_axes(g);
	put_field(g);
	put_titles(g);
	(void)put_legend(g, false);
}

static cairo_status_t
write_bytes(void *to, const unsigned char *bytes, unsigned n)
{
	return fwrite(bytes, 1, n, to) == n ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_surface_t *
new_surface(const struct page *g, enum pt_plot_format format, FILE *f)
{
	cairo_surface_t *s;

	if (format == PT_PLOT_SVG)
		return g->c->svg_surface_create_for_stream(write_bytes, f, PAGE_WIDTH, PAGE_HEIGHT);
	if (format == PT_PLOT_PNG)
		return g->c->image_surface_create(CAIRO_FORMAT_RGB24, PAGE_WIDTH * PIXELS,
			PAGE_HEIGHT * PIXELS);
	s = g->c->pdf_surface_create_for_stream(write_bytes, f, PAGE_WIDTH, PAGE_HEIGHT);
	g->c->pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, g->p->title);
	return s;
}

int
pt_plot_picture_begin(struct pt_error *e)
{
	return pt_cairo_load(e) != NULL ? 0 : -1;
}

int
pt_plot_picture(const struct pt_plot *p, enum pt_plot_format format, FILE *f, struct pt_error *e)
{
	struct page g = { .p = p, .c = pt_cairo_load(e) };
	cairo_surface_t *s;
	cairo_status_t status;

	if (g.c == NULL)
		return -1;
	s = new_surface(&g, format, f);
	g.to = g.c->create(s);
	if (format == PT_PLOT_PNG)
		g.c->scale(g.to, PIXELS, PIXELS);
	draw(&g);
	status = g.c->status(g.to);
	g.c->destroy(g.to);
	if (status == CAIRO_STATUS_SUCCESS && format == PT_PLOT_PNG)
		status = g.c->surface_write_to_png_stream(s, write_bytes, f);
	g.c->surface_finish(s);
	if (status == CAIRO_STATUS_SUCCESS)
		status = g.c->surface_status(s);
	g.c->surface_destroy(s);
	pt_cairo_forget(g.c);
	if (status == CAIRO_STATUS_SUCCESS)
		return 0;
	return pt_fail(e, PT_EXIT_ENVIRONMENT, "cannot draw the picture: %s",
		g.c->status_to_string(status));
}
#endif
