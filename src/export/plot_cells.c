/* SPDX-License-Identifier: MIT */
/*
 * A plot in the cells of a terminal: lines in braille, eight dots to a cell, and above them signs for
 * what was measured; or all of it in ASCII.  See plot.h.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "export/plot.h"

#define WIDTH_MIN 24
#define ROWS_MIN 9
#define ROWS_MAX 20
#define DOTS_X 2 /* of a cell */
#define DOTS_Y 4

struct cells {
	const struct pt_plot *p;
	const struct pt_look *look;
	int width, height;   /* of the field between the axes */
	int margin;          /* left of it */
	unsigned char *dots; /* braille, by cell */
	const char **sign;   /* NULL: none */
};

/* ---- signs ---- */

static const char *
mark_sign(const struct cells *c, unsigned hue, bool hollow)
{
	static const char *const full[PT_PLOT_HUES] = { "●", "■", "▲", "◆", "▼", "★" };
	static const char *const open[PT_PLOT_HUES] = { "○", "□", "△", "◇", "▽", "☆" };
	static const char *const ascii[PT_PLOT_HUES] = { "*", "#", "x", "@", "%", "&" };
	static const char *const ascii_open[PT_PLOT_HUES] = { "o", "h", "v", "a", "n", "e" };

	hue %= PT_PLOT_HUES;
	if (c->look->utf8)
		return hollow ? open[hue] : full[hue];
	return hollow ? ascii_open[hue] : ascii[hue];
}

static const char *
line_sign(enum pt_plot_style style)
{
	return style == PT_PLOT_DOTS       ? "." :
		style == PT_PLOT_DASHES    ? ":" :
		style == PT_PLOT_DASH_DOTS ? ";" :
					     "-";
}

/* ---- the field ---- */

static void
put_dot(struct cells *c, int x, int y, const char *ascii)
{
	/* Unicode's numbering of the dots, by row and column */
	static const unsigned char bit[DOTS_Y][DOTS_X] = { { 1, 8 }, { 2, 16 }, { 4, 32 },
		{ 64, 128 } };
	int cell;

	if (x < 0 || y < 0 || x >= c->width * DOTS_X || y >= c->height * DOTS_Y)
		return;
	cell = y / DOTS_Y * c->width + x / DOTS_X;
	if (c->look->utf8)
		c->dots[cell] |= bit[y % DOTS_Y][x % DOTS_X];
	else if (ascii != NULL && c->sign[cell] == NULL)
		c->sign[cell] = ascii;
}

/* In dots, from the top left; false: outside in x, or nowhere. */
static bool
place(const struct cells *c, double x, double y, double *to_x, double *to_y)
{
	double at = pt_plot_place(&c->p->x, x), up = pt_plot_place(&c->p->y, y);

	if (!(at >= -1e-9 && at <= 1 + 1e-9) || isnan(up))
		return false;
	*to_x = at * (c->width * DOTS_X - 1);
	*to_y = (1 - fmin(fmax(up, -9), 9)) * (c->height * DOTS_Y - 1);
	return true;
}

static bool
is_on(enum pt_plot_style style, int step)
{
	return style == PT_PLOT_DOTS       ? step % 4 == 0 :
		style == PT_PLOT_DASHES    ? step % 6 < 3 :
		style == PT_PLOT_DASH_DOTS ? step % 8 < 4 || step % 8 == 6 :
					     true;
}

/* Goes on counting steps, so that dashes go on, too. */
static void
draw_line(struct cells *c, const struct pt_plot_point *a, const struct pt_plot_point *b,
	enum pt_plot_style style, int *step)
{
	const char *ascii = style == PT_PLOT_MARKS ? NULL : line_sign(style);
	double x0, y0, x1, y1;
	int n;

	if (!place(c, a->x, a->y, &x0, &y0) || !place(c, b->x, b->y, &x1, &y1))
		return;
	n = (int)ceil(fmax(fabs(x1 - x0), fabs(y1 - y0)));
	for (int i = 0; i < n; i++, ++*step) {
		double share = (double)i / n;

		if (is_on(style, *step))
			put_dot(c, (int)lround(x0 + share * (x1 - x0)),
				(int)lround(y0 + share * (y1 - y0)), ascii);
	}
}

static void
draw_lines(struct cells *c, const struct pt_plot_series *s)
{
	int step = 0;

	for (size_t i = 1; i < s->len; i++)
		draw_line(c, &s->point[i - 1], &s->point[i], s->style, &step);
}

