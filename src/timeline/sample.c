/* SPDX-License-Identifier: MIT */
/*
 * The workers of a pool at one instant.  See sample.h.
 */
#include "timeline/sample.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "os/proc.h"
#include "recording/names.h"

#define PROBE_AFTER_S 0.02 /* shorter states are booked by the worker soon enough */
#define STALE_NS 1e7       /* a running thread's CPU time may be so old: a tick of 100 Hz */

void
pt_sample_fini(struct pt_sample *s)
{
	free(s->worker);
	*s = (struct pt_sample){ 0 };
}

void
pt_probes_fini(struct pt_probes *p)
{
	free(p->worker);
	*p = (struct pt_probes){ 0 };
}

static void
fill(struct pt_reading *w, uint32_t slot, const struct pt_rec_snapshot *p, uint64_t at,
	bool has_blocked)
{
	*w = (struct pt_reading){
		.slot = slot,
		.index = p->index,
		.tid = p->tid,
		.cpu = p->cpu,
		.state = p->state & (PT_REC_STATES - 1),
		.depth = p->depth,
		.since = p->since,
	};
	memcpy(w->ticks, p->spent, sizeof(w->ticks));
	memcpy(w->counter, p->counter, sizeof(w->counter));
	if (p->life == PT_REC_SLOT_USED && p->since != 0)
		w->ticks[w->state] += pt_sub_sat_u64(at, p->since);
	w->delay_ns[PT_DELAY_WORK] = (double)p->counter[PT_COUNTER_DELAY_WORK_NS];
	w->delay_ns[PT_DELAY_SEARCH] = (double)p->counter[PT_COUNTER_DELAY_SEARCH_NS];
	w->delay_ns[PT_DELAY_WAIT] = (double)p->counter[PT_COUNTER_DELAY_WAIT_NS];
	w->delay_ns[PT_DELAY_OTHER] = (double)p->counter[PT_COUNTER_DELAY_OTHER_NS];
	w->blocked_ns = has_blocked ? (double)p->counter[PT_COUNTER_BLOCKED_NS] : NAN;
}

bool
pt_sample_take(struct pt_sample *s, struct pt_rec_reader *r, const struct pt_roster *roster,
	uint64_t at)
{
	struct pt_rec_snapshot p;
	bool kept = s->len == roster->len;

	s->worker = pt_array_room(s->worker, &s->cap, roster->len, sizeof(*s->worker));
	s->len = roster->len;
	s->at = at;
	s->has_blocked = r->head.have & PT_REC_HAVE_BLOCKED;
	for (size_t i = 0; i < roster->len; i++) {
		struct pt_reading *w = &s->worker[i];

		if (pt_rec_snapshot(r, roster->slot[i], &p) != 0)
			return false;
		if (!p.torn || !kept || w->slot != roster->slot[i])
			fill(w, roster->slot[i], &p, at, s->has_blocked);
	}
	return true;
}

static double
booked_ns(const struct pt_reading *w)
{
	double sum = 0;

	for (unsigned i = 0; i < PT_DELAYS; i++)
		sum += w->delay_ns[i];
	return sum;
}

/* Whether to ask the kernel: the worker is new, or may have waited for a CPU for long. */
static bool
is_due(const struct pt_probe *p, const struct pt_reading *w, double lasts_s)
{
	bool asleep = w->state == PT_REC_PARK || w->state == PT_REC_OUT;

	return w->tid != 0 && (p->tid != w->tid || (!asleep && lasts_s >= PROBE_AFTER_S));
}

/* The time in a task since the kernel's first answer, less CPU time and run delay since then. */
static double
blocked_since(struct pt_probe *p, const struct pt_reading *w, uint64_t at, uint64_t hz,
	uint64_t cpu_ns, uint64_t delay_ns)
{
	if (p->since != w->since || p->first.at == 0) {
		p->first.at = at;
		p->first.cpu_ns = cpu_ns;
		p->first.delay_ns = delay_ns;
	}
	if (w->state != PT_REC_WORK)
		return 0;
	double wall = (double)pt_sub_sat_u64(at, p->first.at) * 1e9 / (double)hz;
	double gap = wall - (double)pt_sub_sat_u64(cpu_ns, p->first.cpu_ns) -
		(double)pt_sub_sat_u64(delay_ns, p->first.delay_ns);

	return fmax(gap - STALE_NS, 0);
}

