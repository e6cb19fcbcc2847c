/* SPDX-License-Identifier: MIT */
/*
 * Starting, cancelling and reaping the child of a run.
 */
#include "session/host.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "base/timepiece.h"
#include "session/foreground.h"
#include "session/record.h"
#include "os/capacity.h"
#include "metrics/source.h"
#include "os/signals.h"
#include "recording/handover.h"
#include "recording/writer.h"

#define GRACE_NS UINT64_C(2000000000)

static uint64_t
now_ns(const struct pt_host *h)
{
	return pt_timepiece_now_ns(h->clock);
}

/* Signals that are ignored (nohup, a shell's background job) stay so. */
static void
add_unless_ignored(sigset_t *set, int signal)
{
	struct sigaction now;

	if (sigaction(signal, NULL, &now) == 0 && now.sa_handler == SIG_IGN)
		return;
	sigaddset(set, signal);
}

static int
open_signals(struct pt_error *e)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	add_unless_ignored(&set, SIGINT);
	add_unless_ignored(&set, SIGTERM);
	add_unless_ignored(&set, SIGHUP);
	add_unless_ignored(&set, SIGQUIT);
	add_unless_ignored(&set, SIGTSTP);
	sigaddset(&set, SIGCHLD); /* tells of a stopped child */
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot block signals");
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot open a signal descriptor");
	return fd;
}

static void
print_capacity(char *out, size_t size, const struct pt_host_options *o)
{
	char text[PT_CAPACITY_TEXT];
	bool known = o->capacity != NULL && pt_capacity_print(o->capacity, text, sizeof(text));

	snprintf(out, size, "PARTOP_CAPACITY=%s",
		known                ? text :
			o->calibrate ? PT_CAPACITY_DUE :
				       "none");
}

/* The descriptor to hand over, under a free number. */
static int
reserve(const struct pt_host_options *o, char id[PT_HANDOVER_TEXT], struct pt_error *e)
{
	int own = pt_handover_open(o->recording_fd), fd = own, rc;

	if (own >= 0) {
		fd = pt_child_reserve(own);
		close(own);
	}
	rc = fd < 0 ? fd : pt_handover_text(fd, fd, id);
	if (rc == 0)
		return fd;
	errno = -rc;
	pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot hand over the recording");
	if (fd >= 0)
		close(fd);
	return -1;
}

/* What the child is told in its environment. */
struct environment {
	char recording[128], detail[64], full[64], cap[64], input[32];
	char capacity[32 + PT_CAPACITY_TEXT];
	const char *all[8];
};

static void
fill_environment(struct environment *v, const struct pt_host_options *o, const char *id)
{
	const struct pt_record *r = o->record;
	/* the last three only for a recording that is kept */
	const char *const all[] = { v->recording, v->detail, v->input, v->capacity,
		r->trace != NULL ? "PARTOP_RECORDING_GROW=1" : NULL, v->full, v->cap, NULL };

	snprintf(v->recording, sizeof(v->recording), "PARTOP_RECORDING=%s", id);
	snprintf(v->detail, sizeof(v->detail), "PARTOP_DETAIL=%s", pt_record_details[r->level]);
	print_capacity(v->capacity, sizeof(v->capacity), o);
	snprintf(v->full, sizeof(v->full), "PARTOP_RECORDING_FULL=%s",
		pt_record_fulls[r->overwrite]);
	snprintf(v->cap, sizeof(v->cap), "PARTOP_RECORDING_CAP=%llu",
		(unsigned long long)r->cap_bytes);
	if (o->input_fd > 0)
		snprintf(v->input, sizeof(v->input), "PARTOP_INPUT=%d", o->input_fd);
	else /* not the input of a partop that started this one */
		snprintf(v->input, sizeof(v->input), "PARTOP_INPUT=");
	memcpy(v->all, all, sizeof(all));
}

static int
spawn(struct pt_host *h, const struct pt_host_options *o, struct pt_error *e)
{
	char id[PT_HANDOVER_TEXT];
	struct environment v;
	enum pt_child_stream in = o->own_streams ? PT_CHILD_INHERIT : PT_CHILD_NULL;
	enum pt_child_stream out = o->own_streams ? PT_CHILD_INHERIT : PT_CHILD_PIPE;
	int keep[2] = { reserve(o, id, e), o->input_fd }, rc;
	const struct pt_child_options c = {
		.file = o->file,
		.argv = o->argv,
		.env = v.all,
		.in = in,
		.out = out,
		.err = out,
		.keep = keep,
		.keep_len = o->input_fd > 0 ? 2 : 1,
		.signals = o->own_signals ? pt_signals_inherited() : NULL,
	};

	if (keep[0] < 0)
		return -1;
	fill_environment(&v, o, id);
	rc = pt_child_spawn(&h->child, &c, e);
	close(keep[0]);
	return rc;
}

/* Without a recording to hand over. */
static int
spawn_unrecorded(struct pt_host *h, const struct pt_host_options *o, struct pt_error *e)
{
	const struct pt_child_options c = {
		.file = o->file,
		.argv = o->argv,
		.in = PT_CHILD_NULL,
		.out = o->mute ? PT_CHILD_NULL : PT_CHILD_PIPE,
		.err = PT_CHILD_PIPE,
		.signals = o->own_signals ? pt_signals_inherited() : NULL,
	};

	return pt_child_spawn(&h->child, &c, e);
}

