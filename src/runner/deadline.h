/* SPDX-License-Identifier: MIT */
/*
 * A deadline for the runs of pools: a thread cancels the one that goes on when the time is over.
 */
#ifndef PT_RUNNER_DEADLINE_H
#define PT_RUNNER_DEADLINE_H

#include <partop/partop.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct pt_deadline {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	pthread_t thread;
	partop_pool *pool; /* NULL: nothing to cancel now */
	uint64_t until_ns; /* CLOCK_MONOTONIC */
	bool started, ended, over;
};

/* Runs may be cancelled from now on.  If the thread cannot be started there is no deadline. */
void pt_deadline_begin(struct pt_deadline *c, uint64_t until_ns);
void pt_deadline_end(struct pt_deadline *c);

/* Before partop_run(), and with NULL after it.  The root task asks pt_deadline_over() first: the
 * time may be over before the run has begun. */
void pt_deadline_pool(struct pt_deadline *c, partop_pool *pool);

bool pt_deadline_over(struct pt_deadline *c);

#endif
