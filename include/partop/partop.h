/* SPDX-License-Identifier: MIT */
/*
 * libpartop: fork-join parallelism that can be watched.
 *
 *	pool.h		open a pool, run a function in it, control it, read its counters
 *	task.h		spawn and sync, typed and plain
 *	range.h		parallel for and reduce
 *	range2d.h	parallel for over rows and columns
 *	algorithm.h	prefix sums, filter, search, count, least and greatest
 *	sort.h		sorts by a comparison, stable or not
 *	local.h		a value per worker
 *	channel.h	bounded queues between tasks and threads
 *	scope.h		spawn any number, wait for all
 *	cancel.h	groups: errors and cancellation
 *
 * Words, as in Cilk, oneTBB and Rayon: a *task* is a call that may run at the same time as its
 * caller; to *spawn* makes one, to *sync* waits for it, a *join* is both for two calls.  A *worker*
 * is a thread that runs tasks, a *pool* is a set of them; a worker without work *steals* a task
 * from another.  A *range* of indexes is cut into *chunks*, of a fixed *grain* or adaptive ones;
 * a *reducer* has an *identity*, *folds* indexes into an accumulator and *combines* two of them.
 * A *scope* waits for any number of tasks, a *group* is what an error cancels.
 *
 * What every contract in these headers takes for granted:
 *
 *	errors		0 or a negative errno is returned; errno itself says nothing after a call.
 *			The library never prints, never ends the process, and installs no signal
 *			handler but that of SIGBUS for a recording that can be cut: libpartop(3).
 *	threads		a function with a `w` is called by the task that was given this w, with the
 *			head it holds at that moment.  The others may be called by any thread.
 *	arguments	pointers are not NULL unless it is said that they may be.
 *	a task		runs on the thread it began on, to its end: thread-local data and w stay.
 *			It returns normally: no longjmp, no C++ exception, no pthread_exit() and no
 *			cancellation point of pthread_cancel() leads out of it.
 *	order		what a task wrote before its spawn is seen by the spawned task, and what
 *			that one wrote is seen after its sync.
 *	waiting		a sync may run other tasks of the pool meanwhile, on the same stack: a lock
 *			held across it may be asked for again by the same thread.
 *	signals		no function is async-signal-safe.
 *
 * Compiles as C11 and C++11 or later, by gcc and clang, whose attributes and builtins it uses.
 * Built with `pkg-config --cflags --libs partop-debug`, a forgotten sync, a wrong head or a sync of
 * another call ends the program with a message.
 * Every program that uses the library can be watched with `partop exec -- PROGRAM`.
 * Environment: PARTOP_THREADS, the number of workers of pools that do not say.
 * The manual begins at libpartop(3).
 */
#ifndef PARTOP_PARTOP_H
#define PARTOP_PARTOP_H

#include <partop/algorithm.h>
#include <partop/cancel.h>
#include <partop/channel.h>
#include <partop/local.h>
#include <partop/pool.h>
#include <partop/range.h>
#include <partop/range2d.h>
#include <partop/scope.h>
#include <partop/sort.h>
#include <partop/task.h>

#endif
