/* SPDX-License-Identifier: MIT */
/* The past of a finished recording: see replay.h. */
#include "metrics/replay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "metrics/tracker_internal.h"

#define FINE 64     /* periods before the instant: what sparklines and the last second show */
#define COARSE 192  /* samples for all that came before */
#define ARROWS 4096 /* steals that are looked through for the newest */

/* ---- samples ---- */

static void
set_delays(struct pt_reading *w, bool has_blocked)
{
	w->delay_ns[PT_DELAY_WORK] = (double)w->counter[PT_COUNTER_DELAY_WORK_NS];
	w->delay_ns[PT_DELAY_SEARCH] = (double)w->counter[PT_COUNTER_DELAY_SEARCH_NS];
	w->delay_ns[PT_DELAY_WAIT] = (double)w->counter[PT_COUNTER_DELAY_WAIT_NS];
	w->delay_ns[PT_DELAY_OTHER] = (double)w->counter[PT_COUNTER_DELAY_OTHER_NS];
	w->blocked_ns = has_blocked ? (double)w->counter[PT_COUNTER_BLOCKED_NS] : NAN;
}

/* Steals are events, so they are exact where all of them are there. */
static void
set_steals(struct pt_reading *w, struct pt_time *time, uint64_t at)
{
	uint64_t n[PT_TIME_COUNTS];

	if (pt_time_has_all_steals(time, w->slot) && pt_time_counts(time, w->slot, at, n))
		w->counter[PT_COUNTER_STOLEN] = n[PT_TIME_STOLEN];
}

/* Whether its counters are known. */
static bool
read_worker(struct pt_reading *w, struct pt_time *time, uint32_t slot, size_t index, uint64_t at,
	bool has_blocked)
{
	struct pt_time_now now;
	struct pt_time_counters c;

	pt_time_now(time, slot, at, &now);
	pt_time_counters(time, slot, at, &c);
	*w = (struct pt_reading){ .slot = slot,
		.index = (uint32_t)index,
		.cpu = c.cpu,
		.state = now.state,
		.depth = now.depth,
		.since = now.since };
	memcpy(w->ticks, now.spent, sizeof(w->ticks));
	memcpy(w->counter, c.value, sizeof(w->counter));
	set_steals(w, time, at);
	set_delays(w, has_blocked && c.known);
	return c.known;
}

static bool
read_all(struct pt_sample *s, struct pt_time *time, const struct pt_roster *roster, uint64_t at,
	bool has_blocked)
{
	bool known = true;

	s->worker = pt_array_room(s->worker, &s->cap, roster->len, sizeof(*s->worker));
	s->len = roster->len;
	s->at = at;
	s->has_blocked = has_blocked;
	for (size_t i = 0; i < roster->len; i++)
		known &= read_worker(&s->worker[i], time, roster->slot[i], i, at, has_blocked);
	return known;
}

/* As if it had been looked at every tenth of a second since the begin: the same grid for every instant,
 * so that going forward and backward shows the same.  What is long ago is looked at less often. */
static void
look_again(struct pt_past *p, struct pt_rec_reader *r, struct pt_time *time, uint64_t at)
{
	struct pt_tracker *t = &p->tracker;
	uint64_t period = (uint64_t)((double)t->hz * PT_LIVE_PERIOD_S);
	uint64_t last = (at - t->begin) / period, fine = last > FINE ? last - FINE : 0;
	uint64_t stride = fine / COARSE + 1;
	bool has_blocked = r->head.have & PT_REC_HAVE_BLOCKED;
	unsigned how = pt_tracker_runs(t) ? PT_LIVE_RUNS : 0;
	struct pt_sample s = { 0 };

	for (uint64_t k = 0; k <= last;
		k += k < fine ? (k + stride < fine ? stride : fine - k) : 1) {
		(void)read_all(&s, time, &t->pool.roster, t->begin + k * period, has_blocked);
		pt_live_put(&t->pool, &s, t->hz, how);
	}
	p->counters_known = read_all(&s, time, &t->pool.roster, at, has_blocked);
	pt_live_put(&t->pool, &s, t->hz, how);
	pt_sample_fini(&s);
}

/* ---- steals ---- */

static void
give_matrix(struct pt_live *l, struct pt_rec_reader *r, struct pt_time *time, uint64_t at)
{
	size_t n = l->roster.len;
	uint64_t *row = pt_xcalloc(r->slots, sizeof(*row));

	l->given = pt_xcalloc(n * n, sizeof(*l->given));
	for (size_t i = 0; i < n; i++)
		if (pt_time_row(time, l->roster.slot[i], at, row, r->slots))
			pt_matrix_add_row(l->given, &l->roster, l->roster.slot[i], row, r->slots);
	free(row);
}

static void
take_arrow(struct pt_steals *to, const struct pt_time_arrow *a)
{
	const struct pt_event e = { .ts = a->at,
		.worker = a->thief,
		.steal = { .age = a->age,
			.tries = a->tries,
			.victim = (uint16_t)a->victim,
			.label = a->label,
			.depth = a->depth } };

	pt_steals_take(to, &e);
}

