/* SPDX-License-Identifier: MIT */
/*
 * Runs of a user's program as phases of its recording: see marks.h.
 */
#include "config.h"

#include "runtime/marks.h"

#include "os/clock.h"
#include "runtime/recorder.h"

#define FIRST_RUNS 32             /* are marked, whatever it costs */
#define COST_SHARE 100            /* of the time goes to marks, one part of so many */
#define PACE_NS UINT64_C(1000000) /* between two marks; doubles with each 16th of the room used */
#define PACES 16

void
pt_marks_open(partop_pool *p)
{
	uint32_t first = p->worker[0].pub.deque.slot;
	uint32_t last = p->worker[p->n - 1].pub.deque.slot;

	p->marks.on = pt_recorder_is_foreign() && first != PT_REC_NO_SLOT &&
		last == first + (uint32_t)p->n - 1;
	p->marks.opened_ns = pt_now_ns();
}

static bool
is_due(const partop_pool *p, struct pt_rec_writer *w, uint64_t now)
{
	const struct pt_marks *m = &p->marks;
	double used;

	if (m->marked >= FIRST_RUNS && m->spent_ns * COST_SHARE > now - m->opened_ns)
		return false;
	if (m->marked >= FIRST_RUNS && now - m->last_ns < PACE_NS)
		return false;
	used = 2 * pt_rec_journal_used(w); /* of the half that marks may use */
	if (used >= 1)
		return false;
	return m->marked < FIRST_RUNS || now - m->last_ns >= PACE_NS << (unsigned)(used * PACES);
}

uint32_t
pt_marks_begin(partop_pool *p)
{
	struct pt_rec_writer *w = p->worker[0].pen->writer;
	struct pt_marks *m = &p->marks;
	uint64_t now;
	uint32_t id;

	m->runs++;
	if (!m->on)
		return 0;
	now = pt_now_ns();
	if (!is_due(p, w, now))
		return 0;
	id = pt_rec_phase_begin(w, PT_REC_PHASE_RUN, m->runs - 1, p->worker[0].pub.deque.slot,
		(uint32_t)p->n);
	m->marked++;
	m->last_ns = now;
	m->spent_ns += pt_now_ns() - now;
	return id;
}

void
pt_marks_end(partop_pool *p, uint32_t id, uint64_t elapsed_ns, int status)
{
	uint64_t now;

	if (id == 0)
		return;
	now = pt_now_ns();
	pt_rec_phase_end(p->worker[0].pen->writer, id, elapsed_ns, status);
	p->marks.spent_ns += pt_now_ns() - now;
}
