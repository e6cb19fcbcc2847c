/* SPDX-License-Identifier: MIT */
/* Bounded channels, between threads and in pools. */
#include "tests/unit/channel_made.h"
#include "tests/unit/cm.h"
#include "tests/unit/in_pool.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "os/clock.h"
#include "runtime/channel.h"
#include "tests/sanitizer.h"

#define SHORT_NS 2000000u
#define WRITERS 4
#define READERS 3
#define EACH 4000u

static void
elements_come_out_in_order_and_whole(void **state)
{
	static const size_t sizes[] = { 0, 1, 3, 8, 24, 1000 };

	for (size_t s = 0; s < COUNT(sizes); s++)
		for (uint64_t capacity = 1; capacity < 9; capacity++) {
			partop_channel *c = made(capacity, sizes[s]);
			unsigned char in[1000], out[1000];

			for (int round = 0; round < 50; round++) {
				memset(in, round, sizeof in);
				for (uint64_t i = 0; i < capacity; i++) {
					in[0] = (unsigned char)i;
					assert_int_equal(partop_channel_try_send(c, in), 0);
					assert_int_equal(partop_channel_len(c), i + 1);
				}
				assert_int_equal(partop_channel_try_send(c, in), -EAGAIN);
				for (uint64_t i = 0; i < capacity; i++) {
					memset(out, 255, sizeof out);
					assert_int_equal(partop_channel_try_recv(c, out), 0);
					in[0] = (unsigned char)i;
					assert_memory_equal(in, out, sizes[s]);
					if (sizes[s] < sizeof out)
						assert_int_equal(out[sizes[s]], 255);
				}
				assert_int_equal(partop_channel_len(c), 0);
				assert_int_equal(partop_channel_try_recv(c, out), -EAGAIN);
			}
			partop_channel_destroy(c);
		}
}

static void
what_cannot_be_is_refused(void **state)
{
	partop_channel *c = made(3, 8);
	struct partop_select cases[PARTOP_SELECT_MAX + 1] = { { .channel = c } };

	assert_int_equal(partop_channel_capacity(c), 3);
	assert_int_equal(partop_channel_select(cases, COUNT(cases), 0), -EINVAL);
	partop_channel_destroy(c);
	assert_int_equal(partop_channel_create(&c, 0, 8), -EINVAL);
	assert_null(c);
	assert_int_equal(partop_channel_create(&c, ((uint64_t)1 << 31) + 1, 1), -EINVAL);
	assert_int_equal(partop_channel_create(&c, 1, SIZE_MAX), -EINVAL);
	partop_channel_destroy(NULL);
}

static void
a_closed_channel_is_drained_and_then_over(void **state)
{
	partop_channel *c = made(4, sizeof(int));
	int x = 7, y = 0;

	assert_int_equal(partop_channel_send(c, &x), 0);
	partop_channel_close(c);
	partop_channel_close(c);
	assert_int_equal(partop_channel_send(c, &x), -EPIPE);
	assert_int_equal(partop_channel_try_send(c, &x), -EPIPE);
	assert_int_equal(partop_channel_len(c), 1);
	assert_int_equal(partop_channel_recv(c, &y), 0);
	assert_int_equal(y, 7);
	y = 1;
	assert_int_equal(partop_channel_recv(c, &y), -EPIPE);
	assert_int_equal(partop_channel_try_recv(c, &y), -EPIPE);
	assert_int_equal(partop_channel_recv_timeout(c, &y, SHORT_NS), -EPIPE);
	assert_int_equal(y, 1);
	partop_channel_destroy(c);
}

