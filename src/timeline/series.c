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
	*s = (struct pt_series){ .median = NAN, .min = NAN, .max = NAN };
}

void
pt_series_fini(struct pt_series *s)
{
	free(s->s);
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
