/* SPDX-License-Identifier: MIT */
/*
 * Starts a child, shows it, and tells how it ended.  See launch.h.
 */
#include "session/launch.h"

#include <signal.h>

#include "base/error.h"
#include "os/clock.h"
#include "metrics/source.h"
#include "session/choose.h"
#include "session/host.h"
#include "session/record.h"
#include "session/session.h"
#include "session/show.h"
#include "session/tracefile.h"
#include "session/watch.h"

static int
open_outputs(const struct pt_launch *l, struct pt_tracefile *t, struct pt_show_to *to,
	struct pt_error *e)
{
	const char *trace = l->record->trace, *json = l->show->json ? l->show->json_path : NULL;

	if (pt_tracefile_open(t, trace, l->record->force, e) < 0)
		return -1;
	if (json != NULL && trace != NULL && pt_output_same(json, trace))
		pt_fail(e, PT_EXIT_USAGE, "--trace and --json name the same file");
	else if (pt_output_begin(&to->json, json, l->record->force, e) == 0)
		return 0;
	pt_tracefile_close(t, NULL);
	return -1;
}

static void
note_what_is_missing(const struct pt_launch *l, const struct pt_tracefile *t)
{
	const char *what = NULL;
	char note[512];

	if (!l->foreign || l->show->quiet)
		return;
	if (pt_tracefile_goes_on(t))
		what = t->path != NULL ? "what that does is recorded, but not shown here" :
					 "what that does is not seen; --trace FILE records it";
	else if (!pt_tracefile_empty(t))
		return;
	if (what != NULL)
		snprintf(note, sizeof(note), "%s left a process in the background: %s", l->name,
			what);
	else
		snprintf(note, sizeof(note), "%s did not use libpartop: nothing was recorded",
			l->name);
	pt_output_note(note);
}

static int
tell(const struct pt_launch *l, struct pt_session *s, const struct pt_tracefile *t,
	struct pt_show_to *to, struct pt_error *e)
{
	pt_collect_replay(&s->child->output);
	if (s->child->signal == SIGHUP)
		to->report = NULL;
	note_what_is_missing(l, t);
	pt_choose_note(s->source, l->pool);
	if (pt_show_results(l->show, s->source, l->record->trace, to, e) < 0)
		return -1;
	return pt_host_verdict(s->child, e);
}

static int
watch(const struct pt_launch *l, const struct pt_capacity_table *capacity, bool due,
	const struct pt_tracefile *t, struct pt_show_to *to, struct pt_error *e)
{
	const struct pt_host_options o = {
		.name = l->name,
		.file = l->file,
		.argv = l->argv,
		.record = l->record,
		.capacity = capacity,
		.calibrate = due,
		.recording_fd = t->fd,
		.input_fd = l->input_fd,
		.timeout_ns = l->timeout_ns,
		.own_streams = l->foreign && !pt_show_wants_ui(l->show),
		.own_signals = l->foreign,
	};
	struct pt_session s;
	int rc;

	if (pt_session_of_child(&s, &o, &pt_timepiece_real, e) < 0)
		return -1;
	s.plans = !l->foreign;
	if (l->pool != 0)
		pt_source_choose_pool(s.source, l->pool);
	pt_watch(&s, l->show);
	rc = tell(l, &s, t, to, e);
	pt_session_end(&s);
	return rc;
}

int
pt_launch(const struct pt_launch *l, struct pt_error *e)
{
	struct pt_show_to to = { .report = l->report };
	struct pt_capacity_table capacity;
	struct pt_tracefile t;
	int rc, due = pt_capacity_find(&capacity, l->capacity, e);

	if (due < 0)
		return -1;
	if (open_outputs(l, &t, &to, e) < 0)
		return -1;
	if (due && !l->show->quiet &&
		!pt_show_wants_ui(l->show)) /* the screens have a line for it */
		pt_capacity_say_due();
	rc = watch(l, &capacity, due, &t, &to, e);
	pt_output_drop(&to.json);
	if (pt_tracefile_close(&t, rc < 0 ? NULL : e) < 0)
		return -1;
	return rc;
}
