/* SPDX-License-Identifier: MIT */
/*
 * What is drawn of scaling: speedup over workers with the laws and the machine beside it, speedup over
 * sizes, time over grains.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "export/scale_parts.h"

#define SAMPLES 120     /* of a law */
#define MANY_WORKERS 16 /* from here on the axis is logarithmic */
#define NEAR 1.25
#define STEEP 8 /* times that differ more need a logarithmic axis */

struct pt_scale_plot {
	struct pt_arena *a; /* has all of it */
	const struct pt_scaling *s;
	struct pt_plot plot;
	struct pt_plot_series *series;
	struct pt_plot_note *note;
};

/* ---- series ---- */

static void
add_series(struct pt_scale_plot *p, const struct pt_plot_series *one)
{
	p->series[p->plot.series_len++] = *one;
}

static const char *
text(struct pt_scale_plot *p, const char *before, const char *label)
{
	struct pt_text t = { 0 };
	const char *copy;

	pt_text_add(&t, "%s%s%s", before, *before != 0 && *label != 0 ? ", " : "", label);
	copy = pt_arena_text(p->a, pt_text_string(&t));
	pt_text_fini(&t);
	return copy;
}

static struct pt_plot_point
point_of(const struct pt_scaling *s, const struct pt_scaling_point *p)
{
	const struct pt_estimate *e = s->axis == PT_SCALING_GRAIN ? &p->time : &p->speedup;

	return (struct pt_plot_point){ .x = p->x,
		.y = p->out ? NAN : e->value,
		.lo = e->lo,
		.hi = e->hi,
		.hollow = p->m->oversubscribed &&
			(s->axis == PT_SCALING_THREADS || s->axis == PT_SCALING_WEAK) };
}

static void
add_measured(struct pt_scale_plot *p, size_t i)
{
	const struct pt_scaling_curve *c = &p->s->curve[i];
	struct pt_plot_point *at = pt_arena_alloc(p->a, c->len, sizeof(*at));

	for (size_t k = 0; k < c->len; k++) {
		at[k] = point_of(p->s, &c->point[k]);
		if (at[k].hollow)
			p->plot.hollow = "more workers than CPUs";
	}
	add_series(p,
		&(struct pt_plot_series){
			.name = text(p, *c->label != 0 ? "" : "measured", c->label),
			.style = PT_PLOT_MARKS,
			.hue = (unsigned)i,
			.point = at,
			.len = c->len });
}

static double
amdahl(const struct pt_scaling_curve *c, double workers)
{
	return pt_fit_amdahl_s(&c->amdahl, workers);
}

static double
usl(const struct pt_scaling_curve *c, double workers)
{
	return pt_fit_usl_s(&c->usl, workers);
}

static double
sequential_s(const struct pt_scaling_curve *c)
{
	return pt_timings_median(&c->sequential);
}

/* A law as speedup, over the whole axis: what lies beyond the points is its prediction. */
static void
add_law(struct pt_scale_plot *p, size_t i, const char *name, enum pt_plot_style style,
	double (*law)(const struct pt_scaling_curve *c, double workers))
{
	const struct pt_scaling_curve *c = &p->s->curve[i];
	struct pt_plot_point *at = pt_arena_alloc(p->a, SAMPLES, sizeof(*at));

	for (int k = 0; k < SAMPLES; k++) {
		double share = (double)k / (SAMPLES - 1);

		at[k].x = p->plot.x.log ? p->plot.x.lo * pow(p->plot.x.hi / p->plot.x.lo, share) :
					  p->plot.x.lo + share * (p->plot.x.hi - p->plot.x.lo);
		at[k].y = sequential_s(c) / law(c, at[k].x);
	}
	add_series(p,
		&(struct pt_plot_series){ .name = text(p, name, c->label),
			.style = style,
			.hue = (unsigned)i,
			.point = at,
			.len = SAMPLES });
}

