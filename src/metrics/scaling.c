/* SPDX-License-Identifier: MIT */
/*
 * Curves of scaling.  See scaling.h.
 */
#include "metrics/scaling.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/parse.h"
#include "metrics/speedup.h"

#define AXES 4

static const char *const axes[AXES] = {
	[PT_SCALING_THREADS] = "threads",
	[PT_SCALING_WEAK] = "weak",
	[PT_SCALING_SIZE] = "size",
	[PT_SCALING_GRAIN] = "grain",
};

const char *
pt_scaling_axis_name(enum pt_scaling_axis axis)
{
	return axes[axis];
}

/* ---- labels ---- */

struct place {
	enum pt_scaling_axis axis;
	double x;
	size_t curve_len; /* bytes at the beginning of the label */
};

/* "4"; of a value that was given twice "4#2". */
static bool
read_value(double *x, const char *text)
{
	size_t len = strcspn(text, "#");
	char *number = pt_xmemdup(text, len);
	uint64_t v;
	bool good = pt_parse_size(number, &v) == PT_PARSE_OK && v > 0;

	if (good)
		*x = (double)v;
	free(number);
	return good;
}

static bool
read_label(struct place *p, const char *label)
{
	const char *last = strrchr(label, ' '), *word = last != NULL ? last + 1 : label;

	p->curve_len = last != NULL ? (size_t)(last - label) : 0;
	for (int i = 0; i < AXES; i++) {
		size_t len = strlen(axes[i]);

		p->axis = (enum pt_scaling_axis)i;
		if (strncmp(word, axes[i], len) == 0 && word[len] == '=')
			return read_value(&p->x, word + len + 1);
	}
	return false;
}

/* ---- points on curves ---- */

static struct pt_scaling_curve *
curve_of(struct pt_scaling *s, const char *label, size_t len)
{
	for (size_t i = 0; i < s->len; i++)
		if (strlen(s->curve[i].label) == len && strncmp(s->curve[i].label, label, len) == 0)
			return &s->curve[i];
	s->curve = pt_xrealloc(s->curve, s->len + 1, sizeof(*s->curve));
	s->curve[s->len] = (struct pt_scaling_curve){ .label = pt_xmemdup(label, len) };
	return &s->curve[s->len++];
}

static void
add_point(struct pt_scaling_curve *c, const struct pt_measured *m, double x)
{
	size_t at = c->len;

	c->point = pt_xrealloc(c->point, c->len + 1, sizeof(*c->point));
	for (; at > 0 && c->point[at - 1].x > x; at--)
		c->point[at] = c->point[at - 1];
	c->point[at] = (struct pt_scaling_point){ .m = m, .x = x };
	c->len++;
}

static void
place_all(struct pt_scaling *s, const struct pt_measured *m, size_t len)
{
	struct place p;
	bool begun = false;

	for (size_t i = 0; i < len; i++) {
		if (!read_label(&p, m[i].label) || (begun && p.axis != s->axis))
			continue;
		s->axis = p.axis;
		begun = true;
		add_point(curve_of(s, m[i].label, p.curve_len), &m[i], p.x);
	}
}

/* ---- baselines ---- */

static bool
have_the_same_work(const struct pt_scaling *s)
{
	return s->axis == PT_SCALING_THREADS || s->axis == PT_SCALING_GRAIN;
}

static void
add_round(struct pt_timings *to, const struct pt_timings *from, uint32_t round)
{
	for (size_t i = 0; i < from->len; i++)
		if (from->v[i].round == round)
			pt_timings_add(to, &from->v[i]);
}

/* With one worker the parallel version is what others have as their one-worker runs. */
static const struct pt_timings *
on_one_worker(const struct pt_measured *m)
{
	return m->threads == 1 ? &m->parallel : &m->one_worker;
}

static void
pool_baselines(struct pt_scaling *s, struct pt_scaling_curve *c)
{
	for (uint32_t round = 0; have_the_same_work(s) && round < s->rounds; round++)
		for (size_t i = 0; i < c->len; i++) {
			if (c->point[i].out)
				continue;
			add_round(&c->sequential, &c->point[i].m->sequential, round);
			if (s->axis == PT_SCALING_THREADS)
				add_round(&c->one_worker, on_one_worker(c->point[i].m), round);
		}
}

/* ---- what a point comes to ---- */

