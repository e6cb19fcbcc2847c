/* SPDX-License-Identifier: MIT */
/*
 * The trees of the Unbalanced Tree Search benchmark: S. Olivier et al., UTS: An Unbalanced Tree Search
 * Benchmark, LCPC 2006.
 *
 * A node's state is its random numbers; a child's is the SHA-1 of it and of the child's number.  So
 * a tree is the same wherever its nodes are visited, and how large a subtree is cannot be known before.
 *
 *	geometric	the number of children has a geometric distribution, whose mean depends on the
 *			depth: linear (falls to 0), cyclic (a sine), fixed (the same down to a depth)
 *	binomial	all nodes but the root have m children with probability q, else none
 *	hybrid		geometric in the upper half of the depth, binomial below
 */
#ifndef PT_WORKLOADS_LIB_UTS_TREE_H
#define PT_WORKLOADS_LIB_UTS_TREE_H

#include <stdint.h>

enum pt_uts_kind { PT_UTS_GEOMETRIC, PT_UTS_BINOMIAL, PT_UTS_HYBRID };
enum pt_uts_shape { PT_UTS_LINEAR, PT_UTS_CYCLIC, PT_UTS_FIXED };

struct pt_uts_tree {
	const char *name;
	enum pt_uts_kind kind;
	enum pt_uts_shape shape;
	double branching;   /* of the root, on average */
	int depth;          /* of the shape */
	double probability; /* q */
	int children;       /* m */
	uint32_t seed;
	/* as published with the benchmark, T0's as hashlib of Python has it; 0: unknown */
	uint64_t nodes, leaves;
	int deepest;
};

/* clang-format off */
enum { PT_UTS_T0, PT_UTS_T1, PT_UTS_T2, PT_UTS_T3, PT_UTS_T4, PT_UTS_T5, PT_UTS_T1L, PT_UTS_T2L, PT_UTS_T3L,
	PT_UTS_TREES };
/* clang-format on */
extern const struct pt_uts_tree pt_uts_trees[PT_UTS_TREES];

struct pt_uts_node {
	uint32_t state[5];
	int32_t depth;
};

void pt_uts_root(const struct pt_uts_tree *t, struct pt_uts_node *root);

/* How many children the node has. */
int pt_uts_children(const struct pt_uts_tree *t, const struct pt_uts_node *node);

/* Makes child `i`, from 0. */
void pt_uts_child(const struct pt_uts_node *node, int i, struct pt_uts_node *child);

#endif