/* In points, as it is a curve where one axis alone is logarithmic. */
static void
add_linear(struct pt_scale_plot *p)
{
	struct pt_plot_point *at = pt_arena_alloc(p->a, SAMPLES, sizeof(*at));

	for (int k = 0; k < SAMPLES; k++)
		at[k].x = at[k].y =
			p->plot.x.lo * pow(p->plot.x.hi / p->plot.x.lo, (double)k / (SAMPLES - 1));
	add_series(p,
		&(struct pt_plot_series){ .name = "linear",
			.style = PT_PLOT_DOTS,
			.hue = PT_PLOT_GREY,
			.point = at,
			.len = SAMPLES });
}

/* What independent copies get: only as far as there are CPUs. */
static void
add_machine(struct pt_scale_plot *p)
{
	const struct pt_scaling_curve *c = &p->s->curve[0];
	struct pt_plot_point *at = pt_arena_alloc(p->a, c->len, sizeof(*at));
	size_t n = 0;

	for (size_t i = 0; i < c->len; i++)
		if (!c->point[i].m->oversubscribed && !isnan(c->point[i].m->capacity.compute))
			at[n++] = (struct pt_plot_point){ .x = c->point[i].x,
				.y = c->point[i].m->capacity.compute };
	if (n > 1)
		add_series(p,
			&(struct pt_plot_series){ .name = "what the machine can give",
				.style = PT_PLOT_LINE,
				.hue = PT_PLOT_GREY,
				.point = at,
				.len = n });
}

static void
add_even(struct pt_scale_plot *p)
{
	struct pt_plot_point *at = pt_arena_alloc(p->a, 2, sizeof(*at));

	at[0] = (struct pt_plot_point){ .x = p->plot.x.lo, .y = 1 };
	at[1] = (struct pt_plot_point){ .x = p->plot.x.hi, .y = 1 };
	add_series(p,
		&(struct pt_plot_series){ .name = "as fast as sequential",
			.style = PT_PLOT_DOTS,
			.hue = PT_PLOT_GREY,
			.point = at,
			.len = 2 });
}

static void
add_laws(struct pt_scale_plot *p)
{
	for (size_t i = 0; i < p->s->len; i++) {
		const struct pt_scaling_curve *c = &p->s->curve[i];

		if (c->amdahl.fit.known)
			add_law(p, i, "Amdahl", PT_PLOT_DASHES, amdahl);
		if (c->usl.fit.known)
			add_law(p, i, "USL", PT_PLOT_DASH_DOTS, usl);
	}
}

static void
add_all(struct pt_scale_plot *p)
{
	bool workers = p->s->axis == PT_SCALING_THREADS || p->s->axis == PT_SCALING_WEAK;

	if (workers)
		add_linear(p);
	if (workers)
		add_machine(p);
	if (p->s->axis == PT_SCALING_SIZE)
		add_even(p);
	if (p->s->axis == PT_SCALING_THREADS)
		add_laws(p);
	for (size_t i = 0; i < p->s->len; i++)
		add_measured(p, i);
}

/* ---- notes ---- */

static void
add_note(struct pt_scale_plot *p, size_t i, double lo, double hi, const char *what)
{
	p->note[p->plot.notes_len++] = (struct pt_plot_note){ .lo = lo,
		.hi = hi,
		.hue = (unsigned)i,
		.text = text(p, what, p->s->curve[i].label) };
}

static void
add_notes(struct pt_scale_plot *p)
{
	for (size_t i = 0; i < p->s->len; i++) {
		const struct pt_scaling_curve *c = &p->s->curve[i];
		const struct pt_flat *f = &c->flat;

		if (c->crossover.kind == PT_CROSSOVER_FROM)
			add_note(p, i, c->crossover.at, c->crossover.at, "wins from here on");
		if (f->best != PT_FLAT_NONE && f->first != f->last)
			add_note(p, i, c->point[f->first].x, c->point[f->last].x, "flat");
	}
}

/* ---- axes ---- */

struct extent {
	double x_lo, x_hi, y_lo, y_hi;
};

