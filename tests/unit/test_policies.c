/* SPDX-License-Identifier: MIT */
/* Loop policies: every index once, in order where order counts, and what each policy is about. */
#include "tests/unit/cm.h"
#include "tests/unit/in_pool.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "runtime/worker.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))
#define LEN 3000

static const enum partop_policy policies[] = { PARTOP_STEAL, PARTOP_STATIC, PARTOP_DYNAMIC,
	PARTOP_GUIDED, PARTOP_THREADS, PARTOP_THREADS_COPY };
static const int workers[] = { 1, 2, 3, 8, 64 };
static const uint64_t grains[] = { 0, 1, 7, 1000, UINT64_MAX };

static bool
makes_threads(enum partop_policy policy)
{
	return policy == PARTOP_THREADS || policy == PARTOP_THREADS_COPY;
}

/* ---- copies ---- */

/* What a body works on: numbers[i - first] belongs to index i. */
struct numbers {
	uint64_t *number, first;
};

static _Atomic uint64_t copies; /* made and not ended */
static _Atomic bool no_memory;

static void *
make_copy(uint64_t lo, uint64_t hi, void *arg)
{
	const struct numbers *all = arg;
	struct numbers *own;

	assert_true(lo < hi);
	if (no_memory)
		return NULL;
	own = malloc(sizeof(*own));
	assert_non_null(own);
	*own = (struct numbers){ malloc((hi - lo) * sizeof(*own->number)), lo };
	assert_non_null(own->number);
	memcpy(own->number, all->number + lo, (hi - lo) * sizeof(*own->number));
	copies++;
	return own;
}

static void
end_copy(void *copy, uint64_t lo, uint64_t hi, void *arg)
{
	struct numbers *all = arg, *own = copy;

	memcpy(all->number + lo, own->number, (hi - lo) * sizeof(*own->number));
	free(own->number);
	free(own);
	copies--;
}

static const struct partop_chunk_copy copy = { make_copy, end_copy };

/* ---- every index once ---- */

struct loop {
	struct partop_range_options o;
	uint64_t n, lo;
	struct numbers all;
};

static void
add_one(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct numbers *x = arg;

	assert_true(lo < hi);
	for (uint64_t i = lo; i < hi; i++)
		x->number[i - x->first]++;
}

static void
run_loop(partop_worker *w, partop_task *head, void *arg)
{
	struct loop *l = arg;

	partop_for(w, head, l->lo, l->lo + l->n, add_one, &l->all, &l->o);
}

static void
covers_once(partop_pool *pool, struct loop *l)
{
	static uint64_t number[LEN];

	memset(number, 0, sizeof(number));
	l->all.number = number;
	assert_int_equal(partop_run(pool, run_loop, l), 0);
	for (uint64_t i = 0; i < LEN; i++)
		assert_int_equal(number[i], i >= l->lo && i < l->lo + l->n);
	assert_int_equal(copies, 0);
}

/* Threads are dear: they run fewer chunks. */
static bool
is_too_dear(const struct loop *l)
{
	return makes_threads(l->o.policy) && l->o.grain < 100 && l->n > 200;
}

static void
in_all_cases(partop_pool *pool, enum partop_policy policy,
	void (*check)(partop_pool *, struct loop *))
{
	uint64_t p = (uint64_t)partop_pool_threads(pool);
	uint64_t lengths[] = { 0, 1, p - 1, p, p + 1, 200, LEN - 5 };

	for (size_t i = 0; i < COUNT(lengths); i++)
		for (size_t k = 0; k < COUNT(grains); k++) {
			struct loop l = {
				.o = { .grain = grains[k], .policy = policy, .copy = &copy },
				.n = lengths[i],
				.lo = 5
			};

			if (!is_too_dear(&l))
				check(pool, &l);
		}
}

static void
with_all_workers(void (*check)(partop_pool *, struct loop *))
{
	for (size_t i = 0; i < COUNT(workers); i++) {
		struct partop_config config = { .threads = workers[i], .stack_bytes = 1 << 20 };
		partop_pool *pool;

		assert_int_equal(partop_pool_open(&pool, &config), 0);
		for (size_t k = 0; k < COUNT(policies); k++)
			in_all_cases(pool, policies[k], check);
		partop_pool_close(pool);
	}
}

static void
every_index_is_run_once(void **state)
{
	with_all_workers(covers_once);
}

/* ---- reductions ---- */

/* Concatenation: associative, not commutative.  Owns memory, so that a lost one is seen. */
struct interval {
	uint64_t lo, hi, sum;
	char *owned;
};

static void
interval_none(void *acc, void *arg)
{
	*(struct interval *)acc = (struct interval){ .owned = malloc(1) };
}

static void
interval_fold(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	struct interval *x = acc;
	const struct numbers *numbers = arg;

	assert_true(x->lo == x->hi || x->hi == lo);
	if (x->lo == x->hi)
		x->lo = lo;
	x->hi = hi;
	for (uint64_t i = lo; i < hi; i++)
		x->sum += numbers->number[i - numbers->first];
}

static void
interval_combine(void *left, void *right, void *arg)
{
	struct interval *l = left, *r = right;

	if (r->lo != r->hi) {
		assert_true(l->lo == l->hi || l->hi == r->lo);
		if (l->lo == l->hi)
			l->lo = r->lo;
		l->hi = r->hi;
		l->sum += r->sum;
	}
	free(r->owned);
}

