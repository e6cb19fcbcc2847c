/* SPDX-License-Identifier: MIT */
/*
 * libpartop: fork-join parallelism that can be watched.
 *
 *	pool.h		open a pool, run a function in it, control it
 *	task.h		spawn and sync, typed and plain
 *	range.h		parallel for and reduce
 *	scope.h		spawn any number, wait for all
 *	cancel.h	groups: errors and cancellation
 *
 * Functions return 0 or a negative errno.  The library never prints, never ends the process, and
 * takes no signals.  Every program that uses it can be watched with `partop exec -- PROGRAM`.
 *
 * Environment: PARTOP_THREADS, the number of workers of pools that do not say.
 */
#ifndef PARTOP_PARTOP_H
#define PARTOP_PARTOP_H

#include <partop/cancel.h>
#include <partop/pool.h>
#include <partop/range.h>
#include <partop/scope.h>
#include <partop/task.h>

#endif
