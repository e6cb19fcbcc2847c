/* SPDX-License-Identifier: MIT */
/* Medians and the two-level bootstrap. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/compare/compare.h"

#define DRAWS 2000
#define ENOUGH_ROUNDS 5

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double
median(double *v, int n)
{
	if (n <= 0)
		return NAN;
	qsort(v, (size_t)n, sizeof *v, by_value);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

/* ---- random numbers: the same in every run ---- */

static uint64_t state;

static int
below(int n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (int)((state >> 33) % (uint64_t)n);
}

/* ---- the value of a figure in one round ---- */

struct operands {
	const struct series *up[3], *down[3];	/* item, minus, over */
	bool known;
};

static bool
find(const struct comparison *c, const char *operand, const struct series **s)
{
	*s = operand ? comparison_series(c, operand) : NULL;
	return !operand || (*s && series_count(*s) > 0);
}

static struct operands
find_all(const struct comparison *c, const struct figure *f)
{
	struct operands o;

	o.known = f->up.item;
	o.known &= find(c, f->up.item, &o.up[0]);
	o.known &= find(c, f->up.minus, &o.up[1]);
	o.known &= find(c, f->up.over, &o.up[2]);
	o.known &= find(c, f->down.item, &o.down[0]);
	o.known &= find(c, f->down.minus, &o.down[1]);
	o.known &= find(c, f->down.over, &o.down[2]);
	return o;
}

/* Median of a series in a round; with `drawn`, of repetitions drawn from it. */
static double
of_round(const struct series *s, int round, bool drawn)
{
	double v[REPETITIONS_MAX];
	int n = s->len[round];

	for (int i = 0; i < n; i++)
		v[i] = s->value[round][drawn ? below(n) : i];
	return median(v, n);
}

static double
term_value(const struct series *const s[3], int round, bool drawn)
{
	double v = s[0] ? of_round(s[0], round, drawn) : 1;

	if (s[1])
		v -= of_round(s[1], round, drawn);
	return s[2] ? v / of_round(s[2], round, drawn) : v;
}

static double
figure_value(const struct operands *o, const struct figure *f, int round, bool drawn)
{
	return term_value(o->up, round, drawn) / term_value(o->down, round, drawn) /
	    (f->per > 0 ? f->per : 1);
}

static bool
has_round(const struct operands *o, int round)
{
	for (int i = 0; i < 3; i++)
		if ((o->up[i] && !o->up[i]->len[round]) || (o->down[i] && !o->down[i]->len[round]))
			return false;
	return true;
}

/* Rounds that have all operands: the undisturbed ones when they are enough, else all. */
static int
usable(const struct comparison *c, const struct operands *o, int *round)
{
	int n = 0, clean = 0;

	for (int r = 0; r < c->rounds; r++)
		clean += has_round(o, r) && !c->disturbed[r];
	for (int r = 0; r < c->rounds; r++)
		if (has_round(o, r) && (clean < ENOUGH_ROUNDS || !c->disturbed[r]))
			round[n++] = r;
	return n;
}

static double
draw(const struct operands *o, const struct figure *f, const int *round, int n)
{
	double v[ROUNDS_MAX];

	for (int i = 0; i < n; i++)
		v[i] = figure_value(o, f, round[below(n)], true);
	return median(v, n);
}

static void
interval(struct estimate *e, const struct operands *o, const struct figure *f, const int *round)
{
	static double drawn[DRAWS];

	state = 1;
	for (int i = 0; i < DRAWS; i++)
		drawn[i] = draw(o, f, round, e->rounds);
	qsort(drawn, DRAWS, sizeof *drawn, by_value);
	e->lo = drawn[DRAWS / 40];
	e->hi = drawn[DRAWS - 1 - DRAWS / 40];
}

struct estimate
figure_estimate(const struct comparison *c, const struct figure *f)
{
	struct operands o = find_all(c, f);
	struct estimate e = { 0 };
	double v[ROUNDS_MAX];
	int round[ROUNDS_MAX];

	if (!o.known || (e.rounds = usable(c, &o, round)) == 0)
		return e;
	for (int i = 0; i < e.rounds; i++) {
		v[i] = figure_value(&o, f, round[i], false);
		e.repetitions += o.up[0]->len[round[i]];
	}
	e.value = median(v, e.rounds);
	e.known = isfinite(e.value);
	interval(&e, &o, f, round);
	return e;
}