int
pt_host_start(struct pt_host *h, const struct pt_host_options *o, struct pt_source *source,
	const struct pt_timepiece *clock, struct pt_error *e)
{
	*h = (struct pt_host){
		.source = source,
		.clock = clock,
		.name = o->name,
		.recording_fd = o->recording_fd,
		.timeout_ns = o->timeout_ns,
		.own_streams = o->own_streams,
		.output.ready_fd = -1,
	};
	h->signal_fd = open_signals(e);
	if (h->signal_fd < 0)
		return -1;
	h->begun_ns = now_ns(h);
	if ((o->recording_fd < 0 ? spawn_unrecorded(h, o, e) : spawn(h, o, e)) < 0) {
		close(h->signal_fd);
		return -1;
	}
	h->running = true;
	if (o->timeout_ns > 0)
		h->deadline_ns = h->begun_ns + o->timeout_ns;
	if (pt_collect_begin(&h->output, h->child.out, h->child.err) < 0) {
		pt_fail(e, PT_EXIT_ENVIRONMENT, "cannot read the output of %s", o->name);
		pt_host_fini(h);
		return -1;
	}
	if (o->own_streams)
		h->has_terminal = pt_foreground_give(h->child.pid);
	return 0;
}

void
pt_host_fini(struct pt_host *h)
{
	pt_collect_fini(&h->output);
	pt_child_fini(&h->child);
	close(h->signal_fd);
}

/* ---- what the loops call ---- */

void
pt_host_on_output(void *host)
{
	struct pt_host *h = host;

	pt_collect_read(&h->output);
}

static void
remember_phase(struct pt_host *h)
{
	const struct pt_model *m;

	pt_source_poll(h->source, now_ns(h));
	m = pt_source_model(h->source);
	snprintf(h->phase, sizeof(h->phase), "%s", m->phase);
}

void
pt_host_on_exit(void *host)
{
	struct pt_host *h = host;
	const pid_t pid = h->child.pid;
	int status = 0, sig = 0, code = 0, ended;

	if (!h->running)
		return;
	ended = pt_child_wait(&h->child, -1, &status);
	if (ended == 0) /* a signal interrupted the wait */
		return;
	h->ended_ns = now_ns(h);
	h->running = false;
	h->status = status;
	h->wait_error = ended < 0 ? -ended : 0;
	if (h->has_terminal)
		pt_foreground_take();
	pt_collect_read(&h->output);
	if (h->source == NULL)
		return;
	remember_phase(h);
	pt_rec_stopped(h->recording_fd, pid, status);
	if (WIFSIGNALED(status))
		sig = WTERMSIG(status);
	else
		code = WEXITSTATUS(status);
	pt_source_ended(h->source, sig, code, h->cancelled, now_ns(h));
}

static void
cancel(struct pt_host *h)
{
	if (!h->running || h->kill_ns != 0)
		return;
	h->cancelled = true;
	h->kill_ns = now_ns(h) + GRACE_NS;
	pt_child_signal(&h->child, SIGTERM);
	pt_child_signal(&h->child, SIGCONT); /* a stopped child would not get SIGTERM */
}

void
pt_host_on_quit(void *host)
{
	cancel(host);
}

void
pt_host_on_suspend(void *host)
{
	struct pt_host *h = host;

	h->suspended_ns = now_ns(h);
	pt_child_signal(&h->child, SIGSTOP);
}

/* Time for which partop was stopped does not count. */
void
pt_host_on_resume(void *host)
{
	struct pt_host *h = host;
	uint64_t gone = now_ns(h) - h->suspended_ns;

	if (h->deadline_ns != 0)
		h->deadline_ns += gone;
	if (h->kill_ns != 0)
		h->kill_ns += gone;
	h->begun_ns += gone;
	pt_child_signal(&h->child, SIGCONT);
}

void
pt_host_on_tick(void *host)
{
	struct pt_host *h = host;
	uint64_t now = now_ns(h);

	if (!h->running)
		return;
	if (h->deadline_ns != 0 && now >= h->deadline_ns) {
		h->timed_out = true;
		h->deadline_ns = 0;
		cancel(h);
	}
	if (h->kill_ns != 0 && now >= h->kill_ns)
		pt_child_signal(&h->child, SIGKILL);
}

bool
pt_host_finished(void *host)
{
	const struct pt_host *h = host;

	return h->timed_out && !h->running;
}

static int
killed(const struct pt_host *h, struct pt_error *e)
{
	int sig = WTERMSIG(h->status);
	const char *abbreviation = sigabbrev_np(sig);
	char name[32];

	if (abbreviation != NULL)
		snprintf(name, sizeof(name), "SIG%s", abbreviation);
	else
		snprintf(name, sizeof(name), "signal %d", sig);
	return pt_fail(e, 128 + sig, "%s: its process was killed by %s (%s)%s%s", h->name, name,
		strsignal(sig), h->phase[0] != 0 ? " in " : "", h->phase);
}

int
pt_host_verdict(const struct pt_host *h, struct pt_error *e)
{
	char time[PT_NUM];
	int code = pt_child_exit_code(h->status);

	if (h->signal != 0)
		return 128 + h->signal;
	if (h->wait_error != 0) {
		errno = h->wait_error;
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT,
			"%s: cannot tell how its process ended", h->name);
	}
	if (h->timed_out)
		return pt_fail(e, PT_EXIT_TIMEOUT, "%s: not done after %s (--timeout): cancelled",
			h->name, pt_format_seconds(time, (double)h->timeout_ns * 1e-9));
	if (h->cancelled)
		return 128 + SIGINT;
	if (WIFSIGNALED(h->status))
		return killed(h, e);
	if (code != 0 && !h->own_streams && !h->output.errors)
		return pt_fail(e, code, "%s: its process ended with exit code %d", h->name, code);
	return code;
}
