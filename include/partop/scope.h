/* SPDX-License-Identifier: MIT */
/*
 * Scopes: spawn any number of plain tasks, wait for all of them at once.
 *
 *	struct partop_scope s;
 *
 *	partop_scope_begin(&s, w, head);
 *	for (...)
 *		head = partop_scope_spawn(&s, w, head, fn, arg);
 *	head = partop_scope_end(&s, w, head);
 *
 * The function that began the scope spawns with partop_scope_spawn() and carries head; other tasks
 * that it spawns between begin and end are synced before the next use of the scope.
 * Everybody else inside the scope, a task at any depth on any worker, adds tasks with
 * partop_scope_add(): they start as soon as a task of the scope has ended on some worker.
 *
 * At most a few thousand tasks are pending at a time: when more are spawned, the spawner runs some
 * itself.  So memory is bounded, and any number may be spawned.
 */
#ifndef PARTOP_SCOPE_H
#define PARTOP_SCOPE_H

#include <partop/detail/worker.h>

#ifdef __cplusplus
extern "C" {
#endif

struct pt_scope_node;

/* Embedded by the caller, who keeps it until partop_scope_end() has returned. */
struct partop_scope {
	partop_task *base;	/* the owner's; slots [base, head) are the scope's */
	PT_ATOMIC(struct pt_scope_node *) added;	/* tasks not yet taken; anybody's */
};

/* Begins a scope.  No failure. */
PT_API void partop_scope_begin(struct partop_scope *s, partop_worker *w, partop_task *head);

/* Owner only: makes fn(w, head, arg) a task of the scope; returns the new head.  About 2 ns. */
PT_API partop_task *partop_scope_spawn(struct partop_scope *s, partop_worker *w, partop_task *head,
	partop_fn *fn, void *arg);

/* From a task inside the scope: adds fn(w, head, arg).  When there is no memory for it, runs it at
 * once.  Any worker.  Costs one small allocation. */
PT_API void partop_scope_add(struct partop_scope *s, partop_worker *w, partop_task *head,
	partop_fn *fn, void *arg);

/* Owner only: waits for all tasks of the scope, helping; returns head as it was at begin. */
PT_API partop_task *partop_scope_end(struct partop_scope *s, partop_worker *w, partop_task *head);

#ifdef __cplusplus
}
#endif
#endif
