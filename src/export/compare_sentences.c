/* SPDX-License-Identifier: MIT */
/*
 * What a comparison comes to.  A winner is named only where the interval of the ratio says so.
 */
#include "export/compare_parts.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

#define NAME 40			/* columns of a label in a sentence */
#define BLOCKED 0.1		/* a share worth a sentence */
#define SHORT_COMMAND_S 5e-3	/* starting a process takes a good part of it */
#define CLOSE 0.05		/* an interval that is narrow enough to speak of "within" */

struct writer {
	const struct pt_compare *p;
	const struct pt_comparison *c;
	FILE *f;
	bool utf8;
	int width;
	struct pt_text line;	/* the sentence that is being written */
};

/* ---- sentences ---- */

/* Bytes that go on a line: whole words. */
static size_t
words_that_fit(const char *text, int width)
{
	size_t fit = pt_text_fit(text, width);

	if (text[fit] == 0)
		return fit;
	for (size_t i = fit; i > 0; i--)
		if (text[i] == ' ')
			return i;
	return fit;
}

/* Prints it; what does not fit goes on below. */
static void
end_line(struct writer *w)
{
	const char *text = pt_text_string(&w->line);
	int indent = 0;

	while (*text != 0) {
		size_t n = words_that_fit(text, w->width - indent);

		fprintf(w->f, "%*s%.*s\n", indent, "", (int)n, text);
		text += n;
		text += strspn(text, " ");
		indent = 2;
	}
	pt_text_clear(&w->line);
}

static void
put_name(struct writer *w, size_t row)
{
	char *label = pt_compare_label(w->c->row[row].m->label, w->utf8, NAME);

	pt_text_add(&w->line, "%s", label);
	free(label);
}

static void
put_foreign(struct writer *w, const char *text)
{
	size_t size = 4 * strlen(text) + 1;
	char *clean = pt_xcalloc(size, 1), *label;

	pt_clean(clean, size, text, strlen(text));
	label = pt_compare_label(clean, w->utf8, INT_MAX);
	pt_text_add(&w->line, "%s", label);
	free(label);
	free(clean);
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
	pt_compare_interval(interval, sizeof(interval), &w->c->lead);
	put_name(w, w->c->winner);
	pt_text_add(&w->line, " is %s than ", ratio);
	put_name(w, w->c->second);
	pt_text_add(&w->line, "%s (%s).", w->c->len > 2 ? ", the next" : "", interval);
	end_line(w);
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

	pt_compare_interval(interval, sizeof(interval), lead);
	pt_text_add(&w->line, "no difference shown: ");
	put_name(w, w->c->fastest);
	pt_text_add(&w->line, " and ");
	put_name(w, w->c->second);
	if (possible(lead) < CLOSE)
		pt_text_add(&w->line, " are within %s %% (%s).",
			pt_format_ratio(share, 100 * possible(lead), 1), interval);
	else
		pt_text_add(&w->line, " may differ by %s x.  More rounds tell more: --rounds %zu.",
			interval, 4 * w->c->rounds);
	end_line(w);
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
		pt_text_add(&w->line, "no winner: ");
		put_name(w, i);
		pt_text_add(&w->line, " %s.", r->m->verified == 0 ? "gave a wrong result" :
			r->m->error != NULL ? "failed" : "was not measured");
		end_line(w);
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
		pt_text_add(&w->line, "no winner: one process of each says nothing about others; "
			"--rounds 3 or more.");
		end_line(w);
	} else if (w->c->winner != PT_COMPARISON_NONE) {
		put_winner(w);
	} else {
		put_no_difference(w);
	}
}

/* ---- what to mind ---- */

static void
put_counts(struct writer *w)
{
	const struct pt_comparison *c = w->c;
	size_t least = c->runs, most = 0;

	for (size_t i = 0; i < c->len; i++) {
		size_t n = c->row[i].spread.runs;

		least = n < least ? n : least;
		most = n > most ? n : most;
	}
	if (least == most)
		pt_text_add(&w->line, "%zu run%s of each", most, plural(most));
	else
		pt_text_add(&w->line, "%zu to %zu runs of each", least, most);
	pt_text_add(&w->line, " in %zu process%s, interleaved%s", c->rounds,
		c->rounds == 1 ? "" : "es",
		w->p->interrupted ? "; interrupted: an incomplete round is left out" : "");
	end_line(w);
}

static void
put_blocked(struct writer *w)
{
	for (size_t i = 0; i < w->c->len; i++) {
		double share = pt_measured_blocked(w->c->row[i].m);

		if (!(share >= BLOCKED))
			continue;
		put_name(w, i);
		pt_text_add(&w->line, ": workers are blocked %.0f %% of the time, by a lock, a disk or a "
			"page", 100 * share);
		end_line(w);
	}
}

static void
put_short(struct writer *w)
{
	for (size_t i = 0; i < w->c->len; i++) {
		const struct pt_comparison_row *r = &w->c->row[i];

		if (!r->m->command || !(r->spread.median < SHORT_COMMAND_S))
			continue;
		pt_text_add(&w->line, "! ");
		put_name(w, i);
		pt_text_add(&w->line, " takes under 5 ms: much of that is the start of a process");
		end_line(w);
	}
}

static void
put_oversubscribed(struct writer *w)
{
	for (size_t i = 0; i < w->c->len; i++) {
		const struct pt_measured *m = w->c->row[i].m;

		if (!m->oversubscribed)
			continue;
		pt_text_add(&w->line, "! ");
		put_name(w, i);
		pt_text_add(&w->line, ": %u workers on %u CPU%s take turns", m->threads, m->cpus,
			plural(m->cpus));
		end_line(w);
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
	if (mild + severe > 0)
		pt_text_add(&w->line, "outliers, which count: %zu mild, %zu severe", mild, severe);
	end_line(w);
}

/* The footer: how far numbers can be trusted. */
static void
put_noise(struct writer *w)
{
	const struct pt_comparison *c = w->c;
	size_t known = c->runs - c->unknown;
	char noise[PT_NUM];

	if (known > 0)
		pt_text_add(&w->line, "quiet runs %zu of %zu", known - c->disturbed, known);
	else
		pt_text_add(&w->line, "quiet runs: not known");
	if (!isnan(c->noise))
		pt_text_add(&w->line, "; noise %s %% (between processes of the same)",
			pt_format_ratio(noise, 100 * c->noise, 1));
	end_line(w);
	if (2 * c->disturbed > known)
		pt_text_add(&w->line, "! noisy machine: others disturbed %zu of %zu runs", c->disturbed,
			known);
	end_line(w);
}

static void
put_folder(struct writer *w)
{
	if (w->p->folder == NULL)
		return;
	pt_text_add(&w->line, "recordings: partop report ");
	put_foreign(w, w->p->folder);
	end_line(w);
}

void
pt_compare_sentences(const struct pt_compare *p, FILE *f, bool utf8, int width)
{
	struct writer w = { .p = p, .c = p->c, .f = f, .utf8 = utf8, .width = width };

	put_answer(&w);
	put_counts(&w);
	put_blocked(&w);
	put_short(&w);
	put_oversubscribed(&w);
	put_outliers(&w);
	put_noise(&w);
	put_folder(&w);
	pt_text_fini(&w.line);
}
