/* SPDX-License-Identifier: MIT */
/*
 * Chooses between the screens and the loop without them; both call the same functions of the host.
 */
#include "session/watch.h"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "base/error.h"
#include "base/timepiece.h"
#include "metrics/source.h"
#include "session/headless.h"
#include "session/host.h"
#include "session/output.h"
#include "session/progress_line.h"
#include "session/session.h"
#include "ui/ui.h"

#define PLAN_PATIENCE_NS UINT64_C(300000000)

static void
on_look(void *session)
{
	pt_session_look(session);
}

/* ---- what the screens tell the child ---- */

static struct pt_host *
child_of(void *session)
{
	const struct pt_session *s = session;

	return s->child;
}

static void
on_output(void *session)
{
	pt_host_on_output(child_of(session));
}

static void
on_exit_of_child(void *session)
{
	pt_host_on_exit(child_of(session));
}

static void
on_quit(void *session)
{
	pt_host_on_quit(child_of(session));
}

static void
on_suspend(void *session)
{
	pt_host_on_suspend(child_of(session));
}

static void
on_resume(void *session)
{
	pt_host_on_resume(child_of(session));
}

static void
on_tick(void *session)
{
	pt_host_on_tick(child_of(session));
}

static bool
finished(void *session)
{
	return pt_host_finished(child_of(session));
}

static void
serve_child(struct pt_ui_options *o, struct pt_host *h)
{
	o->pidfd = h->child.pidfd;
	o->child_out_fd = h->output.ready_fd;
	o->signal_fd = h->signal_fd;
	o->on_child_output = on_output;
	o->on_child_exit = on_exit_of_child;
	o->on_quit = on_quit;
	o->on_suspend = on_suspend;
	o->on_resume = on_resume;
	o->on_tick = on_tick;
	o->finished = finished;
	o->end_signal = &h->signal;
}

/*
 * The first frame has the plan already, so that nothing moves when it comes.  The child writes it
 * within milliseconds; when it does not, something is wrong, and the screens begin without it.
 */
static void
await_plan(const struct pt_session *s)
{
	uint64_t until = pt_timepiece_now_ns(s->clock) + PLAN_PATIENCE_NS;
	struct pollfd child = { .fd = s->child->child.pidfd, .events = POLLIN };

	do
		pt_session_look(s);
	while (pt_source_model(s->source)->plan.stage == PT_PLAN_NONE && poll(&child, 1, 2) == 0 &&
		pt_timepiece_now_ns(s->clock) < until);
}

static enum pt_ui_end
run_ui(struct pt_session *s, const struct pt_show *show, struct pt_error *e)
{
	struct pt_ui_options o = {
		.source = s->source,
		.clock = s->clock,
		.ascii = show->ascii,
		.color = (enum pt_ui_color)show->color,
		.pidfd = -1,
		.child_out_fd = -1,
		.signal_fd = -1,
		.host = s,
		.on_look = on_look,
	};

	if (s->child != NULL)
		serve_child(&o, s->child);
	if (s->plans)
		await_plan(s);
	return (enum pt_ui_end)pt_ui_run(&o, e);
}

/* Cancels a child that still runs, and waits for its end: about two seconds at most. */
static void
finish(const struct pt_session *s)
{
	if (!pt_session_runs(s))
		return;
	pt_host_on_quit(s->child);
	pt_headless_run(s, NULL);
}

static void
run_headless(const struct pt_session *s, bool progress)
{
	pt_headless_run(s, progress ? &pt_headless_line : NULL);
	if (progress)
		pt_progress_line_clear();
}

void
pt_watch(struct pt_session *s, const struct pt_show *show)
{
	const struct pt_host *h = s->child;
	struct pt_error e;
	enum pt_ui_end end;

	if ((h != NULL && h->own_streams) || !pt_show_wants_ui(show)) {
		run_headless(s,
			!show->quiet && h != NULL && !h->own_streams && isatty(STDERR_FILENO));
		return;
	}
	end = run_ui(s, show, &e);
	if (end == PT_UI_HANGUP && h != NULL)
		s->child->signal = SIGHUP;
	if (end == PT_UI_UNUSABLE) {
		pt_output_note(e.text);
		pt_headless_run(s, NULL);
	}
	finish(s);
}

int
pt_watch_past(struct pt_session *s, const struct pt_show *show, struct pt_error *e)
{
	int signal = 0;
	const struct pt_ui_options o = {
		.source = s->source,
		.clock = s->clock,
		.ascii = show->ascii,
		.color = (enum pt_ui_color)show->color,
		.replay = true,
		.pidfd = -1,
		.child_out_fd = -1,
		.signal_fd = -1,
		.end_signal = &signal,
	};

	switch ((enum pt_ui_end)pt_ui_run(&o, e)) {
	case PT_UI_QUIT:
		return 0;
	case PT_UI_SIGNAL:
		return 128 + signal;
	case PT_UI_HANGUP:
		return 128 + SIGHUP;
	case PT_UI_UNUSABLE:
		break;
	}
	return -1;
}
