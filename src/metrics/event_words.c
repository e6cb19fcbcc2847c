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
say_sync_done(char *out, size_t size, struct words *w)
{
	(void)snprintf(out, size, "%s goes on behind a join%s", w->actor,
		w->e->sync.stolen ? ": the thief is done" : "");
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

/* What a sentence is about, beside its actor. */
enum about { LABEL, THIEF, WOKEN, JOINED };

static const char *
about(struct words *w, enum about what)
{
	const struct pt_event *e = w->e;

	if (what == LABEL)
		return w->label;
	name_worker(w->other, w->o,
		what == THIEF         ? e->request.thief :
			what == WOKEN ? e->wake.worker :
					e->sync.worker);
	return w->other;
}

/* The actor, `before`, what it is about, and `after`; or what `say` makes of it. */
static const struct {
	enum about about;
	const char *before, *after;
	say_fn *say;
} sentences[PT_EVENT_TYPES] = {
	[PT_REC_EV_STATE] = { .say = say_state },
	[PT_REC_EV_WAKE_SENT] = { WOKEN, "wakes", "" },
	[PT_REC_EV_WAKE_RUN] = { WOKEN, "is awake, woken by", "" },
	[PT_REC_EV_CANCEL] = { .say = say_cancel },
	[PT_REC_EV_PHASE] = { .say = say_phase },
	[PT_REC_EV_LEVEL] = { .say = say_level },
	[PT_REC_EV_MARK] = { .say = say_mark },
	[PT_REC_EV_LEAF_BEGIN] = { LABEL, "begins", "" },
	[PT_REC_EV_TASK_END] = { LABEL, "is done with", "" },
	[PT_REC_EV_SPAWN] = { LABEL, "puts", " into its deque" },
	[PT_REC_EV_SYNC_RUN] = { LABEL, "takes", " back: no thief had it" },
	[PT_REC_EV_SYNC_WAIT] = { JOINED, "finds its task stolen, and waits for", "" },
	[PT_REC_EV_SYNC_DONE] = { .say = say_sync_done },
	[PT_REC_EV_STOLEN_END] = { JOINED, "is done with what it took from", "" },
	[PT_REC_EV_SYNC_DROP] = { LABEL, "drops", ": its group is cancelled" },
	[PT_REC_EV_STEAL] = { .say = say_steal },
	[PT_REC_EV_RANGE_BEGIN] = { .say = say_range },
	[PT_REC_EV_REQUEST] = { THIEF, "is asked by", " for work" },
};

char *
pt_event_sentence(char *out, size_t size, const struct pt_over_time *o, const struct pt_event *e)
{
	struct words w = { .o = o, .e = e };
	uint16_t label = 0;

	(void)pt_event_label(e, &label);
	name_worker(w.actor, o, e->worker);
	name_label(w.label, o, label);
	if (sentences[e->type].say)
		sentences[e->type].say(out, size, &w);
	else if (sentences[e->type].before)
		(void)snprintf(out, size, "%s %s %s%s", w.actor, sentences[e->type].before,
			about(&w, sentences[e->type].about), sentences[e->type].after);
	else
		(void)snprintf(out, size, "%s: an event of type %u", w.actor, e->type);
	return out;
}
