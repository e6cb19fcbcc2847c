/* SPDX-License-Identifier: MIT */
/*
 * The newest steals.  See steals.h.
 */
#include "timeline/steals.h"

#include <string.h>

void
pt_steals_take(struct pt_steals *s, uint32_t thief, const struct pt_rec_event *e)
{
	struct pt_rec_steal p;
	uint32_t i;

	if (s->len == PT_LAST_STEALS && e->ts <= s->newest[s->len - 1].at)
		return;
	memcpy(&p, e + 1, sizeof(p));
	if (s->len < PT_LAST_STEALS)
		s->len++;
	for (i = s->len - 1; i > 0 && s->newest[i - 1].at < e->ts; i--)
		s->newest[i] = s->newest[i - 1];
	s->newest[i] = (struct pt_steal){
		.at = e->ts, .age = p.age, .thief = thief, .victim = e->a,
		.tries = p.tries, .label = p.label, .depth = p.depth,
	};
}

uint64_t
pt_steals_take_all(struct pt_steals *s, uint32_t worker, const struct pt_rec_event *e, size_t n)
{
	const struct pt_rec_event *end = e + n;
	uint64_t count = 0;

	for (size_t m; (m = pt_rec_slots(e, end)) > 0; e += m) {
		if (e->type == PT_REC_EV_STEAL)
			pt_steals_take(s, worker, e);
		count += e->type != PT_REC_EV_PAD && e->type != PT_REC_EV_CLOCK &&
			e->type != PT_REC_EV_GAP;
	}
	return count;
}
