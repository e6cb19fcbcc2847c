/* SPDX-License-Identifier: MIT */
/* The trees of uts.h: the benchmark's own from workloads/lib/uts, and the cheap one. */
#include "bench/peers/uts.h"

#include <string.h>

#include "workloads/lib/uts/tree.h"

#define ROOT 2000
#define CHILDREN 8
#define PROBABILITY 0.1248
#define SEED 3

_Static_assert(sizeof(struct uts_node) == sizeof(struct pt_uts_node), "one is the other for C++");

static const struct pt_uts_tree *
tree_of(int tree)
{
	return &pt_uts_trees[tree == UTS_T1 ? PT_UTS_T1 : PT_UTS_T3];
}

static const struct pt_uts_node *
as_node(const struct uts_node *n)
{
	return (const struct pt_uts_node *)(const void *)n;
}

static uint64_t
mix(uint64_t z)
{
	z += 0x9e3779b97f4a7c15u;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static uint64_t
mix_state(const struct uts_node *n)
{
	return (uint64_t)n->state[1] << 32 | n->state[0];
}

static void
set_mix_state(struct uts_node *n, uint64_t state)
{
	n->state[0] = (uint32_t)state;
	n->state[1] = (uint32_t)(state >> 32);
}

void
uts_root(int tree, struct uts_node *root)
{
	memset(root, 0, sizeof *root);
	if (tree == UTS_MIX)
		set_mix_state(root, mix(SEED));
	else
		pt_uts_root(tree_of(tree), (struct pt_uts_node *)(void *)root);
}

int
uts_children(int tree, const struct uts_node *n)
{
	if (tree != UTS_MIX)
		return pt_uts_children(tree_of(tree), as_node(n));
	if (n->depth == 0)
		return ROOT;
	return (double)(mix_state(n) >> 11) * 0x1p-53 < PROBABILITY ? CHILDREN : 0;
}

void
uts_child(int tree, const struct uts_node *node, int i, struct uts_node *child)
{
	uint64_t s;

	if (tree != UTS_MIX) {
		pt_uts_child(as_node(node), i, (struct pt_uts_node *)(void *)child);
		return;
	}
	child->depth = node->depth + 1;
	s = mix_state(node) + (uint64_t)i * 0x632be59bd9b4e019u;
	for (int k = 0; k < 8; k++)
		s = mix(s);
	set_mix_state(child, s);
}