static const struct pt_timings *
sequential_of(const struct pt_scaling *s, const struct pt_scaling_curve *c,
	const struct pt_scaling_point *p)
{
	return have_the_same_work(s) ? &c->sequential : &p->m->sequential;
}

static void
set_times(struct pt_scaling *s, struct pt_scaling_point *p)
{
	p->out = p->m->error != NULL || p->m->verified == 0 || p->m->parallel.len == 0;
	p->spread = pt_timings_spread(&p->m->parallel);
	p->time = pt_estimate_median(&p->m->parallel);
	p->cpus_busy = pt_measured_cpus_busy(p->m);
	s->runs += p->spread.runs;
	s->disturbed += p->spread.disturbed;
	s->unknown += p->spread.unknown;
	s->rounds = p->spread.rounds > s->rounds ? (uint32_t)p->spread.rounds : s->rounds;
}

static void
set_speedups(const struct pt_scaling *s, const struct pt_scaling_curve *c,
	struct pt_scaling_point *p)
{
	const struct pt_timings *sequential = sequential_of(s, c, p);
	double workers = p->m->threads;
	struct pt_speedup made;

	p->speedup = p->out ? PT_ESTIMATE_UNKNOWN : pt_estimate_ratio(sequential, &p->m->parallel);
	p->self_speedup = p->out || s->axis != PT_SCALING_THREADS ?
		PT_ESTIMATE_UNKNOWN :
		pt_estimate_ratio(&c->one_worker, &p->m->parallel);
	p->sequential_s = pt_timings_median(sequential);
	made = pt_speedup_of(&(struct pt_speedup_in){ .sequential_s = p->speedup.value,
		.parallel_s = 1,
		.one_worker_s = NAN,
		.sequential_cpu_s = NAN,
		.one_worker_cpu_s = NAN,
		.busy_cores = NAN,
		.workers = p->m->threads });
	p->efficiency = made.efficiency;
	p->karp_flatt = s->axis == PT_SCALING_THREADS ? made.karp_flatt : NAN;
	p->gustafson = s->axis == PT_SCALING_WEAK && workers > 1 ?
		(workers - p->speedup.value) / (workers - 1) :
		NAN;
	p->capacity_share = pt_speedup_ratio(p->speedup.value, p->m->capacity.compute);
}

static void
set_growth(const struct pt_scaling *s, const struct pt_scaling_curve *c, struct pt_scaling_point *p)
{
	const struct pt_scaling_point *first = &c->point[0];
	double ratio = p->x / first->x;

	p->growth = p->work = NAN;
	if (s->axis != PT_SCALING_WEAK || p->out || first->out)
		return;
	p->growth = pt_speedup_ratio(p->spread.median, first->spread.median);
	p->work = pt_speedup_ratio(p->sequential_s, first->sequential_s * ratio);
}

/* ---- what a curve comes to ---- */

/* Where workers take turns on a CPU no law of theirs holds. */
static bool
is_on_cpus(const struct pt_scaling_point *p)
{
	return !p->out && !p->m->oversubscribed && (p->m->cpus == 0 || p->x <= p->m->cpus);
}

static void
fit(struct pt_scaling_curve *c)
{
	struct pt_fit_point *at = pt_xcalloc(c->len, sizeof(*at));
	size_t n = 0;

	for (size_t i = 0; i < c->len; i++)
		if (is_on_cpus(&c->point[i]))
			at[n++] = (struct pt_fit_point){ c->point[i].x, c->point[i].spread.median };
	c->amdahl = pt_fit_amdahl(at, n);
	c->usl = pt_fit_usl(at, n);
	free(at);
}

static void
fit_karp_flatt(struct pt_scaling_curve *c)
{
	double *workers = pt_xcalloc(c->len, sizeof(*workers)), *y = pt_xcalloc(c->len, sizeof(*y));
	size_t n = 0;

	for (size_t i = 0; i < c->len; i++) {
		if (!is_on_cpus(&c->point[i]) || isnan(c->point[i].karp_flatt))
			continue;
		workers[n] = c->point[i].x;
		y[n++] = c->point[i].karp_flatt;
	}
	c->karp_flatt = pt_fit_slope(workers, y, n);
	free(workers);
	free(y);
}

