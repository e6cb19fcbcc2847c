/* SPDX-License-Identifier: MIT */
/* What the recording of events cost the run.  See tracing.h. */
#include "metrics/tracing.h"

#include <stdlib.h>

#include "recording/keys.h"

#define NS_MAX 1e6 /* more is no cost of an event but damage */

static double
event_ns(const struct pt_journal *j)
{
	const char *text = pt_journal_meta(j, PT_KEY_EVENT_NS);
	double ns = text ? strtod(text, NULL) : NAN;

	return ns > 0 && ns < NS_MAX ? ns : NAN;
}

struct pt_tracing
pt_tracing_of(const struct pt_journal *j, const struct pt_events *e, uint64_t hz)
{
	struct pt_tracing t = { .event_ns = event_ns(j),
		.share = NAN,
		.events = e->written > e->read ? e->written : e->read };
	/* an event that is dropped costs its worker as much as one that is written */
	double work_s = (double)e->work_ticks / (double)hz;

	if (work_s > 0)
		t.share = ((double)t.events + (double)e->dropped) * t.event_ns * 1e-9 / work_s;
	return t;
}
