/* SPDX-License-Identifier: MIT */
/* Names and stretches for queries over time.  See over_time.h. */
#include "metrics/over_time.h"

uint32_t
pt_over_time_worker(const struct pt_over_time *o, uint32_t slot)
{
	for (size_t i = 0; i < o->lanes; i++)
		if (o->lane[i] == slot)
			return (uint32_t)i;
	return UINT32_MAX;
}

const char *
pt_over_time_label(const struct pt_over_time *o, uint16_t label)
{
	return label == 0 ? "" : pt_journal_label(o->journal, label);
}

double
pt_over_time_seconds(const struct pt_over_time *o, uint64_t ticks)
{
	return ticks >= o->begin ? (double)(ticks - o->begin) / (double)o->hz :
				   -(double)(o->begin - ticks) / (double)o->hz;
}

void
pt_over_time_runs(const struct pt_over_time *o, uint64_t *begin, uint64_t *end)
{
	const struct pt_phases *ps = &o->journal->phases;
	bool any = false;

	*begin = o->begin;
	*end = o->end;
	for (size_t i = 0; i < ps->len; i++) {
		const struct pt_rec_phase *p = &ps->phase[i].p;

		if (p->kind != PT_REC_PHASE_RUN)
			continue;
		if (!any)
			*begin = p->begin;
		*end = p->end ? p->end : o->end;
		any = true;
	}
}