/* Of an interval only what is near its point: what few rounds leave open would squeeze all points. */
static void
extend(struct extent *e, const struct pt_plot_point *p)
{
	if (isnan(p->y))
		return;
	e->x_lo = fmin(e->x_lo, p->x);
	e->x_hi = fmax(e->x_hi, p->x);
	e->y_lo = fmin(e->y_lo, fmin(p->y, fmax(p->lo, p->y / NEAR)));
	e->y_hi = fmax(e->y_hi, fmax(p->y, fmin(p->hi, p->y * NEAR)));
}

static struct extent
extent_of(const struct pt_scaling *s)
{
	struct extent e = { INFINITY, 0, INFINITY, 0 };

	for (size_t i = 0; i < s->len; i++)
		for (size_t k = 0; k < s->curve[i].len; k++) {
			struct pt_plot_point p = point_of(s, &s->curve[i].point[k]);

			extend(&e, &p);
			if (!isnan(p.y) && s->axis != PT_SCALING_GRAIN)
				e.y_hi = fmax(e.y_hi, s->curve[i].point[k].m->capacity.compute);
		}
	return e;
}

/* One place alone is in the middle of an axis. */
static void
set_x(struct pt_plot_axis *x, const struct pt_scaling *s, const struct extent *e)
{
	bool workers = s->axis == PT_SCALING_THREADS || s->axis == PT_SCALING_WEAK;

	*x = (struct pt_plot_axis){ .name = pt_scale_axis_title(s),
		.lo = e->x_lo,
		.hi = e->x_hi,
		.log = !workers || e->x_hi >= MANY_WORKERS,
		.unit = PT_PLOT_COUNT };
	if (workers && x->log)
		x->name = "workers (logarithmic)";
	if (x->lo == x->hi) {
		x->lo /= 2;
		x->hi *= 2;
	}
}

static void
set_y(struct pt_plot_axis *y, const struct pt_scaling *s, const struct extent *e)
{
	bool times = s->axis == PT_SCALING_GRAIN;

	*y = (struct pt_plot_axis){ .name = times  ? "time" :
			s->axis == PT_SCALING_WEAK ? "scaled speedup" :
						     "speedup",
		.lo = 0,
		.hi = pt_plot_round_up(e->y_hi * 1.02),
		.unit = times ? PT_PLOT_SECONDS : PT_PLOT_NUMBER };
	if (s->axis != PT_SCALING_SIZE && !(times && e->y_hi > STEEP * e->y_lo))
		return;
	y->log = true; /* of sizes, too: twice as fast is as far from even as half */
	y->lo = e->y_lo / 1.2;
	y->hi = e->y_hi * 1.2;
}

static const char *
title_of(struct pt_scale_plot *p)
{
	char *title = pt_scale_title(p->s, true);
	uint32_t cpus = pt_scale_cpus(p->s);
	struct pt_text t = { 0 };
	const char *copy;

	pt_text_add(&t, "%s", title);
	if (cpus > 0)
		pt_text_add(&t, " on %u CPU%s", cpus, cpus == 1 ? "" : "s");
	copy = pt_arena_text(p->a, pt_text_string(&t));
	pt_text_fini(&t);
	free(title);
	return copy;
}

struct pt_scale_plot *
pt_scale_plot_new(const struct pt_scaling *s)
{
	struct extent e = extent_of(s);
	struct pt_scale_plot *p;

	if (!(e.x_hi > 0 && e.y_hi > 0))
		return NULL;
	p = pt_xcalloc(1, sizeof(*p));
	p->a = pt_arena_new();
	p->s = s;
	p->series = pt_arena_alloc(p->a, 3 * s->len + 3, sizeof(*p->series));
	p->note = pt_arena_alloc(p->a, 2 * s->len, sizeof(*p->note));
	p->plot.title = title_of(p);
	p->plot.series = p->series;
	p->plot.note = p->note;
	set_x(&p->plot.x, s, &e);
	set_y(&p->plot.y, s, &e);
	add_all(p);
	add_notes(p);
	return p;
}

void
pt_scale_plot_free(struct pt_scale_plot *p)
{
	if (p == NULL)
		return;
	pt_arena_free(p->a);
	free(p);
}

const struct pt_plot *
pt_scale_plot_of(const struct pt_scale_plot *p)
{
	return &p->plot;
}
