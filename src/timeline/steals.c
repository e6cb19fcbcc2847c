/* SPDX-License-Identifier: MIT */
/*
 * The newest steals.  See steals.h.
 */
#include "timeline/steals.h"

void
pt_steals_take(struct pt_steals *s, const struct pt_event *e)
{
	uint32_t i;

	if (s->len == PT_LAST_STEALS && e->ts <= s->newest[s->len - 1].at)
		return;
	if (s->len < PT_LAST_STEALS)
		s->len++;
	for (i = s->len - 1; i > 0 && s->newest[i - 1].at < e->ts; i--)
		s->newest[i] = s->newest[i - 1];
	s->newest[i] = (struct pt_steal){
		.at = e->ts,
		.age = e->steal.age,
		.thief = e->worker,
		.victim = e->steal.victim,
		.tries = e->steal.tries,
		.label = e->steal.label,
		.depth = e->steal.depth,
	};
}
