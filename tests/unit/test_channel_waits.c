/* SPDX-License-Identifier: MIT */
/* Bounded channels: what waits at them, in threads, pools, cancelled groups and forked children. */
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

struct waiter {
	partop_channel *c;
	int answer;
	bool sends;
};

static void *
wait_on(void *arg)
{
	struct waiter *w = arg;
	int x = 1;

	w->answer = w->sends ? partop_channel_send(w->c, &x) : partop_channel_recv(w->c, &x);
	return NULL;
}

static void
close_wakes(bool senders)
{
	partop_channel *c = made(1, sizeof(int));
	struct waiter w[6];
	pthread_t thread[6];
	int x = 1, listed = 0;

	if (senders)
		partop_channel_send(c, &x);
	for (int i = 0; i < 6; i++) {
		w[i] = (struct waiter){ .c = c, .sends = senders };
		pthread_create(&thread[i], NULL, wait_on, &w[i]);
	}
	while (listed < 6) {
		listed = 0;
		pt_channel_lock(c);
		for (struct pt_channel_node *n = c->list[!senders].first; n; n = n->next)
			listed++;
		pt_channel_unlock(c);
		nap();
	}
	partop_channel_close(c);
	for (int i = 0; i < 6; i++) {
		pthread_join(thread[i], NULL);
		assert_int_equal(w[i].answer, -EPIPE);
	}
	partop_channel_destroy(c);
}

static void
close_wakes_all_that_wait(void **state)
{
	close_wakes(false);
	close_wakes(true);
}

/* Those that wait longest come first. */
static void
the_first_to_wait_is_the_first_to_be_served(void **state)
{
	partop_channel *c = made(1, sizeof(int));
	struct waiter w[2] = { { .c = c }, { .c = c } };
	pthread_t thread[2];
	int x = 1;

	pthread_create(&thread[0], NULL, wait_on, &w[0]);
	await_waiter(c, PT_CHANNEL_RECV);
	pthread_create(&thread[1], NULL, wait_on, &w[1]);
	for (bool two = false; !two; nap()) {
		pt_channel_lock(c);
		two = c->list[PT_CHANNEL_RECV].first != c->list[PT_CHANNEL_RECV].last;
		pt_channel_unlock(c);
	}
	partop_channel_send(c, &x);
	pthread_join(thread[0], NULL);
	assert_int_equal(w[0].answer, 0);
	partop_channel_close(c);
	pthread_join(thread[1], NULL);
	assert_int_equal(w[1].answer, -EPIPE);
	partop_channel_destroy(c);
}

/* ---- tasks ---- */

struct flow {
	partop_channel *c;
	uint64_t n, sum;
	_Atomic uint64_t received;
	_Atomic bool failed;
};

/* A thread outside feeds the pool. */
static void *
feed(void *arg)
{
	struct flow *f = arg;

	for (uint64_t i = 1; i <= f->n; i++)
		partop_channel_send(f->c, &i);
	partop_channel_close(f->c);
	return NULL;
}

static void
drain(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct flow *f = arg;
	uint64_t x;

	while (partop_channel_recv(f->c, &x) == 0) {
		f->received += x;
		partop_poll(w, head);
	}
}

static void
drain_all(partop_worker *w, partop_task *head, void *arg)
{
	partop_for(w, head, 0, (uint64_t)partop_worker_count(w), drain, arg,
		&(struct partop_range_options){ .grain = 1 });
}

static void
a_pool_of_any_size_drains_what_a_thread_sends(void **state)
{
	for (size_t i = 0; i < COUNT(in_pool_sizes); i++) {
		struct flow f = { .c = made(4, sizeof(uint64_t)), .n = 5000 };
		pthread_t thread;

		pthread_create(&thread, NULL, feed, &f);
		assert_int_equal(in_pool(in_pool_sizes[i], drain_all, &f), 0);
		pthread_join(thread, NULL);
		assert_int_equal(f.received, f.n * (f.n + 1) / 2);
		partop_channel_destroy(f.c);
	}
}

/* Workers that look for whatever there is to do: receive first, else send; wait for either. */
struct both {
	partop_channel *c;
	uint64_t n;
	_Atomic uint64_t next, received, done;
};

static bool
do_one(struct both *b)
{
	uint64_t in, out;
	struct partop_select cases[2] = { { .channel = b->c, .recv = &out } };

	if (partop_channel_try_recv(b->c, &out) == 0) {
		b->received += out;
		if (++b->done == b->n)
			partop_channel_close(b->c);
		return true;
	}
	in = ++b->next;
	if (in <= b->n)
		return partop_channel_send(b->c, &in) == 0;
	if (partop_channel_select(cases, 1, PARTOP_FOREVER) < 0 || cases[0].error)
		return false;
	b->received += out;
	if (++b->done == b->n)
		partop_channel_close(b->c);
	return true;
}

