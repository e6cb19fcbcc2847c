/* SPDX-License-Identifier: MIT */
/*
 * The generators of uts.h.  What UTS hashes fits one block of SHA-1; a state is kept as five words,
 * which is what its 20 bytes are, big-endian.
 */
#include "bench/peers/uts.h"

#include <math.h>
#include <string.h>

#include "bench/peers/sha1.h"

#define T1_DEPTH 10
#define T1_BRANCHING 4.0
#define T1_SEED 19
#define T3_ROOT 2000
#define T3_CHILDREN 8
#define T3_PROBABILITY 0.124875
#define T3_SEED 42
#define MIX_PROBABILITY 0.1248
#define MIX_SEED 3
#define CHILDREN_MAX 100

/* Hashes `words` words of w. */
static void
sha1_words(uint32_t w[16], unsigned words, uint32_t digest[5])
{
	memset(w + words, 0, (16 - words) * sizeof *w);
	w[words] = 0x80000000;
	w[15] = words * 32;
	sha1_block(w, digest);
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
	uint32_t w[16] = { 0 };

	memset(root, 0, sizeof *root);
	w[4] = tree == UTS_T1 ? T1_SEED : T3_SEED;
	if (tree == UTS_MIX)
		set_mix_state(root, mix(MIX_SEED));
	else
		sha1_words(w, 5, root->state);
}

/* A probability in [0, 1). */
static double
draw(const struct uts_node *n)
{
	return (double)(n->state[4] & 0x7fffffff) / 2147483648.0;
}

static int
geometric(const struct uts_node *n)
{
	double p = 1.0 / (1.0 + T1_BRANCHING);
	int k = (int)floor(log(1 - draw(n)) / log(1 - p));

	return k < CHILDREN_MAX ? k : CHILDREN_MAX;
}

int
uts_children(int tree, const struct uts_node *n)
{
	if (tree == UTS_T1)
		return n->depth < T1_DEPTH ? geometric(n) : 0;
	if (n->depth == 0)
		return T3_ROOT;
	if (tree == UTS_T3)
		return draw(n) < T3_PROBABILITY ? T3_CHILDREN : 0;
	return (double)(mix_state(n) >> 11) * 0x1p-53 < MIX_PROBABILITY ? T3_CHILDREN : 0;
}

void
uts_child(int tree, const struct uts_node *node, int i, struct uts_node *child)
{
	uint32_t w[16];

	child->depth = node->depth + 1;
	if (tree == UTS_MIX) {
		uint64_t s = mix_state(node) + (uint64_t)i * 0x632be59bd9b4e019u;

		for (int k = 0; k < 8; k++)
			s = mix(s);
		set_mix_state(child, s);
		return;
	}
	memcpy(w, node->state, sizeof node->state);
	w[5] = (uint32_t)i;
	sha1_words(w, 6, child->state);
}
