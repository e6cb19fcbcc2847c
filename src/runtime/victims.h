/* SPDX-License-Identifier: MIT */
/*
 * The order in which a thief looks at its victims: near ones first, at random among those that are
 * equally near.
 *
 * Each worker has a list of the others, near to far, cut into *rings* of equal distance.  A *round*
 * looks at every victim once: ring by ring, each from a random place of it.  A step takes the same
 * time whatever the number of workers; no memory is allocated.  All randomness comes from the
 * worker's seed.
 */
#ifndef PT_RUNTIME_VICTIMS_H
#define PT_RUNTIME_VICTIMS_H

#include <stdint.h>

#define PT_RINGS 8 /* the farthest one takes the rest */

struct pt_victims {
	const uint8_t *order;   /* numbers of the other workers */
	uint16_t end[PT_RINGS]; /* of each ring in it */
	uint32_t rings;
};

struct pt_round {
	const struct pt_victims *v;
	uint32_t ring, begin, at, left; /* left: victims of the ring not looked at */
};

/*
 * Puts the n - 1 others of worker `self` into order[], near to far by distance[0..n), n at most 256.
 * distance NULL: all are alike.
 */
void
pt_victims_sort(struct pt_victims *v, uint8_t *order, const uint8_t *distance, int n, int self);

static inline struct pt_round
pt_round_begin(const struct pt_victims *v)
{
	return (struct pt_round){ .v = v };
}

/* The next victim; -1: the round is over. */
static inline int
pt_round_next(struct pt_round *r, uint32_t *seed)
{
	if (r->left == 0) {
		if (r->ring == r->v->rings)
			return -1;
		r->begin = r->ring ? r->v->end[r->ring - 1] : 0;
		r->left = r->v->end[r->ring++] - r->begin;
		*seed = *seed * 1103515245u + 12345u;
		r->at = r->begin + (*seed >> 16) % r->left;
	}
	if (r->at == r->v->end[r->ring - 1])
		r->at = r->begin;
	r->left--;
	return r->v->order[r->at++];
}

#endif