static const struct partop_reducer intervals = { sizeof(struct interval), interval_none,
	interval_fold, interval_combine };

struct reduction {
	struct loop *l;
	struct interval x;
	int r;
};

static void
run_reduction(partop_worker *w, partop_task *head, void *arg)
{
	struct reduction *d = arg;

	d->r = partop_reduce(w, head, d->l->lo, d->l->lo + d->l->n, &intervals, &d->x, &d->l->all,
		&d->l->o);
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

/* ---- errors ---- */

struct failing {
	struct partop_range_options o;
	_Atomic uint64_t chunks;
	int r;
};

static void
fail_at_once(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	((struct failing *)arg)->chunks++;
	partop_fail(w, -EIO);
}

static void
run_failing(partop_worker *w, partop_task *head, void *arg)
{
	struct failing *f = arg;

	partop_for(w, head, 0, 1000, fail_at_once, f, &f->o);
}

/* A worker that has seen the error begins no chunk; others see it soon. */
static void
a_failed_loop_stops(void **state)
{
	for (size_t k = 0; k < COUNT(policies) - 1; k++)
		for (size_t i = 0; i < COUNT(workers); i++) {
			struct failing f = { .o = { .policy = policies[k], .grain = 1 } };

			assert_int_equal(in_pool(workers[i], run_failing, &f), -EIO);
			assert_true(f.chunks >= 1 && f.chunks <= 2 * (uint64_t)workers[i]);
		}
}

static void
fold_and_fail(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	((struct interval *)acc)->sum += hi - lo;
	if (lo <= 500 && 500 < hi)
		partop_fail(w, -EIO);
}

static void
add_sums(void *left, void *right, void *arg)
{
	struct interval *l = left, *r = right;

	l->sum += r->sum;
	free(r->owned);
}

static void
run_failing_reduction(partop_worker *w, partop_task *head, void *arg)
{
	static const struct partop_reducer r = { sizeof(struct interval), interval_none,
		fold_and_fail, add_sums };
	struct reduction *d = arg;

	d->r = partop_reduce(w, head, 0, 1000, &r, &d->x, NULL, &d->l->o);
}

/* Nothing that was made is lost: the leak checker looks. */
static void
a_failed_reduction_has_a_part(void **state)
{
	for (size_t k = 0; k < COUNT(policies) - 1; k++)
		for (size_t i = 0; i < COUNT(workers); i++) {
			struct loop l = { .o = { .policy = policies[k], .grain = 10 } };
			struct reduction d = { .l = &l };

			assert_int_equal(in_pool(workers[i], run_failing_reduction, &d), -EIO);
			assert_int_equal(d.r, -ECANCELED);
			assert_true(d.x.sum >= 1 && d.x.sum <= 1000);
			free(d.x.owned);
		}
}

static void
run_refused_for(partop_worker *w, partop_task *head, void *arg)
{
	struct failing *x = arg;

	partop_for(w, head, 0, 10, fail_at_once, x, &x->o);
}

static void
run_refused_reduce(partop_worker *w, partop_task *head, void *arg)
{
	struct failing *x = arg;
	struct interval acc;

	x->r = partop_reduce(w, head, 0, 10, &intervals, &acc, NULL, &x->o);
	assert_int_equal(acc.lo, acc.hi);
	free(acc.owned);
}

static void
what_a_policy_lacks_is_refused(void **state)
{
	struct failing bad[] = { { .o = { .policy = PARTOP_THREADS_COPY } },
		{ .o = { .policy = (enum partop_policy)(PARTOP_THREADS_COPY + 1) } } };

	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_int_equal(in_pool(2, run_refused_for, &bad[i]), -EINVAL);
		assert_int_equal(bad[i].chunks, 0);
		assert_int_equal(in_pool(2, run_refused_reduce, &bad[i]), 0);
		assert_int_equal(bad[i].r, -EINVAL);
	}
}

/* ---- loops in loops ---- */

struct nest {
	enum partop_policy outer, inner;
	_Atomic uint64_t sum;
};

static void
add_inner(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	((struct nest *)arg)->sum += hi - lo;
}

static void
run_inner(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct nest *n = arg;

	for (uint64_t i = lo; i < hi; i++)
		partop_for(w, head, 0, 20, add_inner, n,
			&(struct partop_range_options){ .policy = n->inner, .grain = 5 });
}

static void
run_nest(partop_worker *w, partop_task *head, void *arg)
{
	struct nest *n = arg;

	partop_for(w, head, 0, 6, run_inner, n,
		&(struct partop_range_options){ .policy = n->outer, .grain = 1 });
}

static void
loops_of_all_policies_nest(void **state)
{
	for (enum partop_policy outer = PARTOP_STEAL; outer < PARTOP_THREADS_COPY; outer++)
		for (enum partop_policy inner = PARTOP_STEAL; inner < PARTOP_THREADS_COPY; inner++)
			for (size_t i = 0; i < 4; i++) {
				struct nest n = { outer, inner, 0 };

				assert_int_equal(in_pool(workers[i], run_nest, &n), 0);
				assert_int_equal(n.sum, 6 * 20);
			}
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
		cmocka_unit_test(a_failed_loop_stops),
		cmocka_unit_test(a_failed_reduction_has_a_part),
		cmocka_unit_test(what_a_policy_lacks_is_refused),
		cmocka_unit_test(loops_of_all_policies_nest),
	};

	return cmocka_run_group_tests_name("policies", tests, NULL, NULL);
}
