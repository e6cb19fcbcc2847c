/* SPDX-License-Identifier: MIT */
/*
 * Sentences below the tables of compare and scale: each on a line of its own, longer ones go on
 * below; and what both have to say of runs.
 */
#ifndef PT_EXPORT_SENTENCES_H
#define PT_EXPORT_SENTENCES_H

#include <stdbool.h>
#include <stdio.h>

#include "base/text.h"
#include "metrics/estimate.h"

struct pt_sentences {
	FILE *f;
	bool utf8;
	int width;
	struct pt_text line; /* the sentence that is being written */
};

/* Prints it, if there is any. */
void pt_sentences_end(struct pt_sentences *s);

/* Appends text from outside, clean, without anything but ASCII where that is asked for. */
void pt_sentences_foreign(struct pt_sentences *s, const char *text);

/* A label, the same; malloc'ed. */
char *pt_sentences_label(const char *label, bool utf8, int columns);

/* Whether an interval says nothing at all, as of two rounds that disagree. */
bool pt_sentences_unclear(const struct pt_estimate *ratio);

/* Bytes that all begin with, up to the end of a word: "hashagg n=20M" of "hashagg n=20M, fold". */
size_t pt_sentences_common(const char *const *title, size_t n);

/* "0.95 .. 1.02", "unclear"; of what is below 1 the other way round, as "x slower". */
void pt_sentences_interval(char *out, size_t size, const struct pt_estimate *ratio);

/* "3 to 5 runs of each in 3 processes, interleaved" */
struct pt_sentences_counts {
	size_t least, most; /* runs of a configuration */
	size_t rounds;
	bool interrupted;
};
void pt_sentences_counts(struct pt_sentences *s, const struct pt_sentences_counts *c);

void pt_sentences_outliers(struct pt_sentences *s, size_t mild, size_t severe);

/* The footer: how far numbers can be trusted. */
struct pt_sentences_runs {
	size_t runs, disturbed, unknown;
	double noise; /* pt_estimate_noise() */
};
void pt_sentences_noise(struct pt_sentences *s, const struct pt_sentences_runs *r);

/* Where the recordings are; NULL: nothing to say. */
void pt_sentences_folder(struct pt_sentences *s, const char *folder);

#endif
