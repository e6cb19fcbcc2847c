/* SPDX-License-Identifier: MIT */
/* Loop policies: every index once, in order where order counts, and what each policy is about. */
#include "tests/unit/cm.h"
#include "tests/unit/in_pool.h"
#include "tests/unit/policy_loops.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "runtime/worker.h"

static void
every_index_is_run_once(void **state)
{
	with_all_workers(covers_once);
}

static void
combines_in_order(partop_pool *pool, struct loop *l)
{
	static uint64_t number[LEN];
	struct reduction d = { .l = l };

	for (uint64_t i = 0; i < LEN; i++)
		number[i] = i;
	l->all.number = number;
	assert_int_equal(partop_run(pool, run_reduction, &d), 0);
	assert_int_equal(d.r, 0);
	assert_int_equal(d.x.lo, l->n ? l->lo : 0);
	assert_int_equal(d.x.hi, l->n ? l->lo + l->n : 0);
	assert_int_equal(d.x.sum, l->n * l->lo + (l->n ? l->n * (l->n - 1) / 2 : 0));
	assert_int_equal(copies, 0);
	free(d.x.owned);
}

static void
reductions_combine_in_index_order(void **state)
{
	with_all_workers(combines_in_order);
}

/* ---- what each policy is about ---- */

struct seen {
	uint64_t lo, hi;
	uint32_t worker;
	pthread_t thread;
};

/* With patience, a chunk does not end before so many have begun. */
struct log {
	_Atomic uint64_t len, inside, most_inside;
	uint64_t wait_for;
	struct seen seen[LEN];
};

static void
note(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct log *log = arg;
	uint64_t inside = ++log->inside, most = log->most_inside, i = log->len++;

	while (inside > most && !atomic_compare_exchange_weak(&log->most_inside, &most, inside))
		;
	assert_true(i < LEN);
	log->seen[i] = (struct seen){ lo, hi, partop_worker_index(w), pthread_self() };
	while (log->len < log->wait_for)
		sched_yield();
	log->inside--;
}

struct noting {
	struct partop_range_options o;
	uint64_t n;
	struct log *log;
};

static void
run_noting(partop_worker *w, partop_task *head, void *arg)
{
	struct noting *x = arg;

	partop_for(w, head, 0, x->n, note, x->log, &x->o);
}

static void
static_gives_worker_k_the_kth_of_equal_parts(void **state)
{
	for (size_t k = 0; k < COUNT(workers); k++) {
		uint64_t p = (uint64_t)workers[k], n = 1000;
		static struct log log;

		memset(&log, 0, sizeof(log));
		log.wait_for = p; /* so that no worker could run two */
		struct noting x = { { .policy = PARTOP_STATIC }, n, &log };

		assert_int_equal(in_pool(workers[k], run_noting, &x), 0);
		assert_int_equal(log.len, p);
		for (uint64_t i = 0; i < p; i++) {
			const struct seen *s = &log.seen[i];
			uint64_t id = s->worker, longer = n % p;

			assert_int_equal(s->hi - s->lo, n / p + (id < longer));
			assert_int_equal(s->lo, n / p * id + (id < longer ? id : longer));
		}
	}
}

static void
static_parts_have_chunks_of_the_grain(void **state)
{
	static struct log log;
	struct noting x = { { .policy = PARTOP_STATIC, .grain = 64 }, 1000, &log };

	memset(&log, 0, sizeof(log));
	assert_int_equal(in_pool(2, run_noting, &x), 0);
	assert_int_equal(log.len, 16); /* twice 500 in 64s */
	for (uint64_t i = 0; i < log.len; i++)
		assert_true(log.seen[i].hi - log.seen[i].lo == 64 || log.seen[i].hi % 500 == 0);
}

static void
dynamic_chunks_are_equal(void **state)
{
	static struct log log;
	struct noting x = { { .policy = PARTOP_DYNAMIC }, 2000, &log };
	uint64_t chunk = 2000 / (3 * 32);

	memset(&log, 0, sizeof(log));
	assert_int_equal(in_pool(3, run_noting, &x), 0);
	assert_int_equal(log.len, (2000 + chunk - 1) / chunk);
	for (uint64_t i = 0; i < log.len; i++)
		assert_true(
			log.seen[i].lo % chunk == 0 && log.seen[i].hi - log.seen[i].lo <= chunk);
}

static int
by_lo(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;

	return (x->lo > y->lo) - (x->lo < y->lo);
}

static void
guided_chunks_are_a_share_of_what_is_left(void **state)
{
	static struct log log;
	struct noting x = { { .policy = PARTOP_GUIDED, .grain = 10 }, 2000, &log };

	memset(&log, 0, sizeof(log));
	assert_int_equal(in_pool(4, run_noting, &x), 0);
	qsort(log.seen, log.len, sizeof(*log.seen), by_lo);
	for (uint64_t i = 0; i < log.len; i++) {
		uint64_t left = 2000 - log.seen[i].lo, want = (left + 3) / 4;

		want = want < 10 ? 10 : want;
		assert_int_equal(log.seen[i].hi - log.seen[i].lo, want < left ? want : left);
	}
}

