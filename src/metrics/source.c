/* SPDX-License-Identifier: MIT */
/*
 * A recording as a source of numbers.  See source.h.
 *
 *	poll	reads what is new: journal, workers, events
 *	model	made when the caller asks for it: a new one per look, with the summary at the end
 *
 * A live source becomes a finished one when its process has ended: the file is opened again
 * without a mapping, so that a file that is cut later does no harm.
 */
#include "metrics/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/text.h"
#include "metrics/model_made.h"
#include "metrics/over_time.h"
#include "metrics/present.h"
#include "metrics/replay.h"
#include "metrics/tracker.h"
#include "os/clock.h"
#include "recording/keys.h"

struct pt_source {
	int fd;     /* live: a duplicate, owned */
	bool live;  /* its process runs, as far as we know */
	bool open;  /* reader and tracker are in use */
	bool stale; /* the tracker knows more than the model shows */
	struct pt_rec_reader reader;
	struct pt_tracker tracker;
	uint32_t pool; /* that is wanted; PT_POOL_NONE */
	enum pt_model_state state;
	const struct pt_model *model;  /* of the last look, held */
	struct pt_over_time over_time; /* time NULL: not asked for */
	struct pt_past *past;          /* NULL: the end is shown */
	char error[256];               /* the first one reported */
	char warning[256];
};

static struct pt_source *
make(void)
{
	struct pt_source *s = pt_xcalloc(1, sizeof(*s));

	s->fd = -1;
	s->stale = true;
	s->pool = PT_POOL_NONE;
	pt_tracker_begin(&s->tracker, NULL);
	return s;
}

struct pt_source *
pt_source_open_live(int fd, struct pt_error *e)
{
	struct pt_source *s = make();

	s->live = true;
	s->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (s->fd < 0) {
		pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot watch the recording");
		pt_source_close(s);
		return NULL;
	}
	return s;
}

static void
begin(struct pt_source *s)
{
	s->open = true;
	pt_tracker_fini(&s->tracker);
	pt_tracker_begin(&s->tracker, &s->reader);
	s->tracker.wanted = s->pool;
}

static void
set_error(struct pt_source *s, const char *text)
{
	if (!s->error[0])
		pt_clean(s->error, sizeof(s->error), text, strlen(text));
}

/* What a recording says about its own end. */
static enum pt_model_state
recorded_end(struct pt_source *s)
{
	const char *status = pt_journal_meta(&s->tracker.journal, PT_KEY_STATUS);
	const char *error = pt_journal_meta(&s->tracker.journal, PT_KEY_ERROR);

	if (error && *error)
		set_error(s, error);
	if (status && strcmp(status, "cancelled") == 0)
		return PT_MODEL_CANCELLED;
	if ((status && strcmp(status, "failed") == 0) || s->error[0])
		return PT_MODEL_ERROR;
	if (s->tracker.status.life == PT_REC_ENDED)
		return PT_MODEL_DONE;
	set_error(s, "the process ended without closing its recording");
	return PT_MODEL_ERROR;
}

struct pt_source *
pt_source_open(const char *path, struct pt_error *e)
{
	struct pt_source *s = make();

	if (pt_rec_open(&s->reader, path, false) != 0) {
		char name[512];

		pt_clean(name, sizeof(name), path, strlen(path));
		pt_fail(e, PT_EXIT_ENVIRONMENT, "%s: %s", name, s->reader.error);
		pt_source_close(s);
		return NULL;
	}
	begin(s);
	snprintf(s->warning, sizeof(s->warning), "%s", s->reader.warning);
	pt_tracker_finish(&s->tracker, &s->reader, true);
	s->state = recorded_end(s);
	return s;
}

/*
 * Ticks at an instant of CLOCK_MONOTONIC.  The clocks are read side by side now, so that an error
 * of the calibrated rate does not grow with the length of the run.
 */