static void
a_timeout_is_kept(void **state)
{
	partop_channel *c = made(1, sizeof(int));
	int x = 1;
	uint64_t begin = pt_now_ns();

	assert_int_equal(partop_channel_recv_timeout(c, &x, SHORT_NS), -ETIMEDOUT);
	assert_true(pt_now_ns() - begin >= SHORT_NS);
	assert_int_equal(partop_channel_recv_timeout(c, &x, 0), -ETIMEDOUT);
	assert_int_equal(partop_channel_send(c, &x), 0);
	begin = pt_now_ns();
	assert_int_equal(partop_channel_send_timeout(c, &x, SHORT_NS), -ETIMEDOUT);
	assert_true(pt_now_ns() - begin >= SHORT_NS);
	/* the waiters that gave up have left no trace */
	assert_int_equal(atomic_load(&c->head) & PT_CHANNEL_WAIT, 0);
	assert_int_equal(atomic_load(&c->tail) & PT_CHANNEL_WAIT, 0);
	assert_null(c->list[0].first);
	assert_null(c->list[1].first);
	partop_channel_destroy(c);
}

/* ---- select ---- */

static void
select_does_exactly_one_thing(void **state)
{
	partop_channel *a = made(1, sizeof(int)), *b = made(1, sizeof(int));
	int in = 5, out = 0;
	struct partop_select cases[] = { { .channel = a, .recv = &out },
		{ .channel = b, .send = &in }, { .channel = NULL } };

	assert_int_equal(partop_channel_select(cases, 3, 0), 1);
	assert_int_equal(cases[1].error, 0);
	assert_int_equal(partop_channel_select(cases, 3, 0), -ETIMEDOUT);
	assert_int_equal(partop_channel_select(cases, 3, SHORT_NS), -ETIMEDOUT);
	assert_int_equal(partop_channel_select(cases, 0, SHORT_NS), -ETIMEDOUT);
	assert_int_equal(partop_channel_send(a, &in), 0);
	assert_int_equal(partop_channel_select(cases, 3, PARTOP_FOREVER), 0);
	assert_int_equal(out, 5);
	assert_int_equal(partop_channel_len(a), 0);
	assert_int_equal(partop_channel_len(b), 1);
	partop_channel_close(b);
	assert_int_equal(partop_channel_select(cases, 3, PARTOP_FOREVER), 1);
	assert_int_equal(cases[1].error, -EPIPE);
	partop_channel_destroy(a);
	partop_channel_destroy(b);
}

/* Four that are always ready: none gets less than half of its share. */
static void
select_leaves_none_out(void **state)
{
	enum { CASES = 4, TIMES = 4000 };
	partop_channel *c[CASES];
	struct partop_select cases[CASES];
	int count[CASES] = { 0 }, x = 0;

	for (int i = 0; i < CASES; i++) {
		c[i] = made(1, sizeof(int));
		partop_channel_send(c[i], &x);
		cases[i] = (struct partop_select){ .channel = c[i], .recv = &x };
	}
	for (int t = 0; t < TIMES; t++) {
		int i = partop_channel_select(cases, CASES, 0);

		assert_in_range(i, 0, CASES - 1);
		count[i]++;
		partop_channel_send(c[i], &x);
	}
	for (int i = 0; i < CASES; i++) {
		assert_true(count[i] > TIMES / CASES / 2);
		partop_channel_destroy(c[i]);
	}
}

/* ---- threads ---- */

struct item {
	uint32_t writer, number;
};

struct traffic {
	partop_channel *channel[2];
	size_t channels;
	uint64_t timeout_ns;
	_Atomic uint32_t writer, received[WRITERS];
	_Atomic int writers_left;
	_Atomic bool wrong;
	pthread_mutex_t lock;
	unsigned char seen[WRITERS][EACH]; /* under lock */
};

static void *
write_all(void *arg)
{
	struct traffic *t = arg;
	struct item item = { .writer = t->writer++ };
	partop_channel *c = t->channel[item.writer % t->channels];

	for (; item.number < EACH; item.number++)
		while (partop_channel_send_timeout(c, &item, t->timeout_ns) == -ETIMEDOUT)
			;
	if (--t->writers_left == 0)
		for (size_t i = 0; i < t->channels; i++)
			partop_channel_close(t->channel[i]);
	return NULL;
}

