/* SPDX-License-Identifier: MIT */
/*
 * Phases: what each worker did between two instants, as entries in the journal.
 *
 * A *sample* of a worker is its page brought forward to one instant: the running state counted up
 * to it, CPU time and run delay completed from the kernel's books.  sum(spent) of a sample is
 * exactly the time since the slot began, so that of a difference is exactly the phase's length.
 */
#include "recording/writer_internal.h"
#include "recording/names.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "os/clock.h"
#include "os/proc.h"

#define ROW_PAIRS 128 /* of one ROW entry: fits the smallest chunk */

struct sample {
	uint64_t spent[PT_REC_STATES];
	uint64_t counter[PT_REC_COUNTERS];
};

struct pt_rec_phase_open {
	struct pt_rec_phase_open *next;
	uint32_t id;
	uint32_t victims; /* length of a row at the begin */
	struct pt_rec_phase phase;
	struct pt_usage usage; /* of the thread that began it, then */
	pid_t tid;             /* 0: not known */
	uint64_t usage_ticks;
	struct sample *at_begin; /* per worker */
	uint64_t *rows;
};

static uint64_t
sum_of(const uint64_t spent[PT_REC_STATES])
{
	uint64_t sum = 0;

	for (int i = 0; i < PT_REC_STATES; i++)
		sum += spent[i];
	return sum;
}

/* Makes the sum exactly `total`: what lacks goes to `filler`, an excess comes off the largest. */
static void
settle(uint64_t spent[PT_REC_STATES], uint64_t total, unsigned filler)
{
	for (int i = 0; i < PT_REC_STATES; i++)
		if (spent[i] > total)
			spent[i] = total; /* a damaged page; and no overflow below */
	for (uint64_t sum; (sum = sum_of(spent)) > total;) {
		int big = 0;

		for (int i = 1; i < PT_REC_STATES; i++)
			if (spent[i] > spent[big])
				big = i;
		spent[big] -= sum - total < spent[big] ? sum - total : spent[big];
	}
	spent[filler] += total - sum_of(spent);
}

/* Seqlock read; the state it was in. */
static unsigned
read_states(struct pt_rec_worker *g, uint64_t spent[PT_REC_STATES], uint64_t *since)
{
	unsigned state = 0;

	for (int tries = 0; tries < 1000; tries++) {
		uint32_t seq = atomic_load_explicit(&g->seq, memory_order_acquire);

		state = atomic_load_explicit(&g->state, memory_order_relaxed) & (PT_REC_STATES - 1);
		*since = atomic_load_explicit(&g->since, memory_order_relaxed);
		for (int i = 0; i < PT_REC_STATES; i++)
			spent[i] = atomic_load_explicit(&g->spent[i], memory_order_relaxed);
		/* pairs with the release fence of pt_rec_enter */
		pt_rec_fence(memory_order_acquire);
		if (!(seq & 1) && atomic_load_explicit(&g->seq, memory_order_relaxed) == seq)
			break;
		if (tries > 16)
			sched_yield(); /* the worker's thread may have been stopped half-way */
	}
	return state;
}

static void
read_counters(struct pt_rec_pen *p, unsigned state, uint64_t counter[PT_REC_COUNTERS])
{
	uint64_t cpu_ns = 0, delay_ns = 0, cpu_was, delay_was;
	uint32_t owner = atomic_load(&p->owner);
	bool known = owner != 0 && pt_proc_schedstat(0, (pid_t)owner, &cpu_ns, &delay_ns) == 0;

	for (int tries = 0; tries < 16; tries++) {
		uint32_t seq = atomic_load_explicit(&p->booking, memory_order_acquire);

		cpu_was = atomic_load_explicit(&p->booked_cpu_ns, memory_order_relaxed);
		delay_was = atomic_load_explicit(&p->booked_delay_ns, memory_order_relaxed);
		for (int i = 0; i < PT_REC_COUNTERS; i++)
			counter[i] =
				atomic_load_explicit(&p->page->counter[i], memory_order_relaxed);
		/* pairs with the release fence of pt_rec_book */
		pt_rec_fence(memory_order_acquire);
		if (!(seq & 1) && atomic_load_explicit(&p->booking, memory_order_relaxed) == seq)
			break;
	}
	if (known && cpu_ns > cpu_was)
		counter[PT_COUNTER_CPU_NS] += cpu_ns - cpu_was;
	if (known && delay_ns > delay_was)
		counter[pt_rec_delay_counter(state)] += delay_ns - delay_was;
}

