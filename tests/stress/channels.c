/* SPDX-License-Identifier: MIT */
/*
 * Channels between the workers of a pool, at every capacity: what is sent is received once.  Each
 * worker looks for an element to receive, then for room to send, and waits for either; so a pool of
 * one worker gets to the end as well.
 */
#include "config.h"

#include "tests/stress/stress.h"

#include <errno.h>

#ifdef PT_CHAOS
#define ELEMENTS 300u
#else
#define ELEMENTS (SANITIZED ? 2000u : 20000u)
#endif

struct exchange {
	partop_channel *channel[2];
	PT_ATOMIC(uint64_t) next, done, sum;
};

static void
received(struct exchange *x, uint64_t element)
{
	PT_ADD(x->sum, element, relaxed);
	if (PT_ADD(x->done, 1, acq_rel) + 1 < ELEMENTS) /* all that was sent, by all */
		return;
	partop_channel_close(x->channel[0]);
	partop_channel_close(x->channel[1]);
}

/* False: all is over. */
static bool
exchange_one(struct exchange *x, uint64_t *mine, uint64_t timeout_ns)
{
	uint64_t element;
	struct partop_select cases[] = {
		{ .channel = x->channel[0], .recv = &element },
		{ .channel = x->channel[1], .recv = &element },
		{ .channel = *mine ? x->channel[*mine % 2] : NULL, .send = mine },
	};
	int i = partop_channel_select(cases, 3, timeout_ns);

	if (i < 0)
		return i == -ETIMEDOUT;
	if (cases[i].error)
		return false;
	if (i == 2)
		*mine = 0;
	else
		received(x, element);
	return true;
}

static void
exchange_all(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct exchange *x = arg;
	uint64_t mine = 0;

	(void)hi;
	do {
		if (mine == 0)
			mine = PT_ADD(x->next, 1, relaxed) + 1;
		if (mine > ELEMENTS)
			mine = 0;
		partop_poll(w, head);
	} while (exchange_one(x, &mine, lo % 2 ? 50000 : PARTOP_FOREVER));
}

static void
run_exchange(partop_worker *w, partop_task *head, void *arg)
{
	struct partop_range_options o = { .grain = 1 };

	partop_for(w, head, 0, (uint64_t)partop_worker_count(w), exchange_all, arg, &o);
}

static void
what_is_sent_is_received_once(int workers, uint64_t random)
{
	partop_pool *p = stress_open(workers, 1 << 10);

	for (uint64_t capacity = 1; capacity <= 64; capacity *= 8) {
		struct exchange x = { 0 };

		stress_alive();
		for (int i = 0; i < 2; i++)
			CHECK(partop_channel_create(&x.channel[i], capacity + (random & 1),
				      sizeof(uint64_t)) == 0);
		CHECK(partop_run(p, run_exchange, &x) == 0);
		CHECK(x.sum == (uint64_t)ELEMENTS * (ELEMENTS + 1) / 2);
		for (int i = 0; i < 2; i++) {
			CHECK(partop_channel_len(x.channel[i]) == 0);
			partop_channel_destroy(x.channel[i]);
		}
	}
	stress_check_rest(p);
	stress_close(p);
}

const struct stress_fact stress_channels[] = {
	{ "what_is_sent_is_received_once", .in_process = what_is_sent_is_received_once },
	{ 0 },
};
