/* SPDX-License-Identifier: MIT */
/*
 * The numbers that a program marks, partop_mark(3): for each label how many there were, the last and
 * the largest one, and their means over the last stretches of time.
 *
 * Marks of several workers come worker by worker, not in the order of time: each has its time stamp,
 * and what is older than the stretches that are kept only counts.
 */
#ifndef PT_TIMELINE_MARKS_H
#define PT_TIMELINE_MARKS_H

#include <stddef.h>
#include <stdint.h>

#include "recording/decode.h"

#define PT_MARK_LABELS 64  /* marks of more labels are counted only */
#define PT_MARK_COLUMNS 64 /* stretches of time that are kept */

struct pt_mark_column {
	uint64_t number; /* its time divided by the length of a stretch */
	uint64_t sum, len;
};

struct pt_mark {
	uint16_t label;
	uint32_t last, most;
	uint64_t at, count; /* at: of `last`, ticks */
	struct pt_mark_column column[PT_MARK_COLUMNS];
};

struct pt_marks {
	struct pt_mark *mark; /* by label, ascending */
	size_t len, cap;
	uint64_t period;  /* ticks of a stretch; 0: as long as a tick */
	uint64_t newest;  /* number of the newest stretch */
	uint64_t unnamed; /* marks that had no room */
};

void pt_marks_fini(struct pt_marks *m); /* a zeroed struct is empty */

void pt_marks_take(struct pt_marks *m, const struct pt_event *e); /* a MARK */

/* The mean of the stretch that is `age` before the newest of all marks; NAN: no mark in it. */
double pt_marks_mean(const struct pt_marks *m, const struct pt_mark *k, uint64_t age);

#endif
