/* SPDX-License-Identifier: MIT */
/*
 * What partop's own program and tests need to know of a pool beyond the public interface.
 */
#ifndef PT_RUNTIME_POOL_H
#define PT_RUNTIME_POOL_H

#include <partop/pool.h>

/* Recording slot of worker 0; the pool's workers have slots in a row.  UINT32_MAX: unrecorded. */
uint32_t pt_pool_first_slot(const partop_pool *p);

/* How many of the pool's workers sleep, available for work. */
int pt_pool_idle(const partop_pool *p);

/* Whether worker 0 and the pool's threads are pinned, one CPU each. */
bool pt_pool_pinned(const partop_pool *p);

/* Around a fork, by fork.c. */
void pt_pool_before_fork(void);
void pt_pool_after_fork(void);

#endif