static void
take_sample(struct pt_rec_writer *w, uint32_t slot, uint64_t now, struct sample *s)
{
	uint64_t since = now;

	memset(s, 0, sizeof(*s));
	if (slot >= atomic_load(&w->pens_len) || !atomic_load(&w->pens[slot].ready))
		return;
	struct pt_rec_pen *p = &w->pens[slot];
	unsigned state = read_states(p->page, s->spent, &since);
	uint64_t begun = atomic_load_explicit(&p->page->begun, memory_order_relaxed);

	settle(s->spent, now > begun ? now - begun : 0, state);
	read_counters(p, state, s->counter);
}

/* Row of victims known at the begin; a page holds `victims` of them. */
static void
read_row(struct pt_rec_writer *w, uint32_t slot, uint64_t *row, uint32_t n)
{
	if (slot >= atomic_load(&w->pens_len) || !atomic_load(&w->pens[slot].ready))
		return;
	for (uint32_t v = 0; v < n && v < w->pens[slot].victims; v++)
		row[v] = atomic_load_explicit(&w->pens[slot].stolen_from[v], memory_order_relaxed);
}

static void
free_phase(struct pt_rec_phase_open *o)
{
	if (o == NULL)
		return;
	free(o->at_begin);
	free(o->rows);
	free(o);
}

void
pt_rec_phases_free(struct pt_rec_writer *w)
{
	while (w->open_phases != NULL) {
		struct pt_rec_phase_open *o = w->open_phases;

		w->open_phases = o->next;
		free_phase(o);
	}
}

static struct pt_rec_phase_open *
make_phase(struct pt_rec_writer *w, const struct pt_rec_phase *phase)
{
	struct pt_rec_phase_open *o = calloc(1, sizeof(*o));

	if (o == NULL)
		return NULL;
	o->phase = *phase;
	o->victims = atomic_load(&w->pens_len);
	o->at_begin = calloc(phase->workers ? phase->workers : 1, sizeof(*o->at_begin));
	o->rows = calloc((size_t)phase->workers * o->victims + 1, sizeof(*o->rows));
	if (o->at_begin == NULL || o->rows == NULL) {
		free_phase(o);
		return NULL;
	}
	return o;
}

/* An event on the lane of the first worker, if that is the calling thread. */
static void
mark(struct pt_rec_writer *w, const struct pt_rec_phase *phase, uint32_t id, uint8_t ends)
{
	uint32_t slot = phase->first_slot;

	if (slot >= atomic_load(&w->pens_len) || !atomic_load(&w->pens[slot].ready))
		return;
	struct pt_rec_pen *p = &w->pens[slot];

	if (atomic_load(&p->owner) == (uint32_t)pt_proc_tid() && !atomic_load(&p->closed) &&
		p->level >= PT_REC_LEVEL_STEALS)
		pt_rec_emit(p, PT_REC_EV_PHASE, (uint8_t)(phase->kind | ends),
			(uint16_t)phase->index, id);
}

static void
usage_begin(struct pt_rec_phase_open *o)
{
	o->usage_ticks = pt_rec_ticks();
	o->tid = pt_proc_own_usage(&o->usage) == 0 ? pt_proc_tid() : 0;
}

/* A gap in which the thread never slept is steal time of the host: it was runnable, see book.c. */
static void
usage_end(struct pt_rec_phase_open *o)
{
	uint64_t wall_ns = pt_ticks_to_ns(pt_rec_ticks() - o->usage_ticks, pt_clock_hz()), known;
	struct pt_usage u;
	struct pt_rec_phase *p = &o->phase;

	if (o->tid != pt_proc_tid() || pt_proc_own_usage(&u) != 0)
		return;
	p->flags |= PT_REC_PHASE_USAGE;
	p->cpu_ns = u.cpu_ns - o->usage.cpu_ns;
	p->delay_ns = u.delay_ns - o->usage.delay_ns;
	known = p->cpu_ns + p->delay_ns;
	if (known < wall_ns && u.sleeps > o->usage.sleeps)
		p->blocked_ns = wall_ns - known;
	else if (known < wall_ns)
		p->delay_ns += wall_ns - known;
}

