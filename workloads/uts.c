/* SPDX-License-Identifier: MIT */
/*
 * uts: counts the nodes of a tree that cannot be divided beforehand, a task per node.  Subtrees of
 * one size at the top are thousands of times apart below: only stealing keeps workers busy.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/error.h"
#include "workloads/lib/uts/tree.h"
#include "workloads/workload.h"

/* What has been visited. */
struct tally {
	uint64_t nodes, leaves;
	int deepest;
};

/* By one worker; by itself on its cache lines. */
struct own_tally {
	_Alignas(128) struct tally t;
};

struct uts {
	const struct pt_uts_tree *tree;
	struct own_tally *own; /* per worker */
	struct tally all;      /* of the last run */
	int workers;
};

enum { TREE };

static const char *const trees[] = { "T0", "T1", "T2", "T3", "T4", "T5", "T1L", "T2L", "T3L",
	NULL };
_Static_assert(sizeof trees / sizeof *trees == PT_UTS_TREES + 1, "a name for each tree");

static const struct pt_option params[] = {
	[TREE] = {
		.name = "tree", .type = PT_OPT_CHOICE, .value_name = "TREE", .fallback = "T3",
		.help = "its nodes: T0 has 16,000, T1 to T5 4 million, T1L to T3L 100 million", .choices = trees,
	},
};

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct uts *u = state;

	u->tree = &pt_uts_trees[s->values[TREE].choice];
	u->workers = s->workers;
	u->own = pt_buffer_alloc((size_t)s->workers * sizeof *u->own);
	return u->own ? 0 : pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory for the workers");
}

static void
teardown(void *state)
{
	struct uts *u = state;

	pt_buffer_free(u->own, (size_t)u->workers * sizeof *u->own);
}

static void
reset(void *state)
{
	struct uts *u = state;

	for (int i = 0; i < u->workers; i++)
		u->own[i].t = (struct tally){ .nodes = 0 };
	u->all = (struct tally){ .nodes = 0 };
}

static inline void
count(struct tally *t, const struct pt_uts_node *n, int children)
{
	t->nodes++;
	t->leaves += children == 0;
	if (n->depth > t->deepest)
		t->deepest = n->depth;
}

static void
add_up(struct uts *u)
{
	for (int i = 0; i < u->workers; i++) {
		u->all.nodes += u->own[i].t.nodes;
		u->all.leaves += u->own[i].t.leaves;
		if (u->own[i].t.deepest > u->all.deepest)
			u->all.deepest = u->own[i].t.deepest;
	}
}

/* Depth first with a stack of its own: the trees are up to 20,000 deep. */
struct level {
	struct pt_uts_node node;
	int children, next;
};

static struct level *
push(struct level **stack, size_t *room, size_t at)
{
	if (at == *room) {
		struct level *more = realloc(*stack, 2 * *room * sizeof **stack);

		if (!more)
			return NULL;
		*stack = more;
		*room *= 2;
	}
	return &(*stack)[at];
}

static int
sequential(void *state, struct pt_error *e)
{
	struct uts *u = state;
	size_t room = 1024, depth = 0;
	struct level *stack = malloc(room * sizeof *stack), *at = stack;

	if (!stack)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory for the path");
	pt_uts_root(u->tree, &at->node);
	at->children = pt_uts_children(u->tree, &at->node);
	at->next = 0;
	count(&u->own[0].t, &at->node, at->children);
	for (;;) {
		at = &stack[depth];
		if (at->next == at->children) {
			if (depth-- == 0)
				break;
			continue;
		}
		if (!push(&stack, &room, depth + 1)) {
			free(stack);
			return pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory for the path");
		}
		at = &stack[depth++];
		pt_uts_child(&at->node, at->next++, &at[1].node);
		at[1].children = pt_uts_children(u->tree, &at[1].node);
		at[1].next = 0;
		count(&u->own[0].t, &at[1].node, at[1].children);
	}
	free(stack);
	add_up(u);
	return 0;
}

PARTOP_VOID_TASK_2(visit, struct pt_uts_node, node, struct uts *, u)
{
	int children = pt_uts_children(u->tree, &node);
	struct pt_uts_node child;

	count(&u->own[partop_worker_index(w)].t, &node, children);
	for (int i = 1; i < children; i++) {
		pt_uts_child(&node, i, &child);
		PARTOP_SPAWN(visit, child, u);
	}
	if (children > 0) {
		pt_uts_child(&node, 0, &child);
		PARTOP_CALL(visit, child, u);
	}
	for (int i = 1; i < children; i++)
		PARTOP_SYNC(visit);
}

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	struct uts *u = state;
	struct pt_uts_node root;

	pt_uts_root(u->tree, &root);
	PARTOP_CALL(visit, root, u);
	add_up(u);
	return 0;
}

/* What was published counts only, and nothing of it is told where it was not. */
static int
verify(void *state, struct pt_error *e)
{
	const struct uts *u = state;
	const struct pt_uts_tree *t = u->tree;

	if (u->all.nodes != t->nodes)
		return pt_fail(e, PT_EXIT_FAILED, "%s has %" PRIu64 " nodes, not %" PRIu64, t->name,
			t->nodes, u->all.nodes);
	if (t->leaves > 0 && u->all.leaves != t->leaves)
		return pt_fail(e, PT_EXIT_FAILED, "%s has %" PRIu64 " leaves, not %" PRIu64,
			t->name, t->leaves, u->all.leaves);
	if (t->deepest > 0 && u->all.deepest != t->deepest)
		return pt_fail(e, PT_EXIT_FAILED, "%s is %d deep, not %d", t->name, t->deepest,
			u->all.deepest);
	return 0;
}

static void
result(void *state, struct pt_result *r)
{
	const struct uts *u = state;

	pt_result_u64(r, "nodes", u->all.nodes);
	pt_result_u64(r, "leaves", u->all.leaves);
	pt_result_u64(r, "depth", (uint64_t)u->all.deepest);
}

const struct pt_workload pt_workload_uts = {
	.name = "uts",
	.summary = "unbalanced tree search: counts the nodes of a tree",
	.teaches =
		"work that cannot be divided beforehand: a fixed division fails, stealing does not",
	.knob = "--threads 1,2",
	.expect = "2 workers are 1.9 x as fast as one, though no part is known beforehand",
	.ratio = { 1.4, 2.3 },
	.work_unit = "nodes",
	.params = params,
	.params_len = sizeof params / sizeof *params,
	.state_bytes = sizeof(struct uts),
	.setup = setup,
	.reset = reset,
	.sequential = sequential,
	.parallel = parallel,
	.verify = verify,
	.result = result,
	.teardown = teardown,
};
