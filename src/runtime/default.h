/* SPDX-License-Identifier: MIT */
/*
 * The default pool's life.
 */
#ifndef PT_RUNTIME_DEFAULT_H
#define PT_RUNTIME_DEFAULT_H

#include <partop/pool.h>

bool pt_default_pool_is(const partop_pool *p);

/* At exit.  False: somebody still runs in it, or this thread is a worker; nothing was closed. */
bool pt_default_pool_close(void);

/* In a forked child: the parent's default pool is not ours; the lock may be anybody's. */
void pt_default_pool_forget(void);

#endif
