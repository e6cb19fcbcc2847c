/* SPDX-License-Identifier: MIT */
/*
 * The conclusions of a comparison.  A winner is named only where the interval of the ratio says so.
 */
#include "export/compare_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "export/sentences.h"

#define NAME 40              /* columns of a label in a sentence */
#define BLOCKED 0.1          /* a share worth a sentence */
#define SHORT_COMMAND_S 5e-3 /* starting a process takes a good part of it */
#define CLOSE 0.05           /* an interval that is narrow enough to speak of "within" */

struct writer {
	const struct pt_findings *p;
	const struct pt_comparison *c;
	struct pt_sentences to;
};

static void
put_name(struct writer *w, size_t row)
{
	char *label = pt_sentences_label(w->c->row[row].m->label, w->to.utf8, NAME);

	pt_text_add(&w->to.line, "%s", label);
	free(label);
}

static const char *
plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/* ---- the answer ---- */

static void
put_winner(struct writer *w)
{
	char ratio[64], interval[64];

	pt_compare_ratio(ratio, sizeof(ratio), &w->c->lead, PT_VERDICT_FASTER);
	pt_sentences_interval(interval, sizeof(interval), &w->c->lead);
	put_name(w, w->c->winner);
	pt_text_add(&w->to.line, " is %s than ", ratio);
	put_name(w, w->c->second);
	pt_text_add(&w->to.line, "%s (%s).", w->c->len > 2 ? ", the next" : "", interval);
	pt_sentences_end(&w->to);
}

/* The largest factor that the interval leaves room for, as a share over 1. */
static double
possible(const struct pt_estimate *lead)
{
	return fmax(lead->hi, 1 / lead->lo) - 1;
}

static void
put_no_difference(struct writer *w)
{
	const struct pt_estimate *lead = &w->c->lead;
	char interval[64], share[PT_NUM];

	pt_sentences_interval(interval, sizeof(interval), lead);
	pt_text_add(&w->to.line, "no difference shown: ");
	put_name(w, w->c->fastest);
	pt_text_add(&w->to.line, " and ");
	put_name(w, w->c->second);
	if (possible(lead) < CLOSE)
		pt_text_add(&w->to.line, " are within %s %% (%s).",
			pt_format_ratio(share, 100 * possible(lead), 1), interval);
	else if (pt_sentences_unclear(lead))
		pt_text_add(&w->to.line,
			" differ too much from process to process to tell.  More rounds: "
			"--rounds %zu.",
			4 * w->c->rounds);
	else
		pt_text_add(&w->to.line,
			" may differ by %s x.  More rounds tell more: --rounds %zu.", interval,
			4 * w->c->rounds);
	pt_sentences_end(&w->to);
}

static size_t
count_out(const struct writer *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->c->len; i++)
		n += w->c->row[i].out;
	return n;
}

static void
put_out(struct writer *w)
{
	for (size_t i = 0; i < w->c->len; i++) {
		const struct pt_comparison_row *r = &w->c->row[i];

		if (!r->out)
			continue;
		pt_text_add(&w->to.line, "no winner: ");
		put_name(w, i);
		pt_text_add(&w->to.line, " %s.",
			r->m->verified == 0         ? "gave a wrong result" :
				r->m->error != NULL ? "failed" :
						      "was not measured");
		pt_sentences_end(&w->to);
	}
}

static void
put_answer(struct writer *w)
{
	if (count_out(w) > 0) {
		put_out(w);
	} else if (w->c->second == PT_COMPARISON_NONE) {
		return;
	} else if (isnan(w->c->lead.lo)) {
		pt_text_add(&w->to.line,
			"no winner: one process of each says nothing about others; "
			"--rounds 3 or more.");
		pt_sentences_end(&w->to);
	} else if (w->c->winner != PT_COMPARISON_NONE) {
		put_winner(w);
	} else {
		put_no_difference(w);
	}
}

/* ---- how far to trust it ---- */

static void
put_counts(struct writer *w)
{
	struct pt_sentences_counts n = { .least = w->c->runs,
		.rounds = w->c->rounds,
		.interrupted = w->p->interrupted };

	for (size_t i = 0; i < w->c->len; i++) {
		size_t runs = w->c->row[i].spread.runs;

		n.least = runs < n.least ? runs : n.least;
		n.most = runs > n.most ? runs : n.most;
	}
	pt_sentences_counts(&w->to, &n);
}

static void
put_blocked(struct writer *w)
{
	for (size_t i = 0; i < w->c->len; i++) {
		double share = pt_measured_blocked(w->c->row[i].m);

		if (!(share >= BLOCKED))
			continue;
		put_name(w, i);
		pt_text_add(&w->to.line,
			": workers are blocked %.0f %% of the time, by a lock, a disk or a "
			"page",
			100 * share);
		pt_sentences_end(&w->to);
	}
}

static void
put_short(struct writer *w)
{
	for (size_t i = 0; i < w->c->len; i++) {
		const struct pt_comparison_row *r = &w->c->row[i];

		if (!r->m->command || !(r->spread.median < SHORT_COMMAND_S))
			continue;
		pt_text_add(&w->to.line, "! ");
		put_name(w, i);
		pt_text_add(&w->to.line,
			" takes under 5 ms: much of that is the start of a process");
		pt_sentences_end(&w->to);
	}
}

static void
put_oversubscribed(struct writer *w)
{
	for (size_t i = 0; i < w->c->len; i++) {
		const struct pt_measured *m = w->c->row[i].m;

		if (!m->oversubscribed)
			continue;
		pt_text_add(&w->to.line, "! ");
		put_name(w, i);
		pt_text_add(&w->to.line, ": %u workers on %u CPU%s take turns", m->threads, m->cpus,
			plural(m->cpus));
		pt_sentences_end(&w->to);
	}
}

static void
put_outliers(struct writer *w)
{
	size_t mild = 0, severe = 0;

	for (size_t i = 0; i < w->c->len; i++) {
		mild += w->c->row[i].spread.mild;
		severe += w->c->row[i].spread.severe;
	}
	pt_sentences_outliers(&w->to, mild, severe);
}

void
pt_compare_sentences(const struct pt_findings *p, FILE *f, bool utf8, int width)
{
	struct writer w = { .p = p, .c = p->c, .to = { .f = f, .utf8 = utf8, .width = width } };

	put_answer(&w);
	put_counts(&w);
	put_blocked(&w);
	put_short(&w);
	put_oversubscribed(&w);
	put_outliers(&w);
	pt_sentences_noise(&w.to,
		&(struct pt_sentences_runs){ .runs = p->c->runs,
			.disturbed = p->c->disturbed,
			.unknown = p->c->unknown,
			.noise = p->c->noise });
	pt_sentences_folder(&w.to, p->folder);
	pt_text_fini(&w.to.line);
}
