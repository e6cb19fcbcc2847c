/* SPDX-License-Identifier: MIT */
/*
 * The picture of mandelbrot in letters, with the sign of its worker beside each row, or, of tiles, a
 * picture of the workers; and as a file, where the points of a worker have its colour.
 */
#include "config.h"

#include <math.h>
#include <stdio.h>

#include "base/error.h"
#include "workloads/lib/picture.h"
#include "workloads/mandelbrot/mandelbrot.h"
#include "workloads/workload.h"

#define COLUMNS 60
#define LINES 24

static const char shades[] = " .:-=+*%@";
static const char signs[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/* From 0, left at once, to 1, stayed in; most points leave soon, so by logarithm. */
static double
share(const struct pt_mandel *m, uint64_t at)
{
	return log1p((double)m->count[at]) / log1p((double)m->iterations);
}

static char
shade_of(const struct pt_mandel *m, uint64_t at)
{
	double s = share(m, at) * (double)(sizeof(shades) - 2);

	return m->count[at] == m->iterations ? '#' : shades[(size_t)s];
}

static char
sign_of(const struct pt_mandel *m, uint64_t at)
{
	return signs[m->worker[at] % (sizeof(signs) - 1)];
}

static void
put_letters(const struct pt_mandel *m, struct pt_result *r, const char *name,
	char (*letter)(const struct pt_mandel *m, uint64_t at))
{
	uint64_t columns = m->side < COLUMNS ? m->side : COLUMNS;
	uint64_t lines = m->side < LINES ? m->side : LINES;

	for (uint64_t l = 0; l < lines; l++) {
		uint64_t y = (2 * l + 1) * m->side / (2 * lines);
		char path[32], text[COLUMNS + 3];
		size_t len = columns;

		for (uint64_t c = 0; c < columns; c++)
			text[c] = letter(m, y * m->side + (2 * c + 1) * m->side / (2 * columns));
		if (!m->tiles) { /* one worker's */
			text[len++] = ' ';
			text[len++] = ' ';
			text[len++] = sign_of(m, y * m->side);
		}
		snprintf(path, sizeof(path), "%s/%02u", name, (unsigned)l);
		pt_result_text(r, path, text, len);
	}
}

/* ---- as a file ---- */

/* Hues a golden section apart are easy to tell. */
static struct pt_pixel
colour(unsigned worker, double value)
{
	double hue = fmod(0.58 + worker * 0.6180339887, 1.0) * 6;
	double part[3];

	for (int i = 0; i < 3; i++) {
		double d = fabs(fmod(hue + 4.0 * i + 6, 6.0) - 3) - 1;

		d = d < 0 ? 0 : d > 1 ? 1 : d;
		part[i] = value * (0.25 + 0.75 * d) * 255;
	}
	return (struct pt_pixel){ (uint8_t)part[0], (uint8_t)part[1], (uint8_t)part[2] };
}

static void
put_row(uint64_t y, struct pt_pixel *row, void *arg)
{
	const struct pt_mandel *m = arg;

	for (uint64_t x = 0; x < m->side; x++) {
		uint64_t at = y * m->side + x;

		row[x] = colour(m->worker[at],
			m->count[at] == m->iterations ? 0.12 : 0.25 + 0.75 * share(m, at));
	}
}

static void
write_file(const struct pt_mandel *m, struct pt_result *r)
{
	struct pt_error e = { 0 };
	struct pt_mandel copy = *m; /* rows are given what is not const */

	if (pt_picture_write(m->picture, m->side, m->side, put_row, &copy, &e))
		pt_result_warn(r, e.text);
}

void
pt_mandel_show(const struct pt_mandel *m, struct pt_result *r)
{
	uint64_t inside = 0;

	for (uint64_t i = 0; i < m->side * m->side; i++)
		inside += m->count[i] == m->iterations;
	pt_result_u64(r, "inside", inside);
	put_letters(m, r, "picture", shade_of);
	if (m->tiles)
		put_letters(m, r, "workers", sign_of);
	if (m->picture)
		write_file(m, r);
}
