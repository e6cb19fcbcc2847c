/* SPDX-License-Identifier: MIT */
/*
 * The table of scale: columns are in one list, which says for which axes they are, and what they
 * hold.  One that holds nothing is left out.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "export/scale_parts.h"
#include "export/sentences.h"

#define TEXT 80
#define LABEL_COLUMNS 24
#define THREADS (1u << PT_SCALING_THREADS)
#define WEAK (1u << PT_SCALING_WEAK)
#define SIZE (1u << PT_SCALING_SIZE)
#define GRAIN (1u << PT_SCALING_GRAIN)
#define ALL (THREADS | WEAK | SIZE | GRAIN)

/* What a column says of a point. */
struct cell {
	const struct pt_scaling *s;
	const struct pt_scaling_curve *c;
	const struct pt_scaling_point *p;
	bool utf8;
};
typedef void cell_fn(char out[TEXT], const struct cell *at);

static void
number(char out[TEXT], double v, int digits, const char *unit)
{
	char text[PT_NUM];

	snprintf(out, TEXT, "%s%s", pt_format_ratio(text, v, digits), isnan(v) ? "" : unit);
}

static void
seconds(char out[TEXT], double s)
{
	char text[PT_NUM];

	snprintf(out, TEXT, "%s", pt_format_seconds(text, s));
}

static void
curve(char out[TEXT], const struct cell *at)
{
	char *label = pt_sentences_label(at->c->label, at->utf8, LABEL_COLUMNS);

	snprintf(out, TEXT, "%s", label);
	free(label);
}

static bool
takes_turns(const struct pt_scaling *s, const struct pt_scaling_point *p)
{
	return p->m->oversubscribed &&
		(s->axis == PT_SCALING_THREADS || s->axis == PT_SCALING_WEAK);
}

static bool
any_takes_turns(const struct pt_scaling *s)
{
	for (size_t i = 0; i < s->len; i++)
		for (size_t k = 0; k < s->curve[i].len; k++)
			if (takes_turns(s, &s->curve[i].point[k]))
				return true;
	return false;
}

/* "4 o" where there are less CPUs; then others have room for the sign, so that digits align. */
static void
place(char out[TEXT], const struct cell *at)
{
	char text[PT_NUM];

	snprintf(out, TEXT, "%s%s", pt_scale_place(text, at->p->x),
		takes_turns(at->s, at->p)      ? " o" :
			any_takes_turns(at->s) ? "  " :
						 "");
}

static void
size_of(char out[TEXT], const struct cell *at)
{
	const char *size = pt_measured_param(at->p->m, "size");
	char text[PT_NUM];

	snprintf(out, TEXT, "%s", size != NULL ? pt_scale_place(text, strtod(size, NULL)) : "--");
}

static void
sequential(char out[TEXT], const struct cell *at)
{
	seconds(out, at->p->sequential_s);
}

static void
parallel(char out[TEXT], const struct cell *at)
{
	seconds(out, at->p->spread.median);
}

static void
speedup(char out[TEXT], const struct cell *at)
{
	double v = at->p->speedup.value;

	if (at->p->m->verified == 0 || at->p->m->error != NULL)
		snprintf(out, TEXT, "%s", at->p->m->verified == 0 ? "WRONG RESULT" : "FAILED");
	else
		number(out, v, v < 0.1 ? 4 : 2, " x");
}

static void
interval(char out[TEXT], const struct cell *at)
{
	char lo[PT_NUM], hi[PT_NUM];
	int digits = at->p->speedup.value < 0.1 ? 4 : 2;

	if (isnan(at->p->speedup.lo))
		snprintf(out, TEXT, "--");
	else if (pt_sentences_unclear(&at->p->speedup))
		snprintf(out, TEXT, "unclear");
	else
		snprintf(out, TEXT, "%s .. %s", pt_format_ratio(lo, at->p->speedup.lo, digits),
			pt_format_ratio(hi, at->p->speedup.hi, digits));
}

static void
self(char out[TEXT], const struct cell *at)
{
	number(out, at->p->self_speedup.value, 2, " x");
}

static void
efficiency(char out[TEXT], const struct cell *at)
{
	number(out, 100 * at->p->efficiency, 0, " %");
}

static void
share(char out[TEXT], const struct cell *at)
{
	number(out, 100 * at->p->capacity_share, 0, " %");
}

static void
karp_flatt(char out[TEXT], const struct cell *at)
{
	number(out, 100 * at->p->karp_flatt, 1, " %");
}