/* The newest ones before the instant: from a stretch that becomes longer until it has enough. */
static void
take_steals(struct pt_tracker *t, struct pt_time *time, uint64_t at)
{
	struct pt_time_arrow *arrow = pt_xcalloc(ARROWS, sizeof(*arrow));
	size_t n = 0;

	for (uint64_t back = t->hz / 1000 + 1;; back *= 4) {
		uint64_t from = at - t->begin > back ? at - back : t->begin, all;
		size_t found = pt_time_arrows(time, from, at + 1, arrow, ARROWS, &all);

		if (all > ARROWS && n > 0)
			break;
		n = found;
		t->events.steals.len = 0;
		for (size_t i = 0; i < n; i++)
			take_arrow(&t->events.steals, &arrow[i]);
		if (n >= PT_LAST_STEALS || from == t->begin)
			break;
	}
	free(arrow);
}

/* ---- marks ---- */

static void
note_mark(void *past, const struct pt_event *e)
{
	struct pt_past *p = past;

	p->mark = pt_array_room(p->mark, &p->marks_cap, p->marks + 1, sizeof(*p->mark));
	p->mark[p->marks++] = (struct pt_past_mark){ .at = e->ts,
		.value = e->mark.value,
		.label = e->mark.label };
}

static int
by_time(const void *a, const void *b)
{
	const struct pt_past_mark *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

/* Once, all of them: they are few, and chunks without any are passed over by nothing. */
static void
read_marks(struct pt_past *p, struct pt_rec_reader *r)
{
	static const struct pt_visitor visitor = { .on[PT_REC_EV_MARK] = note_mark };
	struct pt_rec_chunk *c = pt_xcalloc(1, r->head.chunk_size);
	const size_t head = sizeof(*c) / sizeof(struct pt_rec_event);

	for (uint64_t i = 0; r->index && i < r->index_len; i++) {
		size_t used;

		if (r->index[i].stream != PT_REC_STREAM_EVENTS || r->index[i].content_bits == 0)
			continue;
		used = pt_rec_load(r, i, c);
		if (used > sizeof(*c))
			pt_visit_slots(&visitor, p, c->worker, (const void *)(c + 1),
				used / sizeof(struct pt_rec_event) - head);
	}
	free(c);
	if (p->marks > 0)
		qsort(p->mark, p->marks, sizeof(*p->mark), by_time);
	p->marks_read = true;
}

static void
take_marks(struct pt_past *p, uint64_t hz, uint64_t at)
{
	struct pt_marks *to = &p->tracker.events.marks;

	to->period = hz / 10;
	for (size_t i = 0; i < p->marks && p->mark[i].at <= at; i++) {
		const struct pt_event e = { .ts = p->mark[i].at,
			.mark = { .label = p->mark[i].label, .value = p->mark[i].value } };

		pt_marks_take(to, &e);
	}
}

/* ---- the whole look ---- */

/* Texts are the whole's; the phases are those that had begun. */
static void
forget(struct pt_past *p)
{
	struct pt_phases phases = p->tracker.journal.phases;

	pt_phases_fini(&phases);
	p->tracker.journal = (struct pt_journal){ 0 };
	pt_tracker_fini(&p->tracker);
}

void
pt_past_look(struct pt_past *p, const struct pt_tracker *whole, struct pt_rec_reader *r,
	struct pt_time *time, uint64_t at)
{
	struct pt_tracker *t = &p->tracker;

	if (!p->marks_read)
		read_marks(p, r);
	forget(p);
	pt_tracker_begin(t, r);
	t->hz = whole->hz;
	t->now = at > t->begin ? at : t->begin;
	t->wanted = whole->wanted;
	t->program = whole->program;
	t->status = whole->status;
	t->journal = whole->journal;
	t->journal.phases = (struct pt_phases){ 0 };
	pt_phases_until(&t->journal.phases, &whole->journal.phases, t->now);
	pt_tracker_watch_pool(t, r);
	if (t->pool.roster.len > 0) {
		look_again(p, r, time, t->now);
		give_matrix(&t->pool, r, time, t->now);
	}
	take_steals(t, time, t->now);
	take_marks(p, t->hz, t->now);
	pt_tracker_make_series(t);
	pt_tracker_choose_median_run(t);
	pt_tracker_choose_preview(t);
}

void
pt_past_fini(struct pt_past *p)
{
	forget(p);
	free(p->mark);
	*p = (struct pt_past){ 0 };
}

void
pt_past_unknown(const struct pt_past *p, struct pt_model *m)
{
	if (p->counters_known)
		return;
	m->tasks_per_s = m->attempts_per_s = m->utilization = m->cpus_busy = m->balance = NAN;
	for (size_t i = 0; i < m->workers_len; i++)
		m->workers[i].tasks_per_s = NAN;
	if (m->runs_done > 0)
		return;
	m->cores = PT_CORES_UNKNOWN;
	(void)snprintf(m->cores_why, sizeof(m->cores_why), "no samples in this recording");
}
