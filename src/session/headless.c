/* SPDX-License-Identifier: MIT */
/*
 * The loop of a run without screens: polls the child's end, its output, the signals and the clock.
 */
#include "session/headless.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/timepiece.h"
#include "session/foreground.h"
#include "session/host.h"
#include "session/progress_line.h"
#include "session/session.h"
#include "metrics/source.h"

#define TICK_MS 100

static void
suspend(struct pt_host *h)
{
	pt_host_on_suspend(h);
	raise(SIGSTOP);
	pt_host_on_resume(h);
}

static void
handle_signal(struct pt_host *h, int sig)
{
	switch (sig) {
	case SIGCHLD:
		if (h->has_terminal && h->running)
			pt_foreground_follow_stop(h->child.pid);
		break;
	case SIGTSTP:
		suspend(h);
		break;
	default:
		if (h->signal == 0)
			h->signal = sig;
		pt_host_on_quit(h);
	}
}

static void
read_signals(struct pt_host *h)
{
	struct signalfd_siginfo info;

	while (read(h->signal_fd, &info, sizeof(info)) == (ssize_t)sizeof(info))
		handle_signal(h, (int)info.ssi_signo);
}

/* -1: without deadlines and progress only an event wakes the loop. */
static int
timeout_ms(const struct pt_host *h, bool progress)
{
	return progress || h->deadline_ns != 0 || h->kill_ns != 0 ? TICK_MS : -1;
}

static void
step(struct pt_host *h, bool progress)
{
	struct pollfd fds[] = {
		{ .fd = h->child.pidfd, .events = POLLIN },
		{ .fd = h->signal_fd, .events = POLLIN },
		{ .fd = h->output.ready_fd, .events = POLLIN },
	};

	if (poll(fds, 3, timeout_ms(h, progress)) < 0 && errno != EINTR)
		return;
	if (fds[2].revents != 0)
		pt_host_on_output(h);
	if (fds[1].revents != 0)
		read_signals(h);
	if (fds[0].revents != 0)
		pt_host_on_exit(h);
	pt_host_on_tick(h);
}

static void
draw_line(const struct pt_session *s, void *ctx)
{
	pt_progress_line_draw(pt_source_model(s->source));
}

const struct pt_headless_progress pt_headless_line = { .draw = draw_line };

void
pt_headless_run(const struct pt_session *s, const struct pt_headless_progress *progress)
{
	uint64_t drawn_ns = 0, now;

	while (pt_session_runs(s)) {
		step(s->child, progress != NULL);
		now = pt_timepiece_now_ns(s->clock);
		if (progress == NULL || !pt_session_runs(s) ||
			now - drawn_ns < TICK_MS * UINT64_C(1000000))
			continue;
		pt_session_look(s);
		progress->draw(s, progress->ctx);
		drawn_ns = now;
	}
}
