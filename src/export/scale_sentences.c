/* SPDX-License-Identifier: MIT */
/*
 * What curves of scaling come to.  Nothing is said that the points do not show: a law without enough
 * of them is no law, and what lies within an interval is not clear.
 */
#include <math.h>
#include <stdlib.h>

#include "export/scale_parts.h"
#include "export/sentences.h"

#define NAME 40

struct writer {
	const struct pt_findings *p;
	const struct pt_scaling *s;
	struct pt_sentences to;
};

static struct pt_text *
line(struct writer *w)
{
	return &w->to.line;
}

/* "fold: ", where there are several curves. */
static void
begin(struct writer *w, const struct pt_scaling_curve *c)
{
	char *label;

	if (w->s->len < 2)
		return;
	label = pt_sentences_label(c->label, w->to.utf8, NAME);
	pt_text_add(line(w), "%s: ", label);
	free(label);
}

static void
end(struct writer *w)
{
	pt_sentences_end(&w->to);
}

/* ---- threads ---- */

static const char *
plural(double n)
{
	return n == 1 ? "" : "s";
}

/* More workers than are needed for the lowest time that these runs can tell apart are no gain. */
static void
put_fewest(struct writer *w, const struct pt_scaling_curve *c)
{
	const struct pt_scaling_point *p = &c->point[c->fewest];
	char place[PT_NUM];

	if (c->fewest == c->best)
		pt_text_add(line(w), ".");
	else
		pt_text_add(line(w), "; but %s worker%s not shown to be slower.",
			pt_scale_place(place, p->x), p->x == 1 ? " is" : "s are");
}

static void
put_fastest(struct writer *w, const struct pt_scaling_curve *c)
{
	const struct pt_scaling_point *best = &c->point[c->best];
	char place[PT_NUM], speedup[PT_NUM], time[PT_NUM], share[PT_NUM];

	if (c->best == PT_SCALING_NONE)
		return;
	begin(w, c);
	pt_text_add(line(w), "fastest with %s worker%s: %s", pt_scale_place(place, best->x),
		plural(best->x), pt_format_seconds(time, best->spread.median));
	if (!isnan(best->speedup.value))
		pt_text_add(line(w), ", %s x the sequential version (%s)",
			pt_format_ratio(speedup, best->speedup.value, 2),
			pt_format_seconds(time, best->sequential_s));
	put_fewest(w, c);
	if (!isnan(best->capacity_share))
		pt_text_add(line(w), "  That is %s %% of what the CPUs can give (%s).",
			pt_format_ratio(share, 100 * best->capacity_share, 0),
			pt_format_ratio(speedup, best->m->capacity.compute, 2));
	end(w);
}

/* "14.6 % +- 0.8 (12.7 .. 16.5)" */
static void
put_part(struct writer *w, const char *name, const struct pt_fit_part *part, int digits)
{
	char value[PT_NUM], error[PT_NUM], lo[PT_NUM], hi[PT_NUM];

	pt_text_add(line(w), "%s %s %% %s %s (%s .. %s)", name,
		pt_format_ratio(value, 100 * part->value, digits), w->to.utf8 ? "±" : "+-",
		pt_format_ratio(error, 100 * part->error, digits),
		pt_format_ratio(lo, 100 * part->lo, digits),
		pt_format_ratio(hi, 100 * part->hi, digits));
}

static void
put_amdahl(struct writer *w, const struct pt_scaling_curve *c)
{
	const struct pt_fit_amdahl *f = &c->amdahl;
	char limit[PT_NUM], residue[PT_NUM];

	begin(w, c);
	put_part(w, "Amdahl: serial part", &f->serial, 1);
	if (f->serial.bound)
		pt_text_add(line(w), ": it scales better than the law");
	else if (f->serial.lo > 0)
		pt_text_add(line(w), ", so never more than %s x one worker",
			pt_format_ratio(limit, f->limit, 1));
	pt_text_add(line(w), "; points are off by %s %%.",
		pt_format_ratio(residue, 100 * f->fit.residue, 1));
	end(w);
}

static void
put_usl(struct writer *w, const struct pt_scaling_curve *c)
{
	const struct pt_fit_usl *f = &c->usl;
	char peak[PT_NUM], residue[PT_NUM];

	begin(w, c);
	put_part(w, "USL: contention", &f->contention, 2);
	put_part(w, ", coherence", &f->coherence, 3);
	if (f->coherence.lo > 0)
		pt_text_add(line(w), ", most with about %s workers",
			pt_format_ratio(peak, f->peak, 0));
	pt_text_add(line(w), "; points are off by %s %%.",
		pt_format_ratio(residue, 100 * f->fit.residue, 1));
	end(w);
}