static void
draw_interval(struct cells *c, const struct pt_plot_point *p)
{
	double x, lo, hi;

	if (!place(c, p->x, p->lo, &x, &lo) || !place(c, p->x, p->hi, &x, &hi))
		return;
	for (int y = (int)lround(hi); y <= (int)lround(lo); y++)
		put_dot(c, (int)lround(x), y, "|");
}

static void
draw_marks(struct cells *c, const struct pt_plot_series *s)
{
	double x, y;

	for (size_t i = 0; i < s->len; i++) {
		int column, row;

		if (!place(c, s->point[i].x, s->point[i].y, &x, &y))
			continue;
		column = (int)lround(x) / DOTS_X;
		row = (int)lround(y) / DOTS_Y;
		if (y >= 0 && row < c->height)
			c->sign[row * c->width + column] = mark_sign(c, s->hue, s->point[i].hollow);
	}
}

/* A place is a dotted line from top to bottom; a stretch is drawn on the axis. */
static void
draw_note(struct cells *c, const struct pt_plot_note *n)
{
	double at = pt_plot_place(&c->p->x, n->lo);

	if (n->lo != n->hi || !(at >= 0 && at <= 1))
		return;
	for (int y = 0; y < c->height * DOTS_Y; y += 2)
		put_dot(c, (int)lround(at * (c->width * DOTS_X - 1)), y, "|");
}

static void
draw(struct cells *c)
{
	const struct pt_plot *p = c->p;

	for (size_t i = 0; i < p->series_len; i++)
		draw_lines(c, &p->series[i]);
	for (size_t i = 0; i < p->notes_len; i++)
		draw_note(c, &p->note[i]);
	for (size_t i = 0; i < p->series_len; i++)
		for (size_t k = 0; p->series[i].style == PT_PLOT_MARKS && k < p->series[i].len; k++)
			draw_interval(c, &p->series[i].point[k]);
	for (size_t i = 0; i < p->series_len; i++)
		if (p->series[i].style == PT_PLOT_MARKS)
			draw_marks(c, &p->series[i]);
}

/* ---- printed ---- */

static void
print_cell(const struct cells *c, int cell, FILE *f)
{
	unsigned char dots = c->dots[cell];

	if (c->sign[cell] != NULL)
		fputs(c->sign[cell], f);
	else if (dots != 0) /* U+2800 and on */
		fprintf(f, "\xe2%c%c", 0xa0 | dots >> 6, 0x80 | (dots & 0x3f));
	else
		fputc(' ', f);
}

static int
last_used(const struct cells *c, int row)
{
	int last = c->width - 1;

	while (last >= 0 && c->sign[row * c->width + last] == NULL &&
		c->dots[row * c->width + last] == 0)
		last--;
	return last;
}

/* The y axis with its numbers, and the field. */
static void
print_rows(const struct cells *c, const struct pt_plot_tick *tick, size_t ticks, FILE *f)
{
	for (int row = 0; row < c->height; row++) {
		const char *text = "";

		for (size_t i = 0; i < ticks; i++)
			if ((int)lround((1 - pt_plot_place(&c->p->y, tick[i].at)) *
				    (c->height * DOTS_Y - 1)) /
					DOTS_Y ==
				row)
				text = tick[i].text;
		fprintf(f, "%*s%s %s", c->margin - 2 - pt_text_width(text), "", text,
			!c->look->utf8     ? "|" :
				*text != 0 ? "┤" :
					     "│");
		for (int x = 0, last = last_used(c, row); x <= last; x++)
			print_cell(c, row * c->width + x, f);
		fputc('\n', f);
	}
}

static int
column_of(const struct cells *c, double x)
{
	return (int)lround(pt_plot_place(&c->p->x, x) * (c->width * DOTS_X - 1)) / DOTS_X;
}

static bool
in_stretch(const struct cells *c, int column)
{
	for (size_t i = 0; i < c->p->notes_len; i++) {
		const struct pt_plot_note *n = &c->p->note[i];

		if (n->lo != n->hi && column_of(c, n->lo) <= column &&
			column <= column_of(c, n->hi))
			return true;
	}
	return false;
}

static void
print_axis(const struct cells *c, const struct pt_plot_tick *tick, size_t ticks, FILE *f)
{
	fprintf(f, "%*s%s", c->margin - 1, "", c->look->utf8 ? "└" : "+");
	for (int x = 0; x < c->width; x++) {
		bool on_tick = false, heavy = in_stretch(c, x);

		for (size_t i = 0; i < ticks; i++)
			on_tick = on_tick || column_of(c, tick[i].at) == x;
		if (c->look->utf8)
			fputs(heavy ? on_tick ? "┷" : "━" : on_tick ? "┴" : "─", f);
		else
			fputs(on_tick ? "+" : heavy ? "=" : "-", f);
	}
	fputc('\n', f);
}

