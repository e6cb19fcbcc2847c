/* SPDX-License-Identifier: MIT */
/*
 * The curves of a whole run in a fixed number of columns.  When they are full, neighbours are
 * joined and a column stands for twice the time.
 */
#ifndef PT_METRICS_HISTORY_H
#define PT_METRICS_HISTORY_H

#include "metrics/model.h"

/* What happened in a stretch of time. */
struct pt_history_part {
	double span_s;        /* wall time */
	double all_s, busy_s; /* workers' time while something ran, and how much of it was busy */
	double steals;
};

struct pt_history_maker {
	struct pt_history curve;
	struct pt_history_part column; /* the one being filled */
};

void pt_history_begin(struct pt_history_maker *h, double period_s);

/* A part longer than a column is spread over several. */
void pt_history_add(struct pt_history_maker *h, const struct pt_history_part *part);

#endif
