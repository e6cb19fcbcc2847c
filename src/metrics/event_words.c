/* SPDX-License-Identifier: MIT */
/* Events in words: one sentence for each type.  See over_time.h. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "metrics/over_time.h"
#include "recording/names.h"

struct words {
	const struct pt_over_time *o;
	const struct pt_event *e;
	char actor[32], other[32], label[64];
};

/* "worker 3"; a worker of another pool by its slot. */
static void
name_worker(char out[32], const struct pt_over_time *o, uint32_t slot)
{
	uint32_t worker = pt_over_time_worker(o, slot);

	if (worker == UINT32_MAX)
		(void)snprintf(out, 32, "slot %" PRIu32, slot);
	else
		(void)snprintf(out, 32, "worker %" PRIu32, worker);
}

static void
name_label(char out[64], const struct pt_over_time *o, uint16_t label)
{
	const char *text = pt_over_time_label(o, label);

	(void)pt_clean(out, 64, text[0] ? text : "a task", strlen(text[0] ? text : "a task"));
}

static void
say_state(char *out, size_t size, struct words *w)
{
	static const char *const does[PT_REC_STATES] = {
		[PT_REC_OUT] = "is out of the pool",
		[PT_REC_WORK] = "works",
		[PT_REC_SEARCH] = "has nothing to do, and looks for work",
		[PT_REC_PARK] = "found no work, and sleeps",
		[PT_REC_WAIT] = "waits at a join: a thief has what it needs",
		[PT_REC_RUNTIME] = "is inside the runtime",
		[PT_REC_PAUSED] = "is held by a viewer",
		[PT_REC_BLOCKED] = "is blocked in the system",
	};
	const char *text = does[w->e->state.code & (PT_REC_STATES - 1)];

	if (w->e->state.label == 0)
		(void)snprintf(out, size, "%s %s", w->actor, text);
	else
		(void)snprintf(out, size, "%s %s: %s", w->actor, text, w->label);
}

static void
say_steal(char *out, size_t size, struct words *w)
{
	const uint32_t tries = w->e->steal.tries;

	name_worker(w->other, w->o, w->e->steal.victim);
	(void)snprintf(out, size, "%s took %s from %s, %" PRIu32 " tr%s, depth %u", w->actor,
		w->label, w->other, tries, tries == 1 ? "y" : "ies", w->e->steal.depth);
}

static void
say_range(char *out, size_t size, struct words *w)
{
	(void)snprintf(out, size, "%s begins %s [%" PRIu64 "..%" PRIu64 ")", w->actor, w->label,
		w->e->task.lo, w->e->task.hi);
}

static void
say_leaf(char *out, size_t size, struct words *w)
{
	(void)snprintf(out, size, "%s begins %s", w->actor, w->label);
}

static void
say_end(char *out, size_t size, struct words *w)
{
	(void)snprintf(out, size, "%s is done with %s", w->actor, w->label);
}

static void
say_spawn(char *out, size_t size, struct words *w)
{
	(void)snprintf(out, size, "%s puts %s into its deque", w->actor, w->label);
}

static void
say_sync_run(char *out, size_t size, struct words *w)
{
	(void)snprintf(out, size, "%s takes %s back: no thief had it", w->actor, w->label);
}

static void
say_sync_wait(char *out, size_t size, struct words *w)
{
	name_worker(w->other, w->o, w->e->sync.worker);
	(void)snprintf(out, size, "%s finds its task stolen, and waits for %s", w->actor, w->other);
}

static void
say_sync_done(char *out, size_t size, struct words *w)
{
	(void)snprintf(out, size, "%s goes on behind a join%s", w->actor,
		w->e->sync.stolen ? ": the thief is done" : "");
}

static void
say_stolen_end(char *out, size_t size, struct words *w)
{
	name_worker(w->other, w->o, w->e->sync.worker);
	(void)snprintf(out, size, "%s is done with what it took from %s", w->actor, w->other);
}

static void
say_drop(char *out, size_t size, struct words *w)
{
	(void)snprintf(out, size, "%s drops %s: its group is cancelled", w->actor, w->label);
}

static void
say_wake_sent(char *out, size_t size, struct words *w)
{
	name_worker(w->other, w->o, w->e->wake.worker);
	(void)snprintf(out, size, "%s wakes %s", w->actor, w->other);
}

static void
say_wake_run(char *out, size_t size, struct words *w)
{
	name_worker(w->other, w->o, w->e->wake.worker);
	(void)snprintf(out, size, "%s is awake, woken by %s", w->actor, w->other);
}

static void
say_request(char *out, size_t size, struct words *w)
{
	name_worker(w->other, w->o, w->e->request.thief);
	(void)snprintf(out, size, "%s is asked by %s for work", w->actor, w->other);
}

static void
say_mark(char *out, size_t size, struct words *w)
{
	(void)snprintf(out, size, "%s marks %s %" PRIu32, w->actor, w->label, w->e->mark.value);
}

static void
say_cancel(char *out, size_t size, struct words *w)
{
	(void)snprintf(out, size, "%s cancels its group, error %" PRIu32, w->actor,
		w->e->cancel.error);
}

static void
say_phase(char *out, size_t size, struct words *w)
{
	const char *name = pt_rec_phase_name(w->e->phase.kind);

	(void)snprintf(out, size, "%s: phase %s %s", w->actor, name ? name : "?",
		w->e->phase.ends ? "ends" : "begins");
}

static void
say_level(char *out, size_t size, struct words *w)
{
	const char *name = pt_rec_level_name(w->e->level);

	(void)snprintf(out, size, "%s: events of level %s from here on", w->actor,
		name ? name : "?");
}

typedef void say_fn(char *out, size_t size, struct words *w);

static say_fn *const say[PT_EVENT_TYPES] = {
	[PT_REC_EV_STATE] = say_state,
	[PT_REC_EV_WAKE_SENT] = say_wake_sent,
	[PT_REC_EV_WAKE_RUN] = say_wake_run,
	[PT_REC_EV_CANCEL] = say_cancel,
	[PT_REC_EV_PHASE] = say_phase,
	[PT_REC_EV_LEVEL] = say_level,
	[PT_REC_EV_MARK] = say_mark,
	[PT_REC_EV_LEAF_BEGIN] = say_leaf,
	[PT_REC_EV_TASK_END] = say_end,
	[PT_REC_EV_SPAWN] = say_spawn,
	[PT_REC_EV_SYNC_RUN] = say_sync_run,
	[PT_REC_EV_SYNC_WAIT] = say_sync_wait,
	[PT_REC_EV_SYNC_DONE] = say_sync_done,
	[PT_REC_EV_STOLEN_END] = say_stolen_end,
	[PT_REC_EV_SYNC_DROP] = say_drop,
	[PT_REC_EV_STEAL] = say_steal,
	[PT_REC_EV_RANGE_BEGIN] = say_range,
	[PT_REC_EV_REQUEST] = say_request,
};

char *
pt_event_sentence(char *out, size_t size, const struct pt_over_time *o, const struct pt_event *e)
{
	struct words w = { .o = o, .e = e };
	uint16_t label = 0;

	(void)pt_event_label(e, &label);
	name_worker(w.actor, o, e->worker);
	name_label(w.label, o, label);
	if (say[e->type])
		say[e->type](out, size, &w);
	else
		(void)snprintf(out, size, "%s: an event of type %u", w.actor, e->type);
	return out;
}
