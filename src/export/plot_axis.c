/* SPDX-License-Identifier: MIT */
/*
 * Axes: places, and round numbers on them.  See plot.h.
 */
#include "export/plot.h"

#include <math.h>
#include <string.h>

#define DOUBLINGS 100 /* an axis that spans less than this factor has ticks 1 2 4 8 */
#define ALMOST 1e-9

double
pt_plot_place(const struct pt_plot_axis *a, double v)
{
	if (!a->log)
		return (v - a->lo) / (a->hi - a->lo);
	return v > 0 ? log(v / a->lo) / log(a->hi / a->lo) : NAN;
}

/* ---- texts ---- */

/* As few digits as tell two ticks apart. */
static int
digits_of(double step)
{
	int digits = 0;

	while (digits < 6 && fabs(step - round(step)) > ALMOST * step) {
		step *= 10;
		digits++;
	}
	return digits;
}

/* "10.0 ms" is "10 ms", and "1.0k" is "1k". */
static void
drop_zeros(char *text)
{
	char *point = strchr(text, '.'), *behind, *end;

	if (point == NULL)
		return;
	behind = end = point + 1 + strspn(point + 1, "0123456789");
	while (end > point && (end[-1] == '0' || end[-1] == '.'))
		end--;
	memmove(end, behind, strlen(behind) + 1);
}

static void
add(struct pt_plot_tick *tick, size_t *n, const struct pt_plot_axis *a, double at, double step)
{
	struct pt_plot_tick *t = &tick[*n];
	double place = pt_plot_place(a, at);

	if (*n == PT_PLOT_TICKS || !(place >= -ALMOST && place <= 1 + ALMOST))
		return;
	t->at = at;
	if (a->unit == PT_PLOT_COUNT)
		pt_format_count(t->text, at);
	else if (a->unit == PT_PLOT_SECONDS)
		pt_format_seconds(t->text, at);
	else
		pt_format_ratio(t->text, at, digits_of(step));
	if (a->unit != PT_PLOT_NUMBER)
		drop_zeros(t->text);
	++*n;
}

/* ---- linear ---- */

/* The first of 1, 2, 5, 10, 20 ... that is not below v. */
static double
round_step(double v)
{
	double ten = pow(10, floor(log10(v)));

	return v <= ten * (1 + ALMOST)      ? ten :
		v <= 2 * ten * (1 + ALMOST) ? 2 * ten :
		v <= 5 * ten * (1 + ALMOST) ? 5 * ten :
					      10 * ten;
}

double
pt_plot_round_up(double v)
{
	double step = round_step(v / 8);

	return v > 0 ? ceil(v / step - ALMOST) * step : 1;
}

static size_t
linear(const struct pt_plot_axis *a, size_t most, struct pt_plot_tick *tick)
{
	double step = round_step((a->hi - a->lo) / (double)(most - 1));
	size_t n = 0;

	if (a->unit == PT_PLOT_COUNT)
		step = fmax(step, 1);
	for (double k = ceil(a->lo / step - ALMOST); k * step <= a->hi + ALMOST * step; k++)
		add(tick, &n, a, k * step, step);
	return n;
}

/* ---- logarithmic ---- */

/* Powers of a base, every so many of them that they are few enough. */
static size_t
powers(const struct pt_plot_axis *a, double base, size_t most, struct pt_plot_tick *tick)
{
	double first = ceil(log(a->lo) / log(base) - ALMOST);
	double last = floor(log(a->hi) / log(base) + ALMOST);
	double every = fmax(ceil((last - first + 1) / (double)most), 1);
	size_t n = 0;

	for (double k = ceil(first / every) * every; k <= last; k += every)
		add(tick, &n, a, pow(base, k), pow(base, k));
	return n;
}

/* 1 2 5 10, where powers of ten are too few. */
static size_t
thirds(const struct pt_plot_axis *a, size_t most, struct pt_plot_tick *tick)
{
	static const double within[] = { 1, 2, 5 };
	double first = floor(log10(a->lo)), last = floor(log10(a->hi) + ALMOST);
	size_t n = 0;

	if (3 * (last - first + 1) > (double)most)
		return powers(a, 10, most, tick);
	for (double k = first; k <= last; k++)
		for (size_t i = 0; i < 3; i++)
			add(tick, &n, a, within[i] * pow(10, k), within[i] * pow(10, k));
	return n;
}

size_t
pt_plot_ticks(const struct pt_plot_axis *a, size_t most, struct pt_plot_tick tick[PT_PLOT_TICKS])
{
	most = most < 2 ? 2 : most > PT_PLOT_TICKS ? PT_PLOT_TICKS : most;
	if (!a->log)
		return linear(a, most, tick);
	if (a->hi / a->lo < DOUBLINGS && a->unit == PT_PLOT_COUNT)
		return powers(a, 2, most, tick);
	return thirds(a, most, tick);
}
