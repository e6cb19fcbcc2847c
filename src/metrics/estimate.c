/* SPDX-License-Identifier: MIT */
/*
 * Medians and ratios with intervals.  See estimate.h.
 */
#include "metrics/estimate.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "metrics/bootstrap.h"
#include "metrics/student.h"
#include "timeline/series.h"

/* One side of a ratio, in the rounds that count. */
struct side {
	const struct pt_timings *t;
	struct pt_timings_round *round;
	double *drawn; /* room for all its runs, drawn again and again */
};

/* What is estimated; down.t NULL: no ratio. */
struct subject {
	struct side up, down;
	size_t rounds;
	size_t *chosen; /* rounds of a draw */
};

/* ---- the rounds that both have ---- */

static struct pt_timings_round
find(const struct pt_timings_round *r, size_t n, uint32_t round)
{
	for (size_t i = 0; i < n; i++)
		if (r[i].round == round)
			return r[i];
	return (struct pt_timings_round){ 0 };
}

static size_t
match(struct pt_timings_round *up, size_t n, struct pt_timings_round **down, size_t down_len)
{
	struct pt_timings_round *found = pt_xcalloc(n, sizeof(*found));
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		found[kept] = find(*down, down_len, up[i].round);
		up[kept] = up[i];
		kept += found[kept].len > 0;
	}
	free(*down);
	*down = found;
	return kept;
}

/* Every draw may take the process with the most runs. */
static size_t
most_runs(const struct side *s, size_t rounds)
{
	size_t most = 0;

	for (size_t i = 0; i < rounds; i++)
		most = s->round[i].len > most ? s->round[i].len : most;
	return most * rounds;
}

static void
prepare(struct subject *s)
{
	size_t down_len;

	s->up.round = pt_timings_rounds(s->up.t, &s->rounds);
	if (s->down.t != NULL) {
		s->down.round = pt_timings_rounds(s->down.t, &down_len);
		s->rounds = match(s->up.round, s->rounds, &s->down.round, down_len);
		s->down.drawn = pt_xcalloc(most_runs(&s->down, s->rounds), sizeof(double));
	}
	s->up.drawn = pt_xcalloc(most_runs(&s->up, s->rounds), sizeof(double));
	s->chosen = pt_xcalloc(s->rounds, sizeof(*s->chosen));
}

static void
release(struct subject *s)
{
	free(s->up.round);
	free(s->up.drawn);
	free(s->down.round);
	free(s->down.drawn);
	free(s->chosen);
}

/* ---- values ---- */

/* The median of the runs in `n` rounds, chosen or all; drawn from them if d is not NULL. */
static double
median_of(const struct side *s, const size_t *chosen, size_t n, struct pt_draw *d)
{
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		const struct pt_timings_round *r = &s->round[chosen != NULL ? chosen[i] : i];

		for (size_t k = 0; k < r->len; k++)
			s->drawn[len++] =
				s->t->v[r->first + (d != NULL ? pt_draw_below(d, r->len) : k)].s;
	}
	return pt_series_median(s->drawn, len);
}

static double
value_of(const struct subject *s, const size_t *chosen, struct pt_draw *d)
{
	double up = median_of(&s->up, chosen, s->rounds, d), down = 1;

	if (s->down.t != NULL)
		down = median_of(&s->down, chosen, s->rounds, d);
	return down > 0 ? up / down : NAN;
}

static double
drawn_value(void *ctx, struct pt_draw *d)
{
	struct subject *s = ctx;

	for (size_t i = 0; i < s->rounds; i++)
		s->chosen[i] = pt_draw_below(d, s->rounds);
	return value_of(s, s->chosen, d);
}

/* ---- few rounds ---- */

#define ENOUGH_ROUNDS 10

/* The logarithm of one round's value. */
static double
log_of_round(const struct subject *s, size_t i)
{
	double up = pt_timings_round_median(s->up.t, &s->up.round[i]), down = 1;

	if (s->down.t != NULL)
		down = pt_timings_round_median(s->down.t, &s->down.round[i]);
	return up > 0 && down > 0 ? log(up / down) : NAN;
}

/* Half of Student's interval for the mean of the rounds' logarithms. */
static double
student(const struct subject *s)
{
	double n = (double)s->rounds, sum = 0, squares = 0, mean;

	for (size_t i = 0; i < s->rounds; i++)
		sum += log_of_round(s, i);
	mean = sum / n;
	for (size_t i = 0; i < s->rounds; i++)
		squares += pow(log_of_round(s, i) - mean, 2);
	return pt_student_95(s->rounds - 1) * sqrt(squares / (n - 1) / n);
}

static void
widen(struct pt_estimate *e, const struct subject *s)
{
	double half;

	if (s->rounds >= ENOUGH_ROUNDS)
		return;
	half = student(s);
	e->lo = isnan(half) ? NAN : fmin(e->lo, e->value * exp(-half));
	e->hi = isnan(half) ? NAN : fmax(e->hi, e->value * exp(half));
}

static struct pt_estimate
estimate(struct subject *s)
{
	struct pt_estimate e = PT_ESTIMATE_UNKNOWN;
	struct pt_bounds b;

	prepare(s);
	e.rounds = s->rounds;
	if (s->rounds > 0)
		e.value = value_of(s, NULL, NULL);
	if (s->rounds > 1 && !isnan(e.value)) {
		b = pt_bootstrap(drawn_value, s);
		e.lo = b.lo;
		e.hi = b.hi;
		widen(&e, s);
	}
	release(s);
	return e;
}

struct pt_estimate
pt_estimate_median(const struct pt_timings *t)
{
	return estimate(&(struct subject){ .up.t = t });
}

struct pt_estimate
pt_estimate_ratio(const struct pt_timings *up, const struct pt_timings *down)
{
	return estimate(&(struct subject){ .up.t = up, .down.t = down });
}

double
pt_estimate_width(const struct pt_estimate *e)
{
	return (e->hi - e->lo) / 2 / e->value;
}

/* ---- noise ---- */

static double
noise_of(const struct pt_timings *t)
{
	size_t n;
	struct pt_timings_round *r = pt_timings_rounds(t, &n);
	double *medians = pt_xcalloc(n, sizeof(*medians)), middle, noise = NAN;

	for (size_t i = 0; i < n; i++)
		medians[i] = pt_timings_round_median(t, &r[i]);
	middle = pt_series_median(medians, n); /* sorts */
	if (n > 1 && middle > 0)
		noise = (pt_timings_quantile(medians, n, 0.9) -
				pt_timings_quantile(medians, n, 0.1)) /
			2 / middle;
	free(medians);
	free(r);
	return noise;
}

double
pt_estimate_noise(const struct pt_timings *const *t, size_t n)
{
	double *noise = pt_xcalloc(n, sizeof(*noise)), median;
	size_t known = 0;

	for (size_t i = 0; i < n; i++) {
		noise[known] = noise_of(t[i]);
		known += !isnan(noise[known]);
	}
	median = pt_series_median(noise, known);
	free(noise);
	return median;
}