static void
put_laws(struct writer *w, const struct pt_scaling_curve *c)
{
	if (!c->amdahl.fit.known) {
		begin(w, c);
		pt_text_add(line(w),
			"no fit: Amdahl and USL need %d points that have a CPU for each "
			"worker.",
			PT_FIT_POINTS);
		end(w);
		return;
	}
	put_amdahl(w, c);
	if (c->usl.fit.known)
		put_usl(w, c);
}

/* Karp and Flatt: what is serial stays, what workers cost each other grows. */
static void
put_karp_flatt(struct writer *w, const struct pt_scaling_curve *c)
{
	const struct pt_fit_slope *k = &c->karp_flatt;
	char mean[PT_NUM], lo[PT_NUM], hi[PT_NUM];

	if (!k->known)
		return;
	begin(w, c);
	pt_text_add(line(w), "Karp-Flatt, %s %% in the mean, ",
		pt_format_ratio(mean, 100 * k->mean, 1));
	if (k->lo <= 0 && k->hi >= 0)
		pt_text_add(line(w), "does not change with the workers, as a serial part");
	else
		pt_text_add(line(w), "%s with the workers: %s", k->lo > 0 ? "rises" : "falls",
			k->lo > 0 ? "what they cost each other, not only a serial part" :
				    "part of it is overhead that they share");
	pt_text_add(line(w), " (%s .. %s points for each).", pt_format_ratio(lo, 100 * k->lo, 2),
		pt_format_ratio(hi, 100 * k->hi, 2));
	end(w);
}

static void
put_threads(struct writer *w, const struct pt_scaling_curve *c)
{
	put_fastest(w, c);
	put_laws(w, c);
	put_karp_flatt(w, c);
}

/* ---- weak ---- */

/* The last one that has a CPU for each worker. */
static void
put_weak(struct writer *w, const struct pt_scaling_curve *c)
{
	const struct pt_scaling_point *last = NULL;
	char place[PT_NUM], growth[PT_NUM], speedup[PT_NUM];

	for (size_t i = 0; i < c->len; i++)
		if (!c->point[i].out && !c->point[i].m->oversubscribed)
			last = &c->point[i];
	if (last == NULL || isnan(last->growth) || last == &c->point[0])
		return;
	begin(w, c);
	pt_text_add(line(w), "with as much work for each, %s workers take %s times as long as %s",
		pt_scale_place(place, last->x), pt_format_ratio(growth, last->growth, 2),
		c->point[0].x == 1 ? "one" : "the fewest");
	if (!isnan(last->speedup.value))
		pt_text_add(line(w), "; scaled speedup %s x",
			pt_format_ratio(speedup, last->speedup.value, 2));
	pt_text_add(line(w), ".");
	end(w);
}

/* ---- sizes ---- */

static void
put_crossing(struct writer *w, const struct pt_crossover *x)
{
	char at[PT_NUM], lo[PT_NUM], hi[PT_NUM];

	pt_text_add(line(w), "wins from about %s on", pt_format_count(at, x->at));
	if (!isnan(x->lo) && !isnan(x->hi))
		pt_text_add(line(w), " (%s .. %s)", pt_format_count(lo, x->lo),
			pt_format_count(hi, x->hi));
	else if (!isnan(x->hi))
		pt_text_add(line(w), " (up to %s)", pt_format_count(hi, x->hi));
	else
		pt_text_add(line(w), ", which these runs do not show clearly");
	pt_text_add(line(w), "; below that, do not parallelize%s.",
		x->several ? " (though some smaller size wins, too)" : "");
}

/* At all points on one side; those where the runs cannot tell are no wins and no losses. */
static void
put_one_side(struct writer *w, const struct pt_crossover *x)
{
	bool wins = x->kind == PT_CROSSOVER_ALWAYS;

	if (x->unclear == x->known)
		pt_text_add(line(w),
			"wins or loses at none of these sizes so that these runs can tell.");
	else if (x->unclear > 0)
		pt_text_add(line(w),
			"wins at %s of these sizes; at %zu of %zu these runs cannot tell.",
			wins ? "all" : "none", x->unclear, x->known);
	else if (wins)
		pt_text_add(line(w), "wins at all of these sizes.");
	else
		pt_text_add(line(w), "wins at none of these sizes: do not parallelize.");
}

static void
put_crossover(struct writer *w, const struct pt_scaling_curve *c)
{
	if (c->crossover.kind == PT_CROSSOVER_UNKNOWN)
		return;
	begin(w, c);
	if (w->s->len < 2)
		pt_text_add(line(w), "the parallel version ");
	switch (c->crossover.kind) {
	case PT_CROSSOVER_NEVER:
	case PT_CROSSOVER_ALWAYS:
		put_one_side(w, &c->crossover);
		break;
	case PT_CROSSOVER_PART:
		pt_text_add(line(w), "wins at some sizes, but not at the largest.");
		break;
	default:
		put_crossing(w, &c->crossover);
	}
	end(w);
}

