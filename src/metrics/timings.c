/* SPDX-License-Identifier: MIT */
/*
 * Measured times of one kind from several processes.  See timings.h.
 */
#include "metrics/timings.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/array.h"
#include "timeline/series.h"

#define MILD 1.5
#define SEVERE 3.0

void
pt_timings_add(struct pt_timings *t, const struct pt_timing *one)
{
	t->v = pt_array_room(t->v, &t->cap, t->len + 1, sizeof(*t->v));
	t->v[t->len++] = *one;
}

void
pt_timings_fini(struct pt_timings *t)
{
	free(t->v);
	*t = (struct pt_timings){ 0 };
}

void
pt_timings_cut(struct pt_timings *t, uint32_t rounds)
{
	while (t->len > 0 && t->v[t->len - 1].round >= rounds)
		t->len--;
}

/* A copy of the times [first, first + len), sorted by the median that is taken of it. */
static double *
sorted(const struct pt_timings *t, size_t first, size_t len, double *median)
{
	double *s = pt_xcalloc(len, sizeof(*s));

	for (size_t i = 0; i < len; i++)
		s[i] = t->v[first + i].s;
	*median = pt_series_median(s, len);
	return s;
}

static double
median_of(const struct pt_timings *t, size_t first, size_t len)
{
	double median;

	free(sorted(t, first, len, &median));
	return median;
}

double
pt_timings_median(const struct pt_timings *t)
{
	return median_of(t, 0, t->len);
}

/* ---- rounds ---- */

struct pt_timings_round *
pt_timings_rounds(const struct pt_timings *t, size_t *n)
{
	struct pt_timings_round *r = NULL;
	size_t cap = 0;

	*n = 0;
	for (size_t i = 0; i < t->len; i++) {
		if (i == 0 || t->v[i].round != t->v[i - 1].round) {
			r = pt_array_room(r, &cap, *n + 1, sizeof(*r));
			r[(*n)++] = (struct pt_timings_round){ .first = i, .round = t->v[i].round };
		}
		r[*n - 1].len++;
	}
	return r;
}

double
pt_timings_round_median(const struct pt_timings *t, const struct pt_timings_round *r)
{
	return median_of(t, r->first, r->len);
}

static size_t
count_rounds(const struct pt_timings *t)
{
	size_t n;

	free(pt_timings_rounds(t, &n));
	return n;
}

/* ---- outliers ---- */

double
pt_timings_quantile(const double *s, size_t n, double q)
{
	double at = q * (double)(n - 1);
	size_t i = (size_t)at;

	return i + 1 < n ? s[i] + (at - (double)i) * (s[i + 1] - s[i]) : s[n - 1];
}

struct fences {
	double low, high, width; /* the quartiles, and the distance between them */
};

static struct fences
fences_of(const double *s, size_t n)
{
	struct fences f = { .low = pt_timings_quantile(s, n, 0.25),
		.high = pt_timings_quantile(s, n, 0.75) };

	f.width = f.high - f.low;
	return f;
}

static enum pt_outlier
judge(const struct fences *f, double s)
{
	double beyond = fmax(s - f->high, f->low - s);

	return beyond > SEVERE * f->width ? PT_OUTLIER_SEVERE :
		beyond > MILD * f->width  ? PT_OUTLIER_MILD :
					    PT_OUTLIER_NONE;
}

enum pt_outlier *
pt_timings_outliers(const struct pt_timings *t)
{
	enum pt_outlier *all;
	struct fences f;
	double median, *s;

	if (t->len == 0)
		return NULL;
	s = sorted(t, 0, t->len, &median);
	f = fences_of(s, t->len);
	free(s);
	all = pt_xcalloc(t->len, sizeof(*all));
	for (size_t i = 0; i < t->len; i++)
		all[i] = judge(&f, t->v[i].s);
	return all;
}

static void
count(struct pt_spread *p, const struct pt_timings *t, const struct fences *f)
{
	for (size_t i = 0; i < t->len; i++) {
		enum pt_outlier o = judge(f, t->v[i].s);

		p->mild += o == PT_OUTLIER_MILD;
		p->severe += o == PT_OUTLIER_SEVERE;
		p->disturbed += t->v[i].disturbed > 0;
		p->unknown += t->v[i].disturbed < 0;
	}
}

struct pt_spread
pt_timings_spread(const struct pt_timings *t)
{
	struct pt_spread p = { .runs = t->len,
		.rounds = count_rounds(t),
		.median = NAN,
		.min = NAN,
		.max = NAN };
	struct fences f;
	double *s;

	if (t->len == 0)
		return p;
	s = sorted(t, 0, t->len, &p.median);
	p.min = s[0];
	p.max = s[t->len - 1];
	f = fences_of(s, t->len);
	free(s);
	count(&p, t, &f);
	return p;
}