static uint64_t
total(const partop_pool *pool, enum pt_counter c)
{
	uint64_t sum = 0;

	for (int i = 0; i < pool->n; i++)
		sum += pool->worker[i].pen->page->counter[c];
	return sum;
}

/* No more at once than workers, each on the lane of a worker, and none is a worker's thread. */
static void
threads_makes_a_thread_for_every_chunk(void **state)
{
	static struct log log;
	struct partop_config config = { .threads = 3, .stack_bytes = 1 << 20 };
	struct noting x = { { .policy = PARTOP_THREADS, .grain = 1 }, 40, &log };
	partop_pool *pool;

	memset(&log, 0, sizeof(log));
	assert_int_equal(partop_pool_open(&pool, &config), 0);
	assert_int_equal(partop_run(pool, run_noting, &x), 0);
	assert_int_equal(log.len, 40);
	assert_true(log.most_inside <= 3);
	assert_int_equal(total(pool, PT_COUNTER_THREADS), 40);
	assert_int_equal(total(pool, PT_COUNTER_CHUNKS), 40);
	for (uint64_t i = 0; i < log.len; i++) {
		assert_false(pthread_equal(log.seen[i].thread, pthread_self()));
		for (int k = 1; k < pool->n; k++)
			assert_false(pthread_equal(log.seen[i].thread, pool->thread[k]));
	}
	partop_pool_close(pool);
}

static void
other_policies_make_no_threads(void **state)
{
	struct partop_config config = { .threads = 3, .stack_bytes = 1 << 20 };
	partop_pool *pool;

	assert_int_equal(partop_pool_open(&pool, &config), 0);
	for (enum partop_policy policy = PARTOP_STEAL; policy < PARTOP_THREADS; policy++) {
		static struct log log;
		struct noting x = { { .policy = policy, .grain = 1 }, 40, &log };

		memset(&log, 0, sizeof(log));
		assert_int_equal(partop_run(pool, run_noting, &x), 0);
	}
	assert_int_equal(total(pool, PT_COUNTER_THREADS), 0);
	partop_pool_close(pool);
}

static void
without_memory_for_a_copy_the_original_is_used(void **state)
{
	struct partop_config config = { .threads = 2, .stack_bytes = 1 << 20 };
	struct loop l = { .o = { .policy = PARTOP_THREADS_COPY, .copy = &copy },
		.n = 100,
		.lo = 5 };
	partop_pool *pool;

	assert_int_equal(partop_pool_open(&pool, &config), 0);
	no_memory = true;
	covers_once(pool, &l);
	no_memory = false;
	partop_pool_close(pool);
}

/* ---- the time ---- */

static void
compute(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	volatile uint64_t x = 0;

	for (uint64_t i = 0; i < 3000000 * (hi - lo); i++)
		x = x + i;
}

static void
run_computing(partop_worker *w, partop_task *head, void *arg)
{
	partop_for(w, head, 0, 16, compute, NULL,
		&(struct partop_range_options){ .policy = PARTOP_THREADS, .grain = 1 });
}

static double
seconds_booked(const partop_pool *pool)
{
	return (double)total(pool, PT_COUNTER_CPU_NS) / 1e9;
}

/* Most of what threads use is in their workers' counters, as far as the kernel tells: all but their
 * birth and death.  Workers book when they go to sleep. */
static void
the_cpu_time_of_threads_is_their_workers(void **state)
{
	struct partop_config config = { .threads = 2, .stack_bytes = 1 << 20 };
	partop_pool *pool;
	struct timespec was, is;
	double used;

	assert_int_equal(partop_pool_open(&pool, &config), 0);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &was);
	assert_int_equal(partop_run(pool, run_computing, NULL), 0);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &is);
	used = (double)(is.tv_sec - was.tv_sec) + (double)(is.tv_nsec - was.tv_nsec) / 1e9;
	for (int ms = 0; ms < 10000 && seconds_booked(pool) <= 0.5 * used; ms++)
		usleep(1000);
	if (seconds_booked(pool) == 0)
		skip();
	assert_true(seconds_booked(pool) > 0.5 * used);
	partop_pool_close(pool);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_index_is_run_once),
		cmocka_unit_test(reductions_combine_in_index_order),
		cmocka_unit_test(static_gives_worker_k_the_kth_of_equal_parts),
		cmocka_unit_test(static_parts_have_chunks_of_the_grain),
		cmocka_unit_test(dynamic_chunks_are_equal),
		cmocka_unit_test(guided_chunks_are_a_share_of_what_is_left),
		cmocka_unit_test(threads_makes_a_thread_for_every_chunk),
		cmocka_unit_test(other_policies_make_no_threads),
		cmocka_unit_test(without_memory_for_a_copy_the_original_is_used),
		cmocka_unit_test(the_cpu_time_of_threads_is_their_workers),
	};

	return cmocka_run_group_tests_name("policies", tests, NULL, in_pool_end);
}