static uint64_t
ticks_at(const struct pt_source *s, uint64_t now_ns)
{
	const struct pt_rec_header *h = &s->reader.head;
	struct pt_clocks pair = { .ticks = h->begin.ticks, .monotonic_ns = h->begin.monotonic_ns };

	if (h->clock == PT_REC_CLOCK_MONOTONIC)
		return now_ns;
	if ((uint32_t)pt_clock_kind() == h->clock)
		pt_clocks_read(&pair);
	double apart_ns = now_ns >= pair.monotonic_ns ? (double)(now_ns - pair.monotonic_ns) :
							-(double)(pair.monotonic_ns - now_ns);
	double ticks = apart_ns * ((double)s->tracker.hz / 1e9);

	if (ticks < 0)
		return pt_sub_sat_u64(pair.ticks, (uint64_t)-ticks);
	return pair.ticks + (uint64_t)ticks;
}

/* STARTING until the recording says anything. */
static enum pt_model_state
live_state(const struct pt_source *s)
{
	return s->tracker.journal.phases.len > 0 || s->tracker.pool.roster.len > 0 ?
		PT_MODEL_RUNNING :
		PT_MODEL_STARTING;
}

bool
pt_source_poll(struct pt_source *s, uint64_t now_ns)
{
	if (!s->live)
		return false;
	if (!s->open) {
		if (pt_rec_open_fd(&s->reader, s->fd, true) != 0)
			return false;
		begin(s);
	}
	if (!pt_tracker_look(&s->tracker, &s->reader, ticks_at(s, now_ns)))
		return false;
	if (s->over_time.time && !pt_time_look(s->over_time.time, s->tracker.now))
		return false;
	s->state = live_state(s);
	s->stale = true;
	return true;
}

static const char *
signal_name(int signal)
{
	const char *name = sigabbrev_np(signal);

	return name ? name : "?";
}

/* How the run ended, by its wait status and by its own recording. */
static enum pt_model_state
outcome(struct pt_source *s, int signal, int exit_code, bool cancelled)
{
	const char *error = s->open ? pt_journal_meta(&s->tracker.journal, PT_KEY_ERROR) : NULL;
	char text[128];

	if (cancelled)
		return PT_MODEL_CANCELLED;
	if (signal != 0)
		snprintf(text, sizeof(text), "killed by SIG%s (%s)", signal_name(signal),
			strsignal(signal));
	else if (exit_code != 0)
		snprintf(text, sizeof(text), "ended with exit code %d", exit_code);
	else
		return s->open ? recorded_end(s) : PT_MODEL_DONE;
	set_error(s, signal == 0 && error && *error ? error : text);
	return PT_MODEL_ERROR;
}

static void
forget_past(struct pt_source *s)
{
	if (s->past)
		pt_past_fini(s->past);
	free(s->past);
	s->past = NULL;
}

static void
close_over_time(struct pt_source *s)
{
	forget_past(s);
	pt_time_close(s->over_time.time);
	s->over_time.time = NULL;
}

/* Opens the file of a live source again, as a finished one. */
static void
reopen(struct pt_source *s)
{
	close_over_time(s);
	if (s->open)
		pt_rec_shut(&s->reader);
	int failed = pt_rec_open_fd(&s->reader, s->fd, false);

	if (failed && s->open)
		snprintf(s->warning, sizeof(s->warning), "the recording was lost: %s",
			s->reader.error);
	if (!failed && !s->open)
		begin(s);
	s->open = !failed;
	if (!failed)
		snprintf(s->warning, sizeof(s->warning), "%s", s->reader.warning);
}

/* The file is gone or damaged beyond reading: what it said is no longer shown. */
static void
forget(struct pt_source *s)
{
	pt_tracker_fini(&s->tracker);
	pt_tracker_begin(&s->tracker, NULL);
}

