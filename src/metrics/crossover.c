/* SPDX-License-Identifier: MIT */
/* Where a curve crosses 1, and where it is flat.  See crossover.h. */
#include "metrics/crossover.h"

#include <math.h>

/* The value of an estimate, or an end of its interval. */
typedef double of_fn(const struct pt_estimate *e);

static double
value(const struct pt_estimate *e)
{
	return e->value;
}

static double
lower(const struct pt_estimate *e)
{
	return e->lo;
}

static double
upper(const struct pt_estimate *e)
{
	return e->hi;
}

/* A ratio of 0 has no logarithm, and no run takes no time. */
static bool
is_known(const struct pt_crossover_point *p, of_fn *of)
{
	return p->x > 0 && of(&p->ratio) > 0;
}

static double
between(const struct pt_crossover_point *a, const struct pt_crossover_point *b, of_fn *of)
{
	double from = log(of(&a->ratio)), to = log(of(&b->ratio));

	return exp(log(a->x) + (log(b->x) - log(a->x)) * -from / (to - from));
}

/* The last step from below 1 to above it, if all that follow are above; else NAN. */
static double
last_rise(const struct pt_crossover_point *p, size_t n, of_fn *of)
{
	const struct pt_crossover_point *above = NULL;

	for (size_t i = n; i-- > 0;) {
		if (!is_known(&p[i], of))
			continue;
		if (of(&p[i].ratio) > 1)
			above = &p[i];
		else
			return above != NULL ? between(&p[i], above, of) : NAN;
	}
	return NAN;
}

static bool
is_clear(const struct pt_estimate *ratio)
{
	return ratio->lo > 1 || ratio->hi < 1;
}

struct pt_crossover
pt_crossover_find(const struct pt_crossover_point *p, size_t n)
{
	struct pt_crossover c = { .at = last_rise(p, n, value),
		.lo = last_rise(p, n, upper),
		.hi = last_rise(p, n, lower) };
	size_t wins = 0, below = 0;

	for (size_t i = 0; i < n; i++) {
		bool win = is_known(&p[i], value) && p[i].ratio.value > 1;

		c.known += is_known(&p[i], value);
		c.unclear += is_known(&p[i], value) && !is_clear(&p[i].ratio);
		wins += win;
		below += win && p[i].x < c.at;
	}
	c.several = below > 0;
	if (c.known > 0)
		c.kind = wins == 0      ? PT_CROSSOVER_NEVER :
			wins == c.known ? PT_CROSSOVER_ALWAYS :
			isnan(c.at)     ? PT_CROSSOVER_PART :
					  PT_CROSSOVER_FROM;
	return c;
}

struct pt_flat
pt_flat_find(const double *y, size_t n, double share)
{
	struct pt_flat f = { PT_FLAT_NONE, PT_FLAT_NONE, PT_FLAT_NONE };

	for (size_t i = 0; i < n; i++)
		if (!isnan(y[i]) && (f.best == PT_FLAT_NONE || y[i] < y[f.best]))
			f.best = i;
	if (f.best == PT_FLAT_NONE)
		return f;
	f.first = f.last = f.best;
	for (size_t i = f.best; i-- > 0 && !(y[i] > (1 + share) * y[f.best]);)
		f.first = isnan(y[i]) ? f.first : i;
	for (size_t i = f.best + 1; i < n && !(y[i] > (1 + share) * y[f.best]); i++)
		f.last = isnan(y[i]) ? f.last : i;
	return f;
}
