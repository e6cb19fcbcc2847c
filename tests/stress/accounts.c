/* SPDX-License-Identifier: MIT */
/* What must add up once a pool is at rest. */
#include "config.h"

#include "tests/stress/stress.h"

#include <unistd.h>

#include "os/clock.h"
#include "runtime/pool.h"

uint64_t
stress_total(const partop_pool *p, enum pt_counter c)
{
	uint64_t sum = 0;

	for (int i = 0; i < p->n; i++)
		sum += PT_LD(p->worker[i].pen->page->counter[c], relaxed);
	return sum;
}

static uint64_t
counter(const struct pt_worker *w, enum pt_counter c)
{
	return PT_LD(w->pen->page->counter[c], relaxed);
}

static uint64_t
taken(const struct pt_worker *thief, const struct pt_worker *victim)
{
	uint32_t slot = victim->pub.deque.slot;

	return slot < thief->pen->victims ? PT_LD(thief->pen->stolen_from[slot], relaxed) : 0;
}

/* Rows of the matrix are what thieves count, columns are what victims find missing. */
static void
check_matrix(const partop_pool *p)
{
	for (int i = 0; i < p->n; i++)
		if (p->worker[i].pub.deque.slot >= p->worker[i].pen->victims)
			return; /* a recording has room for so many workers */
	for (int i = 0; i < p->n; i++) {
		const struct pt_worker *w = &p->worker[i];
		uint64_t row = 0, column = 0;

		for (int k = 0; k < p->n; k++) {
			row += taken(w, &p->worker[k]);
			column += taken(&p->worker[k], w);
		}
		CHECK(taken(w, w) == 0);
		CHECK(row == counter(w, PT_COUNTER_STOLEN));
		CHECK(column == counter(w, PT_COUNTER_JOINED));
		CHECK(column ==
			counter(w, PT_COUNTER_PUBLISHED) - counter(w, PT_COUNTER_RETRACTED));
	}
}

static void
wait_until_asleep(partop_pool *p)
{
	for (int i = 0; pt_pool_idle(p) != p->n - 1; i++) {
		CHECK(i < 400000);
		usleep(50);
	}
}

static bool
is_parked(const struct pt_worker *w)
{
	return (PT_LD(w->pen->page->state, relaxed) & (PT_REC_STATES - 1)) == PT_REC_PARK;
}

void
stress_check_rest(partop_pool *p)
{
	wait_until_asleep(p);
	/* a bit is set before the last searcher's duty is done: until then one may come back */
	for (int i = 1; i < p->n; i++)
		for (int k = 0; !is_parked(&p->worker[i]); k++) {
			CHECK(k < 400000);
			usleep(50);
		}
	wait_until_asleep(p);
	CHECK(PT_LD(p->sleep.searchers, relaxed) == 0);
	CHECK(stress_total(p, PT_COUNTER_STOLEN) == stress_total(p, PT_COUNTER_JOINED));
	for (int i = 0; i < p->n; i++) {
		uint64_t ts = PT_LD(p->worker[i].pub.deque.ts, relaxed);

		CHECK(PT_TAIL(ts) == PT_SPLIT(ts));
	}
	if (p->n > 1)
		CHECK(PT_LD(p->worker[0].pub.deque.limit, relaxed) == PT_LIMIT_ARMED);
	check_matrix(p);
}

/* Time in all states of a worker, the running one included. */
static uint64_t
accounted(const struct pt_rec_worker *page)
{
	uint64_t sum, since, now;
	uint32_t seq;

	do {
		seq = atomic_load_explicit(&page->seq, memory_order_acquire);
		sum = 0;
		for (int k = 0; k < PT_REC_STATES; k++)
			sum += PT_LD(page->spent[k], relaxed);
		since = PT_LD(page->since, relaxed);
		now = pt_ticks();
		pt_rec_fence(memory_order_acquire);
	} while ((seq & 1) || atomic_load_explicit(&page->seq, memory_order_relaxed) != seq);
	return sum + now - since;
}

void
stress_check_time(partop_pool *p, uint64_t before_open_ns, uint64_t after_open_ns)
{
	for (int i = 0; i < p->n; i++) {
		const struct pt_rec_worker *page = p->worker[i].pen->page;
		uint64_t at_least = pt_now_ns() - after_open_ns;
		uint64_t ns = pt_ticks_to_ns(accounted(page), pt_clock_hz());
		uint64_t at_most = pt_now_ns() - before_open_ns;
		uint64_t slack = at_most / 100 > 1000000 ? at_most / 100 : 1000000;

		CHECK(ns + slack >= at_least && ns <= at_most + slack);
	}
}
