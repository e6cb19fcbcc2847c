/* SPDX-License-Identifier: MIT */
/*
 * The invariants of a pool, checked in debug builds: see runtime/check.h.
 *
 *	end of a run	spawned = executed + cancelled, by two accounts; every deque is empty;
 *			thefts = joins; nothing of the run is left on worker 0
 *	close		all workers sleep; rows and columns of the matrix agree; time in states
 *			= time since the pool was opened
 */
#include "config.h"

#include "runtime/worker.h"

#ifdef PT_DEBUG

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "os/clock.h"
#include "runtime/pool.h"
#include "runtime/recorder.h"

#define REST_MS 20000 /* until all workers sleep */

static _Atomic bool spawns_are_checked;

_Noreturn void
pt_check_failed(const char *file, int line, const char *what)
{
	fprintf(stderr, "partop: %s:%d: invariant broken: %s\n", file, line, what);
	pt_chaos_describe();
	abort();
}

/* ---- mistakes of the program ---- */

void
pt_check_spawns(void)
{
	spawns_are_checked = true;
}

void
partop_detail_check_spawns(void)
{
	pt_check_spawns();
}

_Noreturn static void
mistake(const struct pt_worker *w, const char *what, uint32_t slot)
{
	uint32_t top = w->ledger.top;

	fprintf(stderr, "partop: worker %u %s task slot %u, but %u is the next free one: %s\n",
		w->id, what, slot, top,
		slot < top ? "a sync was forgotten, or an old head handed on" :
			     "a head is ahead of what was spawned");
	pt_chaos_describe();
	abort();
}

/* ---- leaves ---- */

void
partop_detail_leaf_begin(partop_worker *pub, const char *algorithm)
{
	pt_worker_of(pub)->ledger.leaf = algorithm;
}

void
partop_detail_leaf_end(partop_worker *pub)
{
	pt_worker_of(pub)->ledger.leaf = NULL;
}

static void
check_leaf(const struct pt_worker *w, const char *does)
{
	if (!w->ledger.leaf)
		return;
	fprintf(stderr,
		"partop: worker %u %s in a function that partop_%s() calls, which has to be a leaf\n",
		w->id, does, w->ledger.leaf);
	pt_chaos_describe();
	abort();
}

void
partop_detail_looping(partop_worker *pub)
{
	check_leaf(pt_worker_of(pub), "begins a loop");
}

/* ---- spawns and syncs ---- */

void
partop_detail_pushed(partop_worker *pub, partop_task *t)
{
	struct pt_worker *w = pt_worker_of(pub);
	uint32_t i = pt_index(w, t);

	check_leaf(w, "spawns");
	if (i != w->ledger.top && spawns_are_checked)
		mistake(w, "spawns at", i);
	w->ledger.top = i + 1;
	w->ledger.spawned++;
}

void
partop_detail_popping(partop_worker *pub, partop_task *t)
{
	struct pt_worker *w = pt_worker_of(pub);
	uint32_t i = pt_index(w, t);

	if (i + 1 != w->ledger.top && spawns_are_checked)
		mistake(w, "syncs with", i);
	w->ledger.top = i;
}

void
partop_detail_popped(partop_worker *pub)
{
	pt_check_begun(pt_worker_of(pub));
}

void
partop_detail_called(partop_worker *pub, const partop_task *t, const struct partop_kind *kind,
	uintptr_t fn, uint64_t x, uint64_t y)
{
	bool same = t->kind == kind && t->a[0] == fn && t->a[1] == x &&
		(kind != &partop_detail_words || t->a[2] == y);

	if (same || !spawns_are_checked)
		return;
	fprintf(stderr, "partop: worker %u syncs task slot %u with another call than was spawned\n",
		pt_worker_of(pub)->id, pt_index(pt_worker_of(pub), t));
	pt_chaos_describe();
	abort();
}

uint32_t
pt_check_begin(struct pt_worker *w, uint32_t top)
{
	uint32_t old = w->ledger.top;

	w->ledger.top = top;
	return old;
}

void
pt_check_end(struct pt_worker *w, uint32_t top, uint32_t old)
{
	if (w->ledger.top != top && spawns_are_checked) {
		fprintf(stderr,
			"partop: worker %u ended a stolen task that did not sync all it "
			"had spawned (%u left)\n",
			w->id, w->ledger.top - top);
		abort();
	}
	w->ledger.top = old;
}

void
pt_check_begun(struct pt_worker *w)
{
	w->ledger.begun++;
}

void
pt_check_dropped(struct pt_worker *w)
{
	w->ledger.dropped++;
}

/* ---- end of a run ---- */

static uint64_t
counter(const struct pt_worker *w, enum pt_counter c)
{
	return PT_LD(w->pen->page->counter[c], relaxed);
}