void
pt_source_ended(struct pt_source *s, int signal, int exit_code, bool cancelled, uint64_t now_ns)
{
	if (!s->live)
		return;
	pt_source_poll(s, now_ns);
	bool was_open = s->open;

	reopen(s);
	s->live = false;
	if (s->open)
		pt_tracker_finish(&s->tracker, &s->reader, false);
	else if (was_open)
		forget(s);
	s->state = outcome(s, signal, exit_code, cancelled);
	s->stale = true;
}

/* The summary is that of the end; so is the pool that the user has chosen. */
static void
refresh_past(struct pt_source *s)
{
	struct pt_present_in in = { .state = PT_MODEL_RUNNING, .error = "", .progress = NAN };
	struct pt_arena *arena;
	struct pt_model *next = pt_model_new(&arena);

	pt_present(next, arena, &s->past->tracker, &s->reader, &in);
	pt_past_unknown(s->past, next);
	pt_model_release(s->model);
	s->model = next;
	s->stale = false;
}

static void
refresh(struct pt_source *s)
{
	if (s->past) {
		refresh_past(s);
		return;
	}
	struct pt_present_in in = { .state = s->state,
		.error = s->error,
		.ended = !s->live,
		.progress = s->model ? s->model->progress : NAN };
	struct pt_arena *arena;
	struct pt_model *next = pt_model_new(&arena);

	pt_present(next, arena, &s->tracker, s->open ? &s->reader : NULL, &in);
	pt_model_release(s->model);
	s->model = next;
	s->stale = false;
}

const struct pt_model *
pt_source_model(struct pt_source *s)
{
	if (s->stale)
		refresh(s);
	return s->model;
}

const struct pt_summary *
pt_source_summary(struct pt_source *s)
{
	return pt_source_model(s)->summary;
}

const struct pt_pool_info *
pt_source_pools(struct pt_source *s, size_t *len)
{
	*len = s->open && s->tracker.program ? s->tracker.pools.len : 0;
	return s->tracker.pool_info;
}

void
pt_source_choose_pool(struct pt_source *s, uint32_t id)
{
	s->pool = id;
	if (!s->open)
		return;
	pt_tracker_choose(&s->tracker, &s->reader, id, s->live);
	s->stale = true;
}

const struct pt_over_time *
pt_source_over_time(struct pt_source *s)
{
	struct pt_over_time *o = &s->over_time;

	if (!s->open)
		return NULL;
	if (!o->time) {
		o->time = pt_time_open(&s->reader);
		if (o->time && s->live)
			(void)pt_time_look(o->time, s->tracker.now);
	}
	if (!o->time)
		return NULL;
	pt_time_span(o->time, &o->begin, &o->end);
	o->hz = s->tracker.hz;
	o->journal = &s->tracker.journal;
	o->lane = s->tracker.pool.roster.slot;
	o->lanes = s->tracker.pool.roster.len;
	return o;
}

bool
pt_source_seek(struct pt_source *s, uint64_t at)
{
	const struct pt_over_time *o = s->live ? NULL : pt_source_over_time(s);

	if (!o)
		return false;
	s->stale = true;
	if (at >= o->end) {
		forget_past(s);
		return true;
	}
	while (pt_time_work(o->time, 1000)) /* its counts are of the digests */
		;
	if (!s->past)
		s->past = pt_xcalloc(1, sizeof(*s->past));
	pt_past_look(s->past, &s->tracker, &s->reader, o->time, at);
	return true;
}

const char *
pt_source_warning(const struct pt_source *s)
{
	if (s->open && s->reader.read_error != 0)
		return "parts of the recording cannot be read: events are missing";
	return s->warning;
}

struct pt_rec_reader *
pt_source_reader(struct pt_source *s)
{
	return s->open ? &s->reader : NULL;
}

void
pt_source_close(struct pt_source *s)
{
	if (!s)
		return;
	close_over_time(s);
	if (s->open)
		pt_rec_shut(&s->reader);
	pt_tracker_fini(&s->tracker);
	pt_model_release(s->model);
	if (s->fd >= 0)
		close(s->fd);
	free(s);
}
