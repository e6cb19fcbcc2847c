/* SPDX-License-Identifier: MIT */
/*
 * Scopes: see partop/scope.h.
 *
 * The owner's tasks are ordinary tasks on its deque, at most WINDOW of them unsynced.  When the
 * window is full, the owner syncs from its newest end: tasks still there are run, finished ones
 * freed, until one is met that a thief is still running.
 * Tasks added from elsewhere wait in a list that any worker may take as a whole: one that has ended
 * a task of the scope does, and runs them as a window of its own.  An adder is always below such a
 * task, or is the owner, which looks at the end; so none is left behind.
 * Windows nest: first depth-first, which keeps the list short; from NEST_MAX on the tasks that are
 * added are left to the enclosing window: a chain of tasks that each add the next would otherwise
 * need a C stack as long as itself.
 */
#include "config.h"

#include <partop/scope.h>

#include <stdlib.h>

#include "runtime/worker.h"

#define WINDOW 4096 /* unsynced tasks of one worker's part of a scope */
#define NEST_MAX 64 /* windows inside windows */

struct pt_scope_node {
	struct pt_scope_node *next;
	partop_fn *fn;
	void *arg;
};

/* The function is the first word: pt_label_code(). */
enum { WORD_FN, WORD_ARG, WORD_SCOPE, WORD_NEST };

static void run_added(struct partop_scope *s, partop_worker *w, partop_task *head, uint64_t nest);

static void
run_slot(partop_worker *w, partop_task *head, partop_task *t)
{
	struct partop_scope *s = (struct partop_scope *)(uintptr_t)t->a[WORD_SCOPE];
	uint64_t nest = t->a[WORD_NEST]; /* head may be t, whose words fn overwrites */

	((partop_fn *)(uintptr_t)t->a[WORD_FN])(w, head, (void *)(uintptr_t)t->a[WORD_ARG]);
	if (nest < NEST_MAX)
		run_added(s, w, head, nest + 1);
}

struct partop_kind pt_scope_kind = { .run = run_slot, .name = "scope", .lo = -1, .hi = -1 };

static partop_task *
push(struct partop_scope *s, partop_worker *w, partop_task *head, partop_fn *fn, void *arg,
	uint64_t nest)
{
	head->a[WORD_FN] = (uint64_t)(uintptr_t)fn;
	head->a[WORD_ARG] = (uint64_t)(uintptr_t)arg;
	head->a[WORD_SCOPE] = (uint64_t)(uintptr_t)s;
	head->a[WORD_NEST] = nest;
	pt_push(w, head, &pt_scope_kind);
	return head + 1;
}

static partop_task *
sync_newest(partop_worker *w, partop_task *head)
{
	head--;
	if (pt_pop(w, head))
		run_slot(w, head, head);
	return head;
}

/* Would a sync of the slot below head wait for a thief? */
static bool
newest_is_running(struct pt_worker *w, partop_task *head)
{
	uint32_t i = pt_index(w, head - 1);
	uint64_t ts = PT_LD(w->pub.deque.ts, relaxed); /* the owner's split, a guess of tail */

	return i < w->pub.deque.split && PT_TAIL(ts) > i &&
		!(pt_task_state(head[-1].state) & PT_TASK_DONE);
}

/* The window [base, head) is full: makes room for at least one task. */
static partop_task *
make_room(partop_worker *w, partop_task *base, partop_task *head)
{
	do
		head = sync_newest(w, head);
	while (head > base && !newest_is_running(pt_worker_of(w), head));
	return head;
}

/* Runs the tasks that were added, until the list is empty. */
static void
run_added(struct partop_scope *s, partop_worker *w, partop_task *base, uint64_t nest)
{
	while (PT_LD(s->added, relaxed)) {
		/* <- release in partop_scope_add() */
		struct pt_scope_node *n = PT_XCHG(s->added, NULL, acquire);
		partop_task *head = base;

		while (n) {
			struct pt_scope_node *next = n->next;

			if (head - base >= WINDOW)
				head = make_room(w, base, head);
			head = push(s, w, head, n->fn, n->arg, nest);
			free(n);
			n = next;
		}
		while (head > base)
			head = sync_newest(w, head);
	}
}

void
partop_scope_begin(struct partop_scope *s, partop_worker *w, partop_task *head)
{
	s->base = head;
	PT_ST(s->added, NULL, relaxed); /* ordered by the publication of the tasks */
}

partop_task *
partop_scope_spawn(struct partop_scope *s, partop_worker *w, partop_task *head, partop_fn *fn,
	void *arg)
{
	if (head - s->base >= WINDOW)
		head = make_room(w, s->base, head);
	return push(s, w, head, fn, arg, 0);
}

void
partop_scope_add(struct partop_scope *s, partop_worker *w, partop_task *head, partop_fn *fn,
	void *arg)
{
	struct pt_scope_node *n = malloc(sizeof(*n)), *first;

	if (!n) {
		fn(w, head, arg);
		return;
	}
	first = PT_LD(s->added, relaxed);
	do
		*n = (struct pt_scope_node){ .next = first, .fn = fn, .arg = arg };
	while (!PT_CAS(s->added, first, n, release)); /* -> run_added(), which takes all */
}

partop_task *
partop_scope_end(struct partop_scope *s, partop_worker *w, partop_task *head)
{
	while (head > s->base)
		head = sync_newest(w, head);
	run_added(s, w, head, 1);
	return head;
}
