/* SPDX-License-Identifier: MIT */
/*
 * A limit on the time that a pool's run may take: a thread cancels it when the time is over.
 */
#ifndef PT_RUNNER_CUT_H
#define PT_RUNNER_CUT_H

#include <partop/partop.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct pt_cut {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	pthread_t thread;
	partop_pool *pool;	/* NULL: nothing to cancel now */
	uint64_t until_ns;	/* CLOCK_MONOTONIC */
	bool started, ended, over;
};

/* Runs of pools may be cut from now on.  Without a thread for it there is no limit. */
void pt_cut_begin(struct pt_cut *c, uint64_t until_ns);
void pt_cut_end(struct pt_cut *c);

/* Around partop_run(); its root task asks pt_cut_over() first, as it may be over before. */
void pt_cut_pool(struct pt_cut *c, partop_pool *pool);

bool pt_cut_over(struct pt_cut *c);

#endif