static void
check_ledgers(const partop_pool *p)
{
	uint64_t spawned = 0, begun = 0, dropped = 0, counted = 0, cancelled = 0;

	for (int i = 0; i < p->n; i++) {
		const struct pt_worker *w = &p->worker[i];

		spawned += w->ledger.spawned;
		begun += w->ledger.begun;
		dropped += w->ledger.dropped;
		counted += counter(w, PT_COUNTER_SPAWNED);
		cancelled += counter(w, PT_COUNTER_CANCELLED);
	}
	PT_CHECK(!spawns_are_checked || spawned == begun + dropped);
#ifndef PT_NO_COUNTERS
	PT_CHECK(!spawns_are_checked || spawned == counted);
	PT_CHECK(dropped == cancelled);
#endif
	(void)counted, (void)cancelled;
}

/* The counters stand in the recording: of a file that was cut short there is nothing to check. */
static bool
counters_are_lost(void)
{
	const struct pt_rec_writer *writer = pt_recorder_writer();

	return writer && pt_rec_was_cut(writer);
}

/* Thieves are done with their tasks: the joins said so. */
void
pt_check_run(partop_pool *p)
{
	const struct pt_worker *first = &p->worker[0];
	uint64_t stolen = 0, joined = 0;

	if (first->ledger.top != 0 && spawns_are_checked)
		mistake(first, "ends a run at", 0);
	if (counters_are_lost())
		return;
	for (int i = 0; i < p->n; i++) {
		uint64_t ts = PT_LD(p->worker[i].pub.deque.ts, relaxed);

		PT_CHECK(PT_TAIL(ts) == PT_SPLIT(ts));
		stolen += counter(&p->worker[i], PT_COUNTER_STOLEN);
		joined += counter(&p->worker[i], PT_COUNTER_JOINED);
	}
#ifndef PT_NO_COUNTERS
	PT_CHECK(stolen == joined);
#endif
	PT_CHECK(first->frame == &first->root && first->nest == 0 && first->sealed == 0);
	PT_CHECK(!first->token && first->top == first->pub.deque.soft);
	check_ledgers(p);
}

/* ---- close ---- */

void
pt_check_opening(partop_pool *p)
{
	p->opening_ns = pt_now_ns();
}

void
pt_check_opened(partop_pool *p)
{
	p->opened_ns = pt_now_ns();
}

static void
wait_for_rest(const partop_pool *p)
{
	for (int ms = 0; pt_pool_idle(p) != p->n - 1; ms++) {
		PT_CHECK(ms < REST_MS);
		usleep(1000);
	}
}

static uint64_t
taken(const struct pt_worker *thief, const struct pt_worker *victim)
{
	uint32_t slot = victim->pub.deque.slot;

	return slot < thief->pen->victims ? PT_LD(thief->pen->stolen_from[slot], relaxed) : 0;
}

/* A recording has room for so many workers: a pool may be recorded in part, or not at all. */
static bool
has_matrix(const partop_pool *p)
{
	for (int i = 0; i < p->n; i++)
		if (p->worker[i].pub.deque.slot >= p->worker[i].pen->victims)
			return false;
	return true;
}

static void
check_matrix(const partop_pool *p)
{
	if (!has_matrix(p))
		return;
	for (int i = 0; i < p->n; i++) {
		const struct pt_worker *w = &p->worker[i];
		uint64_t row = 0, column = 0;

		for (int k = 0; k < p->n; k++) {
			row += taken(w, &p->worker[k]);
			column += taken(&p->worker[k], w);
		}
		PT_CHECK(taken(w, w) == 0);
		PT_CHECK(row == counter(w, PT_COUNTER_STOLEN));
		PT_CHECK(column == counter(w, PT_COUNTER_JOINED));
	}
}

/* Of a worker whose thread is gone, or between two runs. */
static void
check_time(const partop_pool *p, const struct pt_worker *w)
{
	const struct pt_rec_worker *page = w->pen->page;
	uint64_t least = pt_now_ns() - p->opened_ns, sum = 0, ns, most, slack;

	for (int k = 0; k < PT_REC_STATES; k++)
		sum += PT_LD(page->spent[k], relaxed);
	ns = pt_ticks_to_ns(sum + pt_ticks() - PT_LD(page->since, relaxed), pt_clock_hz());
	most = pt_now_ns() - p->opening_ns;
	slack = most / 100 > 1000000 ? most / 100 : 1000000;
	PT_CHECK(ns + slack >= least && ns <= most + slack);
}

void
pt_check_closing(partop_pool *p)
{
	wait_for_rest(p);
}

void
pt_check_closed(partop_pool *p)
{
	if (counters_are_lost())
		return;
	for (int i = 0; i < p->n; i++) {
		uint64_t ts = PT_LD(p->worker[i].pub.deque.ts, relaxed);

		PT_CHECK(PT_TAIL(ts) == PT_SPLIT(ts));
		check_time(p, &p->worker[i]);
	}
	check_matrix(p);
}

#else
typedef int pt_check_is_off;
#endif