static void
growth(char out[TEXT], const struct cell *at)
{
	number(out, at->p->growth, 2, "");
}

static void
work(char out[TEXT], const struct cell *at)
{
	number(out, at->p->work, 2, "");
}

static void
gustafson(char out[TEXT], const struct cell *at)
{
	number(out, 100 * at->p->gustafson, 1, " %");
}

static void
cpus(char out[TEXT], const struct cell *at)
{
	number(out, at->p->cpus_busy, 2, "");
}

static void
verdict(char out[TEXT], const struct cell *at)
{
	snprintf(out, TEXT, "%s", pt_scale_verdict(at->p));
}

static void
against_best(char out[TEXT], const struct cell *at)
{
	size_t best = at->c->flat.best;
	double ratio = best == PT_FLAT_NONE || at->p->out ?
		NAN :
		at->p->spread.median / at->c->point[best].spread.median;

	number(out, ratio, ratio < 9.95 ? 2 : 0, " x");
}

static void
flat(char out[TEXT], const struct cell *at)
{
	size_t i = (size_t)(at->p - at->c->point);

	*out = 0;
	if (at->c->flat.best != PT_FLAT_NONE && at->c->flat.first <= i && i <= at->c->flat.last)
		snprintf(out, TEXT, "%s", i == at->c->flat.best ? "best" : "flat");
}

/* ---- the list ---- */

/* The rank is that of cells.h.  A head that is NULL is the axis. */
static const struct column {
	const char *head;
	unsigned axes;
	int rank;
	bool left;
	cell_fn *put;
} list[] = {
	{ "", ALL, 0, true, curve },
	{ NULL, ALL, 0, false, place },
	{ "size", WEAK, 5, false, size_of },
	{ "sequential", SIZE, 0, false, sequential },
	{ "time", THREADS | WEAK | GRAIN, 0, false, parallel },
	{ "parallel", SIZE, 0, false, parallel },
	{ "against the best", GRAIN, 0, false, against_best },
	{ "speedup", ALL, 0, false, speedup },
	{ "95 %", ALL, 1, false, interval },
	{ "", SIZE, 0, true, verdict },
	{ "", GRAIN, 0, true, flat },
	{ "self", THREADS, 2, false, self },
	{ "growth", WEAK, 2, false, growth },
	{ "efficiency", THREADS | WEAK, 3, false, efficiency },
	{ "Karp-Flatt", THREADS, 4, false, karp_flatt },
	{ "Gustafson", WEAK, 4, false, gustafson },
	{ "work each", WEAK, 6, false, work },
	{ "of CPUs", THREADS | SIZE, 5, false, share },
	{ "CPUs", ALL, 7, false, cpus },
};
#define LIST (sizeof(list) / sizeof(*list))

static bool
says_something(const struct column *k, const struct pt_scaling *s)
{
	char text[TEXT];

	for (size_t i = 0; i < s->len; i++)
		for (size_t j = 0; j < s->curve[i].len; j++) {
			k->put(text,
				&(struct cell){ .s = s,
					.c = &s->curve[i],
					.p = &s->curve[i].point[j],
					.utf8 = true });
			if (*text != 0 && strcmp(text, "--") != 0)
				return true;
		}
	return false;
}

static bool
is_wanted(const struct column *k, const struct pt_scaling *s)
{
	return (k->axes >> s->axis & 1) && says_something(k, s);
}

static void
put_point(struct pt_cells *cells, const struct cell *at)
{
	size_t column = 0;
	char text[TEXT];

	pt_cells_row(cells);
	for (size_t i = 0; i < LIST; i++) {
		if (!is_wanted(&list[i], at->s))
			continue;
		list[i].put(text, at);
		pt_cells_set(cells, column++, text);
	}
}

void
pt_scale_cells(struct pt_cells *cells, const struct pt_scaling *s, bool utf8)
{
	for (size_t i = 0; i < LIST; i++)
		if (is_wanted(&list[i], s))
			pt_cells_column(cells,
				list[i].head != NULL ? list[i].head : pt_scale_axis_title(s),
				list[i].left, list[i].rank);
	for (size_t i = 0; i < s->len; i++)
		for (size_t k = 0; k < s->curve[i].len; k++)
			put_point(cells,
				&(struct cell){ .s = s,
					.c = &s->curve[i],
					.p = &s->curve[i].point[k],
					.utf8 = utf8 });
}
