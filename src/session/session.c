/* SPDX-License-Identifier: MIT */
/*
 * What is being watched.  See session.h.
 */
#include "session/session.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/timepiece.h"
#include "metrics/source.h"
#include "session/host.h"

int
pt_session_of_file(struct pt_session *s, const char *path, const struct pt_timepiece *clock,
	struct pt_error *e)
{
	*s = (struct pt_session){ .clock = clock, .source = pt_source_open(path, e) };
	return s->source != NULL ? 0 : -1;
}

int
pt_session_of_child(struct pt_session *s, const struct pt_host_options *o,
	const struct pt_timepiece *clock, struct pt_error *e)
{
	const bool recorded = o->recording_fd >= 0;

	*s = (struct pt_session){ .clock = clock, .child = pt_xcalloc(1, sizeof(*s->child)) };
	if (recorded)
		s->source = pt_source_open_live(o->recording_fd, e);
	if ((s->source != NULL || !recorded) &&
		pt_host_start(s->child, o, s->source, clock, e) == 0)
		return 0;
	if (s->source != NULL)
		pt_source_close(s->source);
	free(s->child);
	return -1;
}

void
pt_session_look(const struct pt_session *s)
{
	if (s->source != NULL)
		(void)pt_source_poll(s->source, pt_timepiece_now_ns(s->clock));
}

bool
pt_session_runs(const struct pt_session *s)
{
	return s->child != NULL && s->child->running;
}

void
pt_session_end(struct pt_session *s)
{
	if (s->child != NULL)
		pt_host_fini(s->child);
	free(s->child);
	if (s->source != NULL)
		pt_source_close(s->source);
	*s = (struct pt_session){ 0 };
}