/* ---- grains ---- */

static void
put_end_of_curve(struct writer *w, const struct pt_scaling_curve *c, size_t i, const char *why)
{
	const struct pt_scaling_point *p = &c->point[i], *best = &c->point[c->flat.best];
	char place[PT_NUM], ratio[PT_NUM];
	double slower = p->spread.median / best->spread.median;

	if (p->out || !(slower > 1 + c->flat_share))
		return;
	pt_text_add(line(w), "  At %s it takes %s times as long: %s.", pt_scale_place(place, p->x),
		pt_format_ratio(ratio, slower, slower < 9.95 ? 1 : 0), why);
}

static void
put_flat(struct writer *w, const struct pt_scaling_curve *c)
{
	const struct pt_flat *f = &c->flat;
	char first[PT_NUM], last[PT_NUM], best[PT_NUM], time[PT_NUM], within[PT_NUM];

	if (f->best == PT_FLAT_NONE)
		return;
	begin(w, c);
	pt_scale_place(first, c->point[f->first].x);
	pt_scale_place(last, c->point[f->last].x);
	pt_scale_place(best, c->point[f->best].x);
	pt_format_seconds(time, c->point[f->best].spread.median);
	pt_format_ratio(within, 100 * c->flat_share, 0);
	if (f->first == f->last)
		pt_text_add(line(w), "best grain %s (%s); no neighbour is within %s %%.", best,
			time, within);
	else
		pt_text_add(line(w), "flat from %s to %s: within %s %% of the best, %s (%s)%s.",
			first, last, within, best, time,
			c->flat_share > PT_SCALING_FLAT ? ", which is the noise" : "");
	if (f->first > 0)
		put_end_of_curve(w, c, 0, "tasks too small");
	if (f->last + 1 < c->len)
		put_end_of_curve(w, c, c->len - 1, "too few tasks, or too large");
	end(w);
}

/* ---- what to mind ---- */

static void
put_counts(struct writer *w)
{
	struct pt_sentences_counts n = { .least = w->s->runs,
		.rounds = w->s->rounds,
		.interrupted = w->p->interrupted };
	size_t mild = 0, severe = 0;

	for (size_t i = 0; i < w->s->len; i++)
		for (size_t k = 0; k < w->s->curve[i].len; k++) {
			const struct pt_spread *p = &w->s->curve[i].point[k].spread;

			n.least = p->runs < n.least ? p->runs : n.least;
			n.most = p->runs > n.most ? p->runs : n.most;
			mild += p->mild;
			severe += p->severe;
		}
	pt_sentences_counts(&w->to, &n);
	pt_sentences_outliers(&w->to, mild, severe);
}

static void
put_oversubscribed(struct writer *w)
{
	uint32_t cpus = pt_scale_cpus(w->s);
	bool any = false;

	for (size_t i = 0; i < w->s->len; i++)
		for (size_t k = 0; k < w->s->curve[i].len; k++)
			any = any || w->s->curve[i].point[k].m->oversubscribed;
	if (any && (w->s->axis == PT_SCALING_THREADS || w->s->axis == PT_SCALING_WEAK))
		pt_text_add(line(w),
			"o  more workers than the %u CPU%s: shows what taking turns costs, "
			"not scaling",
			cpus, cpus == 1 ? "" : "s");
	else if (any)
		pt_text_add(line(w), "! more workers than the %u CPU%s: they take turns", cpus,
			cpus == 1 ? "" : "s");
	end(w);
}

void
pt_scale_sentences(const struct pt_findings *p, FILE *f, bool utf8, int width)
{
	static void (*const put[])(struct writer * w, const struct pt_scaling_curve *c) = {
		[PT_SCALING_THREADS] = put_threads,
		[PT_SCALING_WEAK] = put_weak,
		[PT_SCALING_SIZE] = put_crossover,
		[PT_SCALING_GRAIN] = put_flat,
	};
	struct writer w = { .p = p, .s = p->s, .to = { .f = f, .utf8 = utf8, .width = width } };

	for (size_t i = 0; i < p->s->len; i++)
		put[p->s->axis](&w, &p->s->curve[i]);
	put_oversubscribed(&w);
	put_counts(&w);
	pt_sentences_noise(&w.to,
		&(struct pt_sentences_runs){ .runs = p->s->runs,
			.disturbed = p->s->disturbed,
			.unknown = p->s->unknown,
			.noise = p->s->noise });
	pt_sentences_folder(&w.to, p->folder);
	pt_text_fini(&w.to.line);
}