uint32_t
pt_rec_phase_begin(struct pt_rec_writer *w, enum pt_rec_phase_kind kind, uint32_t index,
	uint32_t first_slot, uint32_t workers)
{
	struct pt_rec_phase phase = { .kind = kind, .index = index, .first_slot = first_slot };

	pthread_mutex_lock(&w->phases);
	uint32_t id = ++w->phase_ids;

	if (w->fd >= 0 && !atomic_load(&w->stopped)) {
		phase.workers = workers < w->slots ? workers : w->slots;
		struct pt_rec_phase_open *o = make_phase(w, &phase);

		if (o == NULL) /* no memory: the phase will have no end */
			atomic_fetch_add(&w->head->journal_lost, 1);
		mark(w, &phase, id, 0);
		phase.begin = pt_rec_ticks();
		pt_rec_entry(w, PT_REC_ENTRY_PHASE, id, &phase, sizeof(phase));
		for (uint32_t i = 0; o != NULL && i < phase.workers; i++) {
			take_sample(w, first_slot + i, phase.begin, &o->at_begin[i]);
			read_row(w, first_slot + i, &o->rows[(size_t)i * o->victims], o->victims);
		}
		if (o != NULL) {
			o->id = id;
			o->phase.begin = phase.begin;
			o->next = w->open_phases;
			w->open_phases = o;
			usage_begin(o);
		}
	}
	pthread_mutex_unlock(&w->phases);
	return id;
}

static void
enter_worker(struct pt_rec_writer *w, const struct pt_rec_phase_open *o, uint32_t i)
{
	struct pt_rec_phase_worker did = { .slot = o->phase.first_slot + i };
	const struct sample *from = &o->at_begin[i];
	struct sample to;

	take_sample(w, did.slot, o->phase.end, &to);
	for (int k = 0; k < PT_REC_STATES; k++)
		did.spent[k] = to.spent[k] > from->spent[k] ? to.spent[k] - from->spent[k] : 0;
	settle(did.spent, o->phase.end - o->phase.begin, PT_REC_OUT);
	for (unsigned k = 0; k < PT_REC_COUNTERS; k++) {
		uint64_t base = pt_counter_is_gauge(k) ? 0 : from->counter[k];

		did.counter[k] = to.counter[k] > base ? to.counter[k] - base : 0;
	}
	pt_rec_entry(w, PT_REC_ENTRY_WORKER, o->id, &did, sizeof(did));
}

/* Sparse; a row with more pairs than one entry holds takes several. */
static void
enter_row(struct pt_rec_writer *w, const struct pt_rec_phase_open *o, uint32_t i)
{
	_Alignas(8) uint8_t
		buf[sizeof(struct pt_rec_phase_row) + ROW_PAIRS * sizeof(struct pt_rec_phase_pair)];
	struct pt_rec_phase_row *row = (struct pt_rec_phase_row *)(void *)buf;
	uint32_t slot = o->phase.first_slot + i, end = atomic_load(&w->pens_len);

	*row = (struct pt_rec_phase_row){ .slot = slot };
	if (slot >= end || !atomic_load(&w->pens[slot].ready))
		return;
	const struct pt_rec_pen *p = &w->pens[slot];

	end = end < p->victims ? end : p->victims;
	for (uint32_t v = 0; v < end; v++) {
		uint64_t now = atomic_load_explicit(&p->stolen_from[v], memory_order_relaxed);
		uint64_t was = v < o->victims ? o->rows[(size_t)i * o->victims + v] : 0;

		if (now > was)
			row->pair[row->n++] =
				(struct pt_rec_phase_pair){ .victim = v, .count = now - was };
		if (row->n == ROW_PAIRS || (row->n > 0 && v + 1 == end)) {
			pt_rec_entry(w, PT_REC_ENTRY_ROW, o->id, buf,
				sizeof(*row) + row->n * sizeof(row->pair[0]));
			row->n = 0;
		}
	}
}

static struct pt_rec_phase_open *
unlink_phase(struct pt_rec_writer *w, uint32_t id)
{
	for (struct pt_rec_phase_open **at = &w->open_phases; *at != NULL; at = &(*at)->next) {
		struct pt_rec_phase_open *o = *at;

		if (o->id == id) {
			*at = o->next;
			return o;
		}
	}
	return NULL;
}

/* The workers first, the end last: a reader that sees the end has all of the phase. */
void
pt_rec_phase_end(struct pt_rec_writer *w, uint32_t id, uint64_t elapsed_ns, int32_t status)
{
	pthread_mutex_lock(&w->phases);
	struct pt_rec_phase_open *o = unlink_phase(w, id);

	if (o != NULL && !atomic_load(&w->stopped)) {
		usage_end(o);
		o->phase.end = pt_rec_ticks();
		o->phase.elapsed_ns = elapsed_ns;
		o->phase.status = status;
		for (uint32_t i = 0; i < o->phase.workers; i++) {
			enter_worker(w, o, i);
			enter_row(w, o, i);
		}
		pt_rec_entry(w, PT_REC_ENTRY_PHASE, id, &o->phase, sizeof(o->phase));
		mark(w, &o->phase, id, PT_REC_PHASE_ENDS);
	}
	pthread_mutex_unlock(&w->phases);
	free_phase(o);
}