/* -EPIPE when all channels are over. */
static int
read_one(struct traffic *t, struct partop_select *cases, struct item *item)
{
	for (;;) {
		int i = partop_channel_select(cases, t->channels, t->timeout_ns);
		bool left = false;

		if (i == -ETIMEDOUT)
			continue;
		if (i < 0)
			return i;
		if (cases[i].error == 0)
			return 0;
		cases[i].channel = NULL;
		for (size_t k = 0; k < t->channels; k++)
			left = left || cases[k].channel;
		if (!left)
			return -EPIPE;
	}
	(void)item;
}

static void *
read_all(void *arg)
{
	struct traffic *t = arg;
	uint32_t next[WRITERS] = { 0 };
	struct item item;
	struct partop_select cases[2] = { { .channel = t->channel[0], .recv = &item },
		{ .channel = t->channel[1], .recv = &item } };

	while (read_one(t, cases, &item) == 0) {
		for (size_t i = 0; i < t->channels; i++)
			if (partop_channel_len(t->channel[i]) >
				partop_channel_capacity(t->channel[i]))
				t->wrong = true;
		if (item.number <
			next[item.writer]) /* FIFO of each writer, as one reader sees it */
			t->wrong = true;
		next[item.writer] = item.number + 1;
		pthread_mutex_lock(&t->lock);
		t->seen[item.writer][item.number]++;
		pthread_mutex_unlock(&t->lock);
		t->received[item.writer]++;
	}
	return NULL;
}

static void
pass_traffic(uint64_t capacity, size_t channels, int writers, int readers, uint64_t timeout_ns)
{
	struct traffic *t = calloc(1, sizeof *t);
	pthread_t thread[WRITERS + READERS];

	assert_non_null(t);
	t->channels = channels;
	t->timeout_ns = timeout_ns;
	t->writers_left = writers;
	pthread_mutex_init(&t->lock, NULL);
	for (size_t i = 0; i < channels; i++)
		t->channel[i] = made(capacity, sizeof(struct item));
	for (int i = 0; i < writers + readers; i++)
		pthread_create(&thread[i], NULL, i < writers ? write_all : read_all, t);
	for (int i = 0; i < writers + readers; i++)
		pthread_join(thread[i], NULL);
	assert_false(t->wrong);
	for (int i = 0; i < writers; i++) {
		assert_int_equal(t->received[i], EACH);
		for (unsigned k = 0; k < EACH; k++)
			assert_int_equal(t->seen[i][k], 1);
	}
	for (size_t i = 0; i < channels; i++)
		partop_channel_destroy(t->channel[i]);
	free(t);
}

static void
every_element_arrives_once_and_in_its_senders_order(void **state)
{
	pass_traffic(1, 1, 1, 1, PARTOP_FOREVER);
	pass_traffic(3, 1, WRITERS, 1, PARTOP_FOREVER);
	pass_traffic(2, 1, 1, READERS, PARTOP_FOREVER);
	pass_traffic(1, 1, WRITERS, READERS, PARTOP_FOREVER);
	pass_traffic(100, 1, WRITERS, READERS, PARTOP_FOREVER);
}

static void
select_loses_no_element_and_no_wake(void **state)
{
	pass_traffic(1, 2, WRITERS, READERS, PARTOP_FOREVER);
	pass_traffic(7, 2, WRITERS, READERS, PARTOP_FOREVER);
}

static void
waits_that_time_out_lose_nothing(void **state)
{
	pass_traffic(1, 1, WRITERS, READERS, 1000);
	pass_traffic(1, 2, WRITERS, READERS, 20000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(elements_come_out_in_order_and_whole),
		cmocka_unit_test(what_cannot_be_is_refused),
		cmocka_unit_test(a_closed_channel_is_drained_and_then_over),
		cmocka_unit_test(a_timeout_is_kept),
		cmocka_unit_test(select_does_exactly_one_thing),
		cmocka_unit_test(select_leaves_none_out),
		cmocka_unit_test(every_element_arrives_once_and_in_its_senders_order),
		cmocka_unit_test(select_loses_no_element_and_no_wake),
		cmocka_unit_test(waits_that_time_out_lose_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