/* Run delay that is not booked at the first answer is taken to be older than the worker. */
static void
ask(struct pt_probe *p, const struct pt_reading *w, uint32_t pid, uint64_t at, uint64_t hz)
{
	uint64_t cpu_ns, delay_ns;
	double booked = booked_ns(w), lasts_s = (double)pt_sub_sat_u64(at, w->since) / (double)hz;

	if (pt_proc_schedstat((pid_t)pid, (pid_t)w->tid, &cpu_ns, &delay_ns) != 0)
		return;
	if (p->tid != w->tid) {
		p->tid = w->tid;
		p->base_ns = (double)delay_ns > booked ? delay_ns - (uint64_t)booked : 0;
		p->first.at = 0;
	}
	p->blocked_ns = blocked_since(p, w, at, hz, cpu_ns, delay_ns);
	p->since = w->since;
	p->pending_ns = fmin((double)pt_sub_sat_u64(delay_ns, p->base_ns) - booked, lasts_s * 1e9);
}

static void
add_pending(struct pt_reading *w, const struct pt_probe *p)
{
	if (p->pending_ns > 0)
		w->delay_ns[pt_delay_of(w->state)] += p->pending_ns;
	w->blocked_ns += p->blocked_ns;
}

void
pt_probes_ask(struct pt_probes *p, struct pt_sample *s, uint32_t pid, uint64_t hz)
{
	unsigned asked = 0;

	p->worker = pt_array_room(p->worker, &p->cap, s->len, sizeof(*p->worker));
	p->len = s->len;
	for (size_t i = 0; i < s->len; i++) {
		size_t k = (p->next + i) % s->len;
		struct pt_reading *w = &s->worker[k];
		double lasts_s = (double)pt_sub_sat_u64(s->at, w->since) / (double)hz;

		if (asked < PT_PROBES_MAX && is_due(&p->worker[k], w, lasts_s)) {
			ask(&p->worker[k], w, pid, s->at, hz);
			if (++asked == PT_PROBES_MAX)
				p->next = k + 1;
		}
		/* an answer holds until the state ends, when the worker books it itself */
		if (p->worker[k].since == w->since)
			add_pending(w, &p->worker[k]);
	}
}

void
pt_sample_copy(struct pt_sample *to, const struct pt_sample *from)
{
	to->worker = pt_array_room(to->worker, &to->cap, from->len, sizeof(*to->worker));
	to->len = from->len;
	to->at = from->at;
	to->has_blocked = from->has_blocked;
	if (from->len > 0)
		memcpy(to->worker, from->worker, from->len * sizeof(*to->worker));
}

struct pt_interval
pt_sample_interval(const struct pt_sample *a, const struct pt_sample *b, size_t i, uint64_t hz)
{
	static const struct pt_reading zero;
	const struct pt_reading *from = a ? &a->worker[i] : &zero, *to = &b->worker[i];
	struct pt_interval iv;

	for (unsigned k = 0; k < PT_REC_STATES; k++)
		iv.state_s[k] = (double)pt_sub_sat_u64(to->ticks[k], from->ticks[k]) / (double)hz;
	for (unsigned k = 0; k < PT_DELAYS; k++)
		iv.delay_s[k] = fmax(to->delay_ns[k] - from->delay_ns[k], 0) / 1e9;
	iv.blocked_s = (to->blocked_ns - from->blocked_ns) / 1e9;
	return iv;
}

uint64_t
pt_sample_counter(const struct pt_sample *a, const struct pt_sample *b, size_t i,
	enum pt_counter counter)
{
	uint64_t to = b->worker[i].counter[counter];

	if (!a || pt_counter_is_gauge(counter))
		return to;
	return pt_sub_sat_u64(to, a->worker[i].counter[counter]);
}

double
pt_sample_active(const struct pt_sample *a, const struct pt_sample *b, uint64_t hz)
{
	if (b->len == 0)
		return 0;
	struct pt_interval iv = pt_sample_interval(a, b, 0, hz);

	return pt_interval_length(&iv) - iv.state_s[PT_REC_OUT];
}

uint64_t
pt_tasks_of(const uint64_t counter[PT_REC_COUNTERS])
{
	uint64_t in = pt_add_sat_u64(pt_add_sat_u64(counter[PT_COUNTER_SPAWNED],
					     counter[PT_COUNTER_STOLEN]),
		counter[PT_COUNTER_CHUNKS]);
	uint64_t out = pt_add_sat_u64(counter[PT_COUNTER_JOINED], counter[PT_COUNTER_CANCELLED]);

	return pt_sub_sat_u64(in, out);
}