/* Inside the noise more workers are no gain. */
static void
find_best(struct pt_scaling_curve *c)
{
	for (size_t i = 0; i < c->len; i++)
		if (!c->point[i].out &&
			(c->best == PT_SCALING_NONE ||
				c->point[i].spread.median < c->point[c->best].spread.median))
			c->best = i;
	for (c->fewest = 0; c->best != PT_SCALING_NONE && c->fewest < c->best; c->fewest++) {
		const struct pt_scaling_point *p = &c->point[c->fewest];

		if (!p->out &&
			!(pt_estimate_ratio(&p->m->parallel, &c->point[c->best].m->parallel).lo >
				1))
			return;
	}
}

static void
cross(struct pt_scaling_curve *c)
{
	struct pt_crossover_point *at = pt_xcalloc(c->len, sizeof(*at));

	for (size_t i = 0; i < c->len; i++)
		at[i] = (struct pt_crossover_point){ c->point[i].x, c->point[i].speedup };
	c->crossover = pt_crossover_find(at, c->len);
	free(at);
}

/* What processes of the same grain differ by is no slope. */
static void
find_flat(struct pt_scaling_curve *c, double noise)
{
	double *y = pt_xcalloc(c->len, sizeof(*y));

	for (size_t i = 0; i < c->len; i++)
		y[i] = c->point[i].out ? NAN : c->point[i].spread.median;
	c->flat_share = fmax(PT_SCALING_FLAT, noise);
	c->flat = pt_flat_find(y, c->len, c->flat_share);
	free(y);
}

static void
finish_curve(struct pt_scaling *s, struct pt_scaling_curve *c)
{
	static const struct pt_fit_amdahl no_amdahl = { .limit = NAN };
	static const struct pt_fit_usl no_usl = { .peak = NAN };

	pool_baselines(s, c);
	for (size_t i = 0; i < c->len; i++)
		set_speedups(s, c, &c->point[i]);
	for (size_t i = 0; i < c->len; i++)
		set_growth(s, c, &c->point[i]);
	c->amdahl = no_amdahl;
	c->usl = no_usl;
	c->flat = (struct pt_flat){ PT_FLAT_NONE, PT_FLAT_NONE, PT_FLAT_NONE };
	c->best = c->fewest = PT_SCALING_NONE;
	if (s->axis == PT_SCALING_THREADS) {
		find_best(c);
		fit(c);
		fit_karp_flatt(c);
	} else if (s->axis == PT_SCALING_SIZE)
		cross(c);
	else if (s->axis == PT_SCALING_GRAIN)
		find_flat(c, s->noise);
}

static void
set_noise(struct pt_scaling *s)
{
	const struct pt_timings **t = NULL;
	size_t n = 0;

	for (size_t i = 0; i < s->len; i++)
		for (size_t k = 0; k < s->curve[i].len; k++) {
			t = pt_xrealloc(t, n + 1, sizeof(*t));
			t[n++] = &s->curve[i].point[k].m->parallel;
		}
	s->noise = pt_estimate_noise(t, n);
	free(t);
}

void
pt_scaling_make(struct pt_scaling *s, const struct pt_measured *m, size_t len)
{
	*s = (struct pt_scaling){ 0 };
	place_all(s, m, len);
	for (size_t i = 0; i < s->len; i++)
		for (size_t k = 0; k < s->curve[i].len; k++)
			set_times(s, &s->curve[i].point[k]);
	set_noise(s);
	for (size_t i = 0; i < s->len; i++)
		finish_curve(s, &s->curve[i]);
}

void
pt_scaling_fini(struct pt_scaling *s)
{
	for (size_t i = 0; i < s->len; i++) {
		struct pt_scaling_curve *c = &s->curve[i];

		free(c->label);
		free(c->point);
		pt_timings_fini(&c->sequential);
		pt_timings_fini(&c->one_worker);
	}
	free(s->curve);
	*s = (struct pt_scaling){ 0 };
}

double
pt_scaling_width(const struct pt_scaling *s)
{
	double widest = 0;

	for (size_t i = 0; i < s->len; i++)
		for (size_t k = 0; k < s->curve[i].len; k++) {
			const struct pt_scaling_point *p = &s->curve[i].point[k];
			double width =
				pt_estimate_width(isnan(p->speedup.value) ? &p->time : &p->speedup);

			if (p->out || p->m->oversubscribed)
				continue;
			if (isnan(width))
				return NAN;
			widest = fmax(widest, width);
		}
	return widest;
}
