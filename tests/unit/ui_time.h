/* SPDX-License-Identifier: MIT */
/*
 * A made recording with a clock of its own, the same every time: one second of `workers` workers that
 * work, look for work, steal and sleep, in two runs.  Written by real pens; then the time stamps of all
 * events, heads and pages are replaced by those of the made clock.
 */
#ifndef PT_TESTS_UI_TIME_H
#define PT_TESTS_UI_TIME_H

#include "metrics/over_time.h"

struct ui_time {
	int fd;
	struct pt_rec_reader reader;
	struct pt_journal journal;
	uint32_t *lane;
	struct pt_over_time over;
};

#define UI_TIME_HZ UINT64_C(1000000000)
#define UI_TIME_BEGIN UINT64_C(1000000000000)

/* digested: the queries are as they are after some frames. */
void ui_time_make(struct ui_time *t, uint32_t workers, bool digested);
void ui_time_fini(struct ui_time *t);

#endif
