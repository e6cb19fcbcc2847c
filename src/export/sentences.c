/* SPDX-License-Identifier: MIT */
/* Sentences.  See sentences.h. */
#include "export/sentences.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define UNCLEAR 1e4 /* between the ends of an interval that says nothing */

/* Bytes that go on a line: whole words. */
static size_t
words_that_fit(const char *text, int width)
{
	size_t fit = pt_text_fit(text, width);

	if (text[fit] == 0)
		return fit;
	for (size_t i = fit; i > 0; i--)
		if (text[i] == ' ' && text[i - 1] != ' ') /* none at the end of a line */
			return i;
	return fit;
}

void
pt_sentences_end(struct pt_sentences *s)
{
	const char *text = pt_text_string(&s->line);
	int indent = 0;

	while (*text != 0) {
		size_t n = words_that_fit(text, s->width - indent);

		fprintf(s->f, "%*s%.*s\n", indent, "", (int)n, text);
		text += n;
		text += strspn(text, " ");
		indent = 2;
	}
	pt_text_clear(&s->line);
}

/* ---- labels ---- */

static void
put_ascii(struct pt_text *t, const char *s, size_t len, bool utf8)
{
	for (size_t i = 0; i < len; i++)
		if (utf8 || (unsigned char)s[i] < 0x80)
			pt_text_put(t, &s[i], 1);
		else
			pt_text_add(t, "\\x%02x", (unsigned)(unsigned char)s[i]);
}

/* Where an end of so many columns at most begins. */
static const char *
tail_of(const char *s, int columns)
{
	while (pt_text_width(s) > columns) {
		uint32_t character;

		s += pt_utf8_next(s, strlen(s), &character);
	}
	return s;
}

/* Commands often differ in their last words: of a long one the middle is left out. */
char *
pt_sentences_label(const char *label, bool utf8, int columns)
{
	struct pt_text t = { 0 };
	size_t fit = pt_text_fit(label, columns);

	if (label[fit] == 0) {
		put_ascii(&t, label, fit, utf8);
	} else {
		const char *tail = tail_of(label, (columns - 2) / 2);

		put_ascii(&t, label, pt_text_fit(label, columns - 2 - (columns - 2) / 2), utf8);
		pt_text_add(&t, "..");
		put_ascii(&t, tail, strlen(tail), utf8);
	}
	return t.s != NULL ? t.s : pt_xstrdup("");
}

void
pt_sentences_foreign(struct pt_sentences *s, const char *text)
{
	size_t size = 4 * strlen(text) + 1;
	char *clean = pt_xcalloc(size, 1), *label;

	pt_clean(clean, size, text, strlen(text));
	label = pt_sentences_label(clean, s->utf8, INT_MAX);
	pt_text_add(&s->line, "%s", label);
	free(label);
	free(clean);
}

bool
pt_sentences_unclear(const struct pt_estimate *ratio)
{
	return ratio->hi > UNCLEAR * ratio->lo;
}

static size_t
common(const char *a, const char *b, size_t len)
{
	size_t n = 0;

	while (n < len && a[n] != 0 && a[n] == b[n])
		n++;
	return n;
}

size_t
pt_sentences_common(const char *const *title, size_t n)
{
	size_t len = strlen(title[0]);
	bool whole = true;

	for (size_t i = 1; i < n; i++) {
		len = common(title[0], title[i], len);
		whole = whole && strcmp(title[0], title[i]) == 0;
	}
	while (!whole && len > 0 && title[0][len - 1] != ' ')
		len--;
	while (len > 0 && strchr(" ,", title[0][len - 1]) != NULL)
		len--;
	return len;
}

void
pt_sentences_interval(char *out, size_t size, const struct pt_estimate *ratio)
{
	char lo[PT_NUM], hi[PT_NUM];
	bool slower = ratio->hi < 1;
	double a = slower ? 1 / ratio->hi : ratio->lo, b = slower ? 1 / ratio->lo : ratio->hi;
	int digits = fabs(b - a) < 0.02 ? 3 : b < 100 ? 2 : 0;

	if (isnan(a) || isnan(b))
		snprintf(out, size, "--");
	else if (pt_sentences_unclear(ratio))
		snprintf(out, size, "unclear");
	else
		snprintf(out, size, "%s .. %s", pt_format_ratio(lo, a, digits),
			pt_format_ratio(hi, b, digits));
}

/* ---- what is said of runs ---- */

void
pt_sentences_counts(struct pt_sentences *s, const struct pt_sentences_counts *c)
{
	if (c->least == c->most)
		pt_text_add(&s->line, "%zu run%s of each", c->most, c->most == 1 ? "" : "s");
	else
		pt_text_add(&s->line, "%zu to %zu runs of each", c->least, c->most);
	pt_text_add(&s->line, " in %zu process%s, interleaved%s", c->rounds,
		c->rounds == 1 ? "" : "es",
		c->interrupted ? "; interrupted: an incomplete round is left out" : "");
	pt_sentences_end(s);
}

void
pt_sentences_outliers(struct pt_sentences *s, size_t mild, size_t severe)
{
	if (mild + severe > 0)
		pt_text_add(&s->line, "outliers, which count: %zu mild, %zu severe", mild, severe);
	pt_sentences_end(s);
}

void
pt_sentences_noise(struct pt_sentences *s, const struct pt_sentences_runs *r)
{
	size_t known = r->runs - r->unknown;
	char noise[PT_NUM];

	if (known > 0)
		pt_text_add(&s->line, "quiet runs %zu of %zu", known - r->disturbed, known);
	else
		pt_text_add(&s->line, "quiet runs: not known");
	if (!isnan(r->noise))
		pt_text_add(&s->line, "; noise %s %% (between processes of the same)",
			pt_format_ratio(noise, 100 * r->noise, 1));
	pt_sentences_end(s);
	if (2 * r->disturbed > known)
		pt_text_add(&s->line, "! noisy machine: others disturbed %zu of %zu runs",
			r->disturbed, known);
	pt_sentences_end(s);
}

void
pt_sentences_folder(struct pt_sentences *s, const char *folder)
{
	if (folder == NULL)
		return;
	pt_text_add(&s->line, "recordings: partop report ");
	pt_sentences_foreign(s, folder);
	pt_sentences_end(s);
}
