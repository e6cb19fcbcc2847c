/* SPDX-License-Identifier: MIT */
/* Medians and the two-level bootstrap. */
#include <math.h>

#include "bench/compare/compare.h"
#include "metrics/bootstrap.h"
#include "timeline/series.h"

#define ENOUGH_ROUNDS 5

double
median(double *v, int n)
{
	return pt_series_median(v, n > 0 ? (size_t)n : 0);
}

/* ---- the value of a figure in one round ---- */

struct operands {
	const struct series *up[3], *down[3]; /* item, minus, over */
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

/* Median of a series in a round; with `d`, of repetitions drawn from it. */
static double
of_round(const struct series *s, int round, struct pt_draw *d)
{
	double v[REPETITIONS_MAX];
	int n = s->len[round];

	for (int i = 0; i < n; i++)
		v[i] = s->value[round][d ? pt_draw_below(d, (size_t)n) : (size_t)i];
	return median(v, n);
}

static double
term_value(const struct series *const s[3], int round, struct pt_draw *d)
{
	double v = s[0] ? of_round(s[0], round, d) : 1;

	if (s[1])
		v -= of_round(s[1], round, d);
	return s[2] ? v / of_round(s[2], round, d) : v;
}

static double
figure_value(const struct operands *o, const struct figure *f, int round, struct pt_draw *d)
{
	return term_value(o->up, round, d) / term_value(o->down, round, d) /
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

/* What the bootstrap draws from. */
struct drawing {
	const struct operands *o;
	const struct figure *f;
	const int *round;
	int n;
};

static double
draw(void *ctx, struct pt_draw *d)
{
	const struct drawing *g = ctx;
	double v[ROUNDS_MAX];

	for (int i = 0; i < g->n; i++)
		v[i] = figure_value(g->o, g->f, g->round[pt_draw_below(d, (size_t)g->n)], d);
	return median(v, g->n);
}

struct estimate
figure_estimate(const struct comparison *c, const struct figure *f)
{
	struct operands o = find_all(c, f);
	struct estimate e = { 0 };
	struct pt_bounds b;
	double v[ROUNDS_MAX];
	int round[ROUNDS_MAX];

	if (!o.known || (e.rounds = usable(c, &o, round)) == 0)
		return e;
	for (int i = 0; i < e.rounds; i++) {
		v[i] = figure_value(&o, f, round[i], NULL);
		e.repetitions += o.up[0]->len[round[i]];
	}
	e.value = median(v, e.rounds);
	e.known = isfinite(e.value);
	b = pt_bootstrap(draw, &(struct drawing){ &o, f, round, e.rounds });
	e.lo = b.lo;
	e.hi = b.hi;
	return e;
}
