/* SPDX-License-Identifier: MIT */
/*
 * The default pool's life.
 */
#ifndef PT_RUNTIME_DEFAULT_H
#define PT_RUNTIME_DEFAULT_H

#include <partop/pool.h>

bool pt_default_pool_is(const partop_pool *p);

/* At exit.  False: a run is still in progress, or this thread is a worker; it was not closed. */
bool pt_default_pool_close(void);

/* Around a fork, by fork.c. */
void pt_default_pool_before_fork(void);
void pt_default_pool_after_fork(bool in_child);

#endif
