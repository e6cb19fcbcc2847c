/* SPDX-License-Identifier: MIT */
/*
 * The newest steals.  See steals.h.
 */
#include "timeline/steals.h"

#include "recording/reader.h"

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

static void
take(void *steals, const struct pt_event *e)
{
	pt_steals_take(steals, e);
}

uint64_t
pt_steals_take_all(struct pt_steals *s, uint32_t worker, const struct pt_rec_event *e, size_t n)
{
	static const struct pt_visitor visitor = { .on[PT_REC_EV_STEAL] = take };
	const struct pt_rec_event *end = e + n;
	uint64_t count = 0;

	for (size_t m; (m = pt_rec_slots(e, end)) > 0; e += m) {
		pt_visit(&visitor, s, worker, e);
		count += !pt_event_is_mark(e->type);
	}
	return count;
}