static void
do_all(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	while (do_one(arg))
		partop_poll(w, head);
}

static void
do_both(partop_worker *w, partop_task *head, void *arg)
{
	partop_for(w, head, 0, (uint64_t)partop_worker_count(w), do_all, arg,
		&(struct partop_range_options){ .grain = 1 });
}

static void
one_worker_is_enough_for_both_ends(void **state)
{
	for (size_t i = 0; i < COUNT(in_pool_sizes); i++) {
		struct both b = { .n = 3000 };

		/* never full: each worker has at most one element in it that it did not look after */
		b.c = made((uint64_t)in_pool_sizes[i] + 1, sizeof(uint64_t));
		assert_int_equal(in_pool(in_pool_sizes[i], do_both, &b), 0);
		assert_int_equal(b.received, b.n * (b.n + 1) / 2);
		partop_channel_destroy(b.c);
	}
}

struct stopped {
	partop_pool *pool;
	struct partop_select cases[2];
	int answer;
	_Atomic bool waits;
};

static void
wait_in_task(partop_worker *w, partop_task *head, void *arg)
{
	struct stopped *s = arg;

	s->waits = true;
	s->answer = partop_channel_select(s->cases, 2, PARTOP_FOREVER);
}

static void *
cancel_it(void *arg)
{
	struct stopped *s = arg;

	while (!s->waits)
		nap();
	if (s->cases[0].channel)
		await_waiter(s->cases[0].channel, PT_CHANNEL_RECV);
	partop_pool_cancel(s->pool, -EIO);
	return NULL;
}

/* With a channel the waiter is seen to sleep; without one the cancellation comes at any moment. */
static void
a_cancelled_task_waits_no_longer(void **state)
{
	partop_channel *c = made(1, sizeof(int));
	int x;

	for (int i = 0; i < 60; i++) {
		struct stopped s = { .cases = { { .channel = i % 2 ? c : NULL, .recv = &x } } };
		pthread_t thread;

		assert_int_equal(partop_pool_open(&s.pool, &(struct partop_config){ .threads = 2 }),
			0);
		pthread_create(&thread, NULL, cancel_it, &s);
		assert_int_equal(partop_run(s.pool, wait_in_task, &s), -EIO);
		assert_int_equal(s.answer, -ECANCELED);
		pthread_join(thread, NULL);
		partop_pool_close(s.pool);
	}
	partop_channel_destroy(c);
}

static void
fail_then_use(partop_worker *w, partop_task *head, void *arg)
{
	partop_channel *c = arg;
	int x = 3;

	partop_fail(w, -EIO);
	assert_int_equal(partop_channel_send(c, &x), 0); /* nothing to wait for */
	assert_int_equal(partop_channel_send(c, &x), -ECANCELED);
	assert_int_equal(partop_channel_recv(c, &x), 0);
	assert_int_equal(partop_channel_recv(c, &x), -ECANCELED);
}

static void
a_cancelled_task_still_does_what_needs_no_waiting(void **state)
{
	partop_channel *c = made(1, sizeof(int));

	assert_int_equal(in_pool(1, fail_then_use, c), -EIO);
	partop_channel_destroy(c);
}

/* ---- fork ---- */

static void
a_forked_child_goes_on_with_a_channel_at_rest(void **state)
{
	partop_channel *c = made(2, sizeof(int));
	int x = 9, status;
	pid_t pid;

	if (SANITIZED_THREADS)
		skip();
	partop_channel_send(c, &x);
	pid = fork();
	if (pid == 0) {
		int y = 0;

		_exit(partop_channel_recv(c, &y) == 0 && y == 9 &&
					partop_channel_recv_timeout(c, &y, 1000) == -ETIMEDOUT ?
				0 :
				1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	partop_channel_destroy(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(close_wakes_all_that_wait),
		cmocka_unit_test(the_first_to_wait_is_the_first_to_be_served),
		cmocka_unit_test(a_pool_of_any_size_drains_what_a_thread_sends),
		cmocka_unit_test(one_worker_is_enough_for_both_ends),
		cmocka_unit_test(a_cancelled_task_waits_no_longer),
		cmocka_unit_test(a_cancelled_task_still_does_what_needs_no_waiting),
		cmocka_unit_test(a_forked_child_goes_on_with_a_channel_at_rest),
	};

	return cmocka_run_group_tests_name("channel, waits", tests, NULL, in_pool_end);
}