/* Each under its tick, as far as they leave room for each other. */
static void
print_numbers(const struct cells *c, const struct pt_plot_tick *tick, size_t ticks, FILE *f)
{
	int at = 0;

	for (size_t i = 0; i < ticks; i++) {
		int own = pt_text_width(tick[i].text);
		int from = c->margin + column_of(c, tick[i].at) - own / 2;

		from = from + own > c->margin + c->width ? c->margin + c->width - own : from;
		if (from < at + (at > 0))
			continue;
		fprintf(f, "%*s%s", from - at, "", tick[i].text);
		at = from + own;
	}
	if (at + 2 + pt_text_width(c->p->x.name) <= c->margin + c->width)
		fprintf(f, "  %s\n", c->p->x.name);
	else
		fprintf(f, "\n%*s%s\n", c->margin, "", c->p->x.name);
}

/* ---- the legend ---- */

struct legend {
	const struct cells *c;
	FILE *f;
	int at;
};

static void
put_entry(struct legend *l, const char *sample, const char *name)
{
	int own = pt_text_width(sample) + 1 + pt_text_width(name);

	if (l->at > 0 && l->at + 3 + own > l->c->margin + l->c->width) {
		fputc('\n', l->f);
		l->at = 0;
	}
	fprintf(l->f, "%*s%s %s", l->at > 0 ? 3 : l->c->margin, "", sample, name);
	l->at += (l->at > 0 ? 3 : l->c->margin) + own;
}

static const char *
sample_of(const struct cells *c, const struct pt_plot_series *s)
{
	if (s->style == PT_PLOT_MARKS)
		return mark_sign(c, s->hue, false);
	if (!c->look->utf8)
		return line_sign(s->style);
	return s->style == PT_PLOT_LINE       ? "⠤⠤⠤" :
		s->style == PT_PLOT_DASHES    ? "⠤⠄⠤" :
		s->style == PT_PLOT_DASH_DOTS ? "⠤⠤⠠" :
						"⠄⠄⠄";
}

static void
print_legend(const struct cells *c, FILE *f)
{
	const struct pt_plot *p = c->p;
	struct legend l = { .c = c, .f = f };

	for (size_t i = 0; i < p->series_len; i++)
		put_entry(&l, sample_of(c, &p->series[i]), p->series[i].name);
	if (p->hollow != NULL)
		put_entry(&l, mark_sign(c, 0, true), p->hollow);
	for (size_t i = 0; i < p->notes_len; i++)
		if (p->note[i].lo != p->note[i].hi)
			put_entry(&l, c->look->utf8 ? "━━" : "==", p->note[i].text);
		else
			put_entry(&l, c->look->utf8 ? "⡂" : "|", p->note[i].text);
	fputc('\n', f);
}

/* ---- all of it ---- */

static int
margin_of(const struct pt_plot_tick *tick, size_t ticks)
{
	int most = 0;

	for (size_t i = 0; i < ticks; i++) {
		int own = pt_text_width(tick[i].text);

		most = own > most ? own : most;
	}
	return most + 3;
}

static int
clamp(int v, int lo, int hi)
{
	return v < lo ? lo : v > hi ? hi : v;
}

void
pt_plot_cells(const struct pt_plot *p, const struct pt_look *look, FILE *f)
{
	struct cells c = { .p = p,
		.look = look,
		.height = clamp(look->width / 7, ROWS_MIN, ROWS_MAX) };
	int width = look->width < WIDTH_MIN ? WIDTH_MIN : look->width;
	struct pt_plot_tick x[PT_PLOT_TICKS], y[PT_PLOT_TICKS];
	size_t xs, ys = pt_plot_ticks(&p->y, (size_t)c.height / 2 + 1, y);

	c.margin = margin_of(y, ys);
	c.width = clamp(width - c.margin, 1, width);
	xs = pt_plot_ticks(&p->x, (size_t)c.width / 6 + 1, x);
	c.dots = pt_xcalloc((size_t)(c.width * c.height), 1);
	c.sign = pt_xcalloc((size_t)(c.width * c.height), sizeof(*c.sign));
	draw(&c);
	fprintf(f, "%*s%s\n", clamp(c.margin - 1, 0, 2), "", p->y.name);
	print_rows(&c, y, ys, f);
	print_axis(&c, x, xs, f);
	print_numbers(&c, x, xs, f);
	print_legend(&c, f);
	free(c.dots);
	free(c.sign);
}
