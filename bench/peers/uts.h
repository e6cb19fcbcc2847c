/* SPDX-License-Identifier: MIT */
/*
 * Trees for all peers: those of the Unbalanced Tree Search benchmark (S. Olivier et al., LCPC 2006)
 * and one with a cheap generator, for C, C++ and (by C calls) Rust.
 *
 *	UTS_T1	geometric, fixed shape, depth 10, branching 4, seed 19	4,130,071 nodes
 *	UTS_T3	binomial, 2000 at the root, then 8 with q = 0.124875, seed 42	4,112,897 nodes
 *	UTS_MIX	binomial like T3, with a 64-bit mixing function in place of SHA-1: a node costs about
 *		15 ns, so that scheduling shows
 *
 * A node's state is its random numbers; a child's is made from it and the child's number.
 */
#ifndef PT_PEERS_UTS_H
#define PT_PEERS_UTS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum uts_tree {
	UTS_MIX = 0,
	UTS_T1 = 1,
	UTS_T3 = 3,
};

struct uts_node {
	uint32_t state[5];
	int32_t depth;
};

void uts_root(int tree, struct uts_node *root);

/* How many children the node has. */
int uts_children(int tree, const struct uts_node *node);

/* Makes child `i`, from 0. */
void uts_child(int tree, const struct uts_node *node, int i, struct uts_node *child);

#ifdef __cplusplus
}
#endif
#endif
