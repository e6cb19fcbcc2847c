/* SPDX-License-Identifier: MIT */
/*
 * The bootstrap.  See bootstrap.h.
 */
#include "metrics/bootstrap.h"

#include <math.h>
#include <stdlib.h>

#define DRAWS 2000
#define OUTSIDE (DRAWS / 40) /* on each side: 2.5 % */

size_t
pt_draw_below(struct pt_draw *d, size_t n)
{
	d->state = d->state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(d->state >> 33) % n;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

struct pt_bounds
pt_bootstrap(double (*value)(void *ctx, struct pt_draw *d), void *ctx)
{
	struct pt_draw d = { .state = 1 };
	double drawn[DRAWS];

	for (size_t i = 0; i < DRAWS; i++) {
		drawn[i] = value(ctx, &d);
		if (isnan(drawn[i]))
			return (struct pt_bounds){ NAN, NAN };
	}
	qsort(drawn, DRAWS, sizeof(*drawn), by_value);
	return (struct pt_bounds){ drawn[OUTSIDE], drawn[DRAWS - 1 - OUTSIDE] };
}
