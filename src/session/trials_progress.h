/* SPDX-License-Identifier: MIT */
/*
 * One line on standard error (a terminal) that tells how far the rounds are:
 *
 *	round 2/3  mutex  [=====>          ] 31%  13 s left  fold 3.0 x ahead
 *	round 5  mutex  [=====>          ] 31%  up to 20 s left  fold 1.0 x ahead
 *
 * The second when there are as many as there have to be, and it is still unclear.
 */
#ifndef PT_SESSION_TRIALS_PROGRESS_H
#define PT_SESSION_TRIALS_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pt_session;
struct pt_trials;
struct pt_trials_plan;

struct pt_trials_progress {
	const struct pt_trials *t;
	const struct pt_trials_plan *plan;
	bool shown;
	bool warm;        /* the rounds that count have begun */
	uint64_t warm_ns; /* ... then */
	double *took_s;   /* by each configuration's last process; NAN not yet */
	double guess_s;   /* of the process that runs, by what it tells of itself; NAN */
	size_t now;       /* the configuration that runs */
	uint32_t round;
	uint64_t begin_ns; /* of its process */
	char news[80];
};

void pt_trials_progress_init(struct pt_trials_progress *p, const struct pt_trials *t,
	const struct pt_trials_plan *plan, bool shown);
void pt_trials_progress_fini(struct pt_trials_progress *p);

void pt_trials_progress_begin(struct pt_trials_progress *p, size_t config, uint32_t round);
void pt_trials_progress_end(struct pt_trials_progress *p, size_t config, double took_s);
void pt_trials_progress_warm(struct pt_trials_progress *p);
void pt_trials_progress_round(struct pt_trials_progress *p); /* a round is complete */
void pt_trials_progress_draw(struct pt_trials_progress *p, const struct pt_session *s);
void pt_trials_progress_clear(struct pt_trials_progress *p);

#endif
