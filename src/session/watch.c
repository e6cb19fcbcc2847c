/* SPDX-License-Identifier: MIT */
/*
 * Chooses between the screens and the loop without them; both are served by the host's callbacks.
 */
#include "session/watch.h"

#include <signal.h>
#include <unistd.h>

#include "base/error.h"
#include "os/clock.h"
#include "session/headless.h"
#include "session/host.h"
#include "session/output.h"
#include "ui/ui.h"

static enum pt_ui_end
run_ui(struct pt_host *h, const struct pt_show *show, struct pt_error *e)
{
	struct pt_ui_options o = {
		.source = h->source,
		.clock = &pt_timepiece_real,
		.ascii = show->ascii,
		.color = (enum pt_ui_color)show->color,
		.pidfd = h->child.pidfd,
		.child_out_fd = h->output.ready_fd,
		.signal_fd = h->signal_fd,
		.host = h,
		.on_look = pt_host_on_look,
		.on_child_output = pt_host_on_output,
		.on_child_exit = pt_host_on_exit,
		.on_quit = pt_host_on_quit,
		.on_suspend = pt_host_on_suspend,
		.on_resume = pt_host_on_resume,
		.on_tick = pt_host_on_tick,
		.finished = pt_host_finished,
		.end_signal = &h->signal,
	};

	return (enum pt_ui_end)pt_ui_run(&o, e);
}

/* Cancels a child that still runs and waits for its end, at most two seconds and a bit. */
static void
finish(struct pt_host *h)
{
	if (!h->running)
		return;
	pt_host_on_quit(h);
	pt_headless_run(h, false);
}

void
pt_watch(struct pt_host *h, const struct pt_show *show)
{
	struct pt_error e;
	enum pt_ui_end end;

	if (h->own_streams || !pt_show_wants_ui(show)) {
		pt_headless_run(h, !show->quiet && !h->own_streams && isatty(STDERR_FILENO));
		return;
	}
	end = run_ui(h, show, &e);
	if (end == PT_UI_HANGUP)
		h->signal = SIGHUP;
	if (end == PT_UI_UNUSABLE) {
		pt_output_note(e.text);
		pt_headless_run(h, false);
	}
	finish(h);
}
