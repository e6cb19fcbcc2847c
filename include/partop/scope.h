/* SPDX-License-Identifier: MIT */
/*
 * Scopes: spawn any number of plain tasks, wait for all of them at once.
 *
 *	struct partop_scope s;
 *
 *	partop_scope_begin(&s, w, head);
 *	for (size_t i = 0; i < n; i++)
 *		head = partop_scope_spawn(&s, w, head, visit, &item[i]);
 *	head = partop_scope_end(&s, w, head);
 *
 * The function that began the scope, its *owner*, spawns with partop_scope_spawn() and carries head
 * on; other tasks that it spawns between begin and end are synced before the next use of the scope.
 * All other tasks inside the scope, at any depth and on any worker, add tasks with
 * partop_scope_add(): they start when a task of the scope ends, on the worker where it does.  So a
 * task that adds others and then works for long keeps them waiting; in a scope of its own it can
 * spawn them, and they can be stolen at once.
 *
 * Memory: of the owner's tasks at most 4096 are pending; when it spawns more it runs some itself.
 * So it may spawn any number in constant memory.  Added tasks wait in a list, an allocation each;
 * to bound these too, let every task that finds work open a scope of its own.
 *
 * An error does not end a scope: begin a group around it, or use the run's (cancel.h).  Dropped
 * tasks count as ended.
 *
 * As Rayon's scope() and TBB's task_group, without a heap object per task.  Manual:
 * partop_scope(3).
 */
#ifndef PARTOP_SCOPE_H
#define PARTOP_SCOPE_H

#include <partop/detail/worker.h>

#ifdef __cplusplus
extern "C" {
#endif

struct pt_scope_node;

/* A scope.  Embedded by its owner, which keeps it where it is until partop_scope_end() has
 * returned.  Its fields are the runtime's. */
struct partop_scope {
	partop_task *base; /* the owner's; slots [base, head) are the scope's */
	PT_ATOMIC(struct pt_scope_node *) added; /* tasks that any worker may take */
};

/* Begins a scope at head.  No failure.  The caller is the owner.  Scopes may be nested.  Cost: two
 * stores. */
PT_API void partop_scope_begin(struct partop_scope *s, partop_worker *w, partop_task *head);

/*
 * Makes fn(w, head, arg) a task of the scope; returns the new head, which may be lower than before.
 *
 * Owner only, in the function that began the scope.  arg is handed through: what it points to must
 * live until the task has ended.
 * May run other tasks of the scope, when 4096 are pending.
 * Cost: about 2 ns.
 */
PT_API partop_task *partop_scope_spawn(struct partop_scope *s, partop_worker *w, partop_task *head,
	partop_fn *fn, void *arg);

/*
 * Adds fn(w, head, arg) to the scope, from a task inside it, with the task's own w and head.
 *
 * Any worker, any number of them at a time.  When there is no memory, fn runs at once, in this
 * call.  The owner may call it as well; its tasks then start at the end of the scope, or before.
 * Cost: one small allocation and a compare-and-swap.
 */
PT_API void partop_scope_add(struct partop_scope *s, partop_worker *w, partop_task *head,
	partop_fn *fn, void *arg);

/* Waits for all tasks of the scope, running them and helping others meanwhile; returns head as it
 * was at begin.  Owner only.  The scope may then be begun again. */
PT_API partop_task *partop_scope_end(struct partop_scope *s, partop_worker *w, partop_task *head);

#ifdef __cplusplus
}
#endif
#endif
