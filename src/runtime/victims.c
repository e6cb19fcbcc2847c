/* SPDX-License-Identifier: MIT */
/*
 * Sorting victims by distance: see victims.h.
 */
#include "runtime/victims.h"

#define DISTANCES 256

void
pt_victims_sort(struct pt_victims *v, uint8_t *order, const uint8_t *distance, int n, int self)
{
	uint16_t place[DISTANCES] = { 0 }, end = 0; /* of each distance: how many, then where */

	v->order = order;
	v->rings = 0;
	for (int i = 0; i < n; i++)
		place[distance ? distance[i] : 0] += i != self;
	for (int d = 0; d < DISTANCES; d++) {
		uint16_t begin = end;

		end = (uint16_t)(end + place[d]);
		if (place[d] && v->rings < PT_RINGS)
			v->rings++;
		if (place[d])
			v->end[v->rings - 1] = end;
		place[d] = begin;
	}
	for (int i = 0; i < n; i++)
		if (i != self)
			order[place[distance ? distance[i] : 0]++] = (uint8_t)i;
}
