/* SPDX-License-Identifier: MIT */
/*
 * Worker-local storage: a value per worker, made when the worker first asks for it, and all of them
 * combined at the end.
 *
 *	partop_local *tables;
 *	int error = partop_local_open(&tables, &type, NULL);
 *
 *	if (error)
 *		return error;
 *	partop_for(w, head, 0, n, body, tables, NULL);	// body: partop_local_get(tables, w)
 *	partop_local_combine(tables, arg);
 *	partop_local_close(tables);
 *
 * For what is dear to make, or large, and may be added up in any order: partop_reduce() makes an
 * accumulator per theft and keeps the order of the indexes, this makes at most one per worker and
 * does not.  As TBB's enumerable_thread_specific and combinable.  Manual: partop_local(3).
 */
#ifndef PARTOP_LOCAL_H
#define PARTOP_LOCAL_H

#include <partop/detail/worker.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The kind of value.  Copied by partop_local_open().  The functions get its arg. */
struct partop_local_type {
	size_t size; /* bytes */
	/* Makes a value, by the worker that it is for; NULL: all bytes zero. */
	void (*make)(void *value, void *arg);
	/* *into = *into and *value.  Commutative: the order of the values means nothing.  *value is
	 * not used afterwards: what it owns is to be taken over or freed here. */
	void (*combine)(void *into, void *value, void *arg);
	/* Frees what a value owns that was never combined; NULL: nothing. */
	void (*drop)(void *value, void *arg);
};

/* The values of the workers of one pool. */
typedef struct partop_local partop_local;

/*
 * Makes *out, without any value yet.  It is the caller's until partop_local_close().
 *
 * Returns 0, -EINVAL: size is 0, or -ENOMEM.  *out is then NULL.
 * Threads: any.  Cost: an allocation of 2 KiB.
 */
PT_API int partop_local_open(partop_local **out, const struct partop_local_type *type, void *arg);

/*
 * The value of this worker, made now if it is the first time; NULL when there is no memory for it,
 * and the next call tries again.
 *
 * It is on cache lines of its own, stays where it is until partop_local_combine() or
 * partop_local_close(), and needs no lock.  But a sync, a loop or a call may run other tasks on this
 * worker meanwhile, which may use it too: leave it whole before.
 * Threads: from a task; all of them in one pool, since the number of the worker is what counts.
 * Cost: a call and two loads; the first time an allocation.
 */
PT_API void *partop_local_get(partop_local *l, partop_worker *w);

/*
 * Combines all values into *into, in the order of their workers, and frees them: they can then be
 * made anew.  Without any value *into stays as it is.
 *
 * Threads: any, when no task that uses l is running.
 */
PT_API void partop_local_combine(partop_local *l, void *into);

/* Drops what was not combined and frees l; NULL is ignored.  Threads: as above. */
PT_API void partop_local_close(partop_local *l);

#ifdef __cplusplus
}
#endif
#endif
