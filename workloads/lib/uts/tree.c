/* SPDX-License-Identifier: MIT */
/*
 * The trees of tree.h.  What is hashed fits one block of SHA-1; a state is kept as five words, which is
 * what its 20 bytes are, big-endian.
 */
#include "workloads/lib/uts/tree.h"

#include <math.h>
#include <string.h>

#include "workloads/lib/uts/sha1.h"

#define CHILDREN_MAX 100
#define CYCLES 5 /* of a cyclic tree, then it ends */
#define PI 3.141592653589793

#define GEOMETRIC(name_, shape_, depth_, branching_, seed_, ...) \
	{ \
		.name = name_, .kind = PT_UTS_GEOMETRIC, .shape = shape_, .depth = depth_, \
		.branching = branching_, .seed = seed_, __VA_ARGS__ \
	}
#define BINOMIAL(name_, branching_, probability_, children_, seed_, ...) \
	{ \
		.name = name_, .kind = PT_UTS_BINOMIAL, .branching = branching_, \
		.probability = probability_, .children = children_, .seed = seed_, __VA_ARGS__ \
	}

/* clang-format off */
const struct pt_uts_tree pt_uts_trees[PT_UTS_TREES] = {
	/* T1 cut at depth 6: to be looked at and tested with, no part of the benchmark */
	[PT_UTS_T0] = GEOMETRIC("T0", PT_UTS_FIXED, 6, 4, 19,
		.nodes = 16000, .leaves = 12839, .deepest = 6),
	[PT_UTS_T1] = GEOMETRIC("T1", PT_UTS_FIXED, 10, 4, 19,
		.nodes = 4130071, .leaves = 3305118, .deepest = 10),
	[PT_UTS_T2] = GEOMETRIC("T2", PT_UTS_CYCLIC, 16, 6, 502,
		.nodes = 4117769, .leaves = 2342762, .deepest = 81),
	[PT_UTS_T3] = BINOMIAL("T3", 2000, 0.124875, 8, 42,
		.nodes = 4112897, .leaves = 3599034, .deepest = 1572),
	[PT_UTS_T4] = { .name = "T4", .kind = PT_UTS_HYBRID, .shape = PT_UTS_LINEAR, .depth = 16,
		.branching = 6, .probability = 0.234375, .children = 4, .seed = 1,
		.nodes = 4132453, .leaves = 3108986, .deepest = 134 },
	[PT_UTS_T5] = GEOMETRIC("T5", PT_UTS_LINEAR, 20, 4, 34,
		.nodes = 4147582, .leaves = 2181318, .deepest = 20),
	[PT_UTS_T1L] = GEOMETRIC("T1L", PT_UTS_FIXED, 13, 4, 29, .nodes = 102181082),
	[PT_UTS_T2L] = GEOMETRIC("T2L", PT_UTS_CYCLIC, 23, 7, 220, .nodes = 96793510),
	[PT_UTS_T3L] = BINOMIAL("T3L", 2000, 0.200014, 5, 7, .nodes = 111345631),
};
/* clang-format on */

/* Hashes the first `words` words of w. */
static void
sha1_words(uint32_t w[16], unsigned words, uint32_t digest[5])
{
	memset(w + words, 0, (16 - words) * sizeof *w);
	w[words] = 0x80000000;
	w[15] = words * 32;
	pt_sha1_block(w, digest);
}

void
pt_uts_root(const struct pt_uts_tree *t, struct pt_uts_node *root)
{
	uint32_t w[16] = { [4] = t->seed };

	root->depth = 0;
	sha1_words(w, 5, root->state);
}

/* A probability in [0, 1). */
static double
draw(const struct pt_uts_node *n)
{
	return (double)(n->state[4] & 0x7fffffff) / 2147483648.0;
}

/* How many children there are on average at a depth. */
static double
branching(const struct pt_uts_tree *t, int depth)
{
	if (depth == 0)
		return t->branching;
	switch (t->shape) {
	case PT_UTS_LINEAR:
		return t->branching * (1 - (double)depth / t->depth);
	case PT_UTS_CYCLIC:
		return depth > CYCLES * t->depth ?
			0 :
			pow(t->branching, sin(2 * PI * depth / t->depth));
	case PT_UTS_FIXED:
		break;
	}
	return depth < t->depth ? t->branching : 0;
}

static int
geometric(const struct pt_uts_tree *t, const struct pt_uts_node *n)
{
	double p = 1 / (1 + branching(t, n->depth));
	int k = p < 1 ? (int)floor(log(1 - draw(n)) / log(1 - p)) : 0;

	return k < CHILDREN_MAX ? k : CHILDREN_MAX;
}

static int
binomial(const struct pt_uts_tree *t, const struct pt_uts_node *n)
{
	return draw(n) < t->probability ? t->children : 0;
}

int
pt_uts_children(const struct pt_uts_tree *t, const struct pt_uts_node *n)
{
	switch (t->kind) {
	case PT_UTS_BINOMIAL:
		return n->depth == 0 ? (int)t->branching : binomial(t, n);
	case PT_UTS_HYBRID:
		return 2 * n->depth < t->depth ? geometric(t, n) : binomial(t, n);
	case PT_UTS_GEOMETRIC:
		break;
	}
	return geometric(t, n);
}

void
pt_uts_child(const struct pt_uts_node *node, int i, struct pt_uts_node *child)
{
	uint32_t w[16];

	child->depth = node->depth + 1;
	memcpy(w, node->state, sizeof node->state);
	w[5] = (uint32_t)i;
	sha1_words(w, 6, child->state);
}
