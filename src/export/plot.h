/* SPDX-License-Identifier: MIT */
/*
 * Curves over two axes, without saying how they are drawn: in cells of a terminal (plot_cells.c) or
 * as a picture (plot_picture.c).
 *
 * A plot is a value that its maker owns; texts in it are clean (base/text.h).  Points ascend in x;
 * what is NAN, or outside the axes, is not drawn.
 */
#ifndef PT_EXPORT_PLOT_H
#define PT_EXPORT_PLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/text.h"
#include "export/look.h"

struct pt_error;

/* ---- axes ---- */

enum pt_plot_unit {
	PT_PLOT_COUNT,   /* whole numbers: "10k" */
	PT_PLOT_NUMBER,  /* "1.5" */
	PT_PLOT_SECONDS, /* "12 ms" */
};

struct pt_plot_axis {
	const char *name;
	double lo, hi; /* lo < hi; of a logarithmic one both > 0 */
	bool log;
	enum pt_plot_unit unit;
};

/* Where v lies: 0 at lo, 1 at hi.  NAN: it has no place there at all. */
double pt_plot_place(const struct pt_plot_axis *a, double v);

struct pt_plot_tick {
	double at;
	char text[PT_NUM];
};
#define PT_PLOT_TICKS 32

/* Round numbers on the axis, at most `most` (2 to PT_PLOT_TICKS) of them.  Returns how many. */
size_t
pt_plot_ticks(const struct pt_plot_axis *a, size_t most, struct pt_plot_tick tick[PT_PLOT_TICKS]);

/* A little more than v, up to a round number: a good end for a linear axis from 0. */
double pt_plot_round_up(double v);

/* ---- what is drawn ---- */

struct pt_plot_point {
	double x, y;
	double lo, hi; /* of y; NAN: not known */
	bool hollow;   /* another kind of mark: beyond what the machine has */
};

enum pt_plot_style {
	PT_PLOT_MARKS, /* measured: marks, their intervals, a line between them */
	PT_PLOT_LINE,
	PT_PLOT_DASHES,
	PT_PLOT_DOTS,
	PT_PLOT_DASH_DOTS,
};

struct pt_plot_series {
	const char *name; /* for the legend */
	enum pt_plot_style style;
	unsigned hue; /* mark and colour; those that belong together have the same */
	const struct pt_plot_point *point;
	size_t len;
};

#define PT_PLOT_HUES 6     /* more of them begin again */
#define PT_PLOT_GREY (~0u) /* a hue for what is there to compare with */

/* A place on the x axis, lo == hi, or a stretch of it. */
struct pt_plot_note {
	double lo, hi;
	unsigned hue;
	const char *text;
};

struct pt_plot {
	const char *title;
	const char *hollow; /* what hollow marks mean; NULL: there are none */
	struct pt_plot_axis x, y;
	const struct pt_plot_series *series; /* marks are drawn above lines, the last on top */
	size_t series_len;
	const struct pt_plot_note *note;
	size_t notes_len;
};

/* ---- how ---- */

/* Braille and signs, or ASCII; no line is wider than the look says (but at least 24 columns). */
void pt_plot_cells(const struct pt_plot *p, const struct pt_look *look, FILE *f);

enum pt_plot_format { PT_PLOT_SVG, PT_PLOT_PNG, PT_PLOT_PDF };

/* By the end of the file's name; false: none of them. */
bool pt_plot_format_of(const char *path, enum pt_plot_format *format);

/* Whether there is what draws pictures.  0, or -1 with e filled (environment). */
int pt_plot_picture_begin(struct pt_error *e);

/* Writes a picture.  0, or -1 with e filled (environment). */
int
pt_plot_picture(const struct pt_plot *p, enum pt_plot_format format, FILE *f, struct pt_error *e);

#endif
