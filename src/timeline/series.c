/* SPDX-License-Identifier: MIT */
/*
 * Measured times of one kind of run.  See series.h.
 */
#include "timeline/series.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

void
pt_series_init(struct pt_series *s)
{
	*s = (struct pt_series){ .median = NAN,
		.min = NAN,
		.max = NAN,
		.off_cpu = NAN,
		.blocked = NAN,
		.own_s = NAN,
		.cpu_s = NAN };
}

void
pt_series_fini(struct pt_series *s)
{
	free(s->s);
	free(s->use);
	pt_series_init(s);
}

static int
by_time(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double
pt_series_median(double *times, size_t n)
{
	if (n == 0)
		return NAN;
	qsort(times, n, sizeof(*times), by_time);
	return n % 2 ? times[n / 2] : (times[n / 2 - 1] + times[n / 2]) / 2;
}

void
pt_series_set(struct pt_series *s, const double *times, size_t n)
{
	pt_series_fini(s);
	if (n == 0)
		return;
	double *sorted = pt_xcalloc(n, sizeof(*sorted));

	s->s = pt_xcalloc(n, sizeof(*s->s));
	s->len = n;
	memcpy(s->s, times, n * sizeof(*times));
	memcpy(sorted, times, n * sizeof(*times));
	s->median = pt_series_median(sorted, n);
	s->min = sorted[0];
	s->max = sorted[n - 1];
	free(sorted);
}

/* The median of a part of each run. */
static double
median_of(const struct pt_series_run *runs, size_t n, double (*part)(const struct pt_series_run *))
{
	double *v = pt_xcalloc(n, sizeof(*v)), median;

	for (size_t i = 0; i < n; i++)
		v[i] = part(&runs[i]);
	median = pt_series_median(v, n);
	free(v);
	return median;
}

static double
own(const struct pt_series_run *r)
{
	return fmax(r->s - r->off_cpu_s, 0);
}

static double
on_cpu(const struct pt_series_run *r)
{
	return fmax(r->s - r->off_cpu_s - r->blocked_s, 0);
}

/* Unknown of one run, it is unknown of the series. */
static void
set_usage(struct pt_series *s, const struct pt_series_run *runs, size_t n)
{
	double sum = 0, off_cpu = 0, blocked = 0;

	for (size_t i = 0; i < n; i++) {
		sum += runs[i].s;
		off_cpu += runs[i].off_cpu_s;
		blocked += runs[i].blocked_s;
	}
	if (isnan(off_cpu + blocked) || !(sum > 0))
		return;
	s->off_cpu = fmin(off_cpu / sum, 1);
	s->blocked = fmin(blocked / sum, 1);
	s->own_s = median_of(runs, n, own);
	s->cpu_s = median_of(runs, n, on_cpu);
}

void
pt_series_set_runs(struct pt_series *s, const struct pt_series_run *runs, size_t n)
{
	double *times = pt_xcalloc(n, sizeof(*times));

	for (size_t i = 0; i < n; i++)
		times[i] = runs[i].s;
	pt_series_set(s, times, n);
	set_usage(s, runs, n);
	s->use = pt_xcalloc(n, sizeof(*s->use));
	for (size_t i = 0; i < n; i++)
		s->use[i] = runs[i].use;
	free(times);
}
