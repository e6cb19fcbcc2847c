/* SPDX-License-Identifier: MIT */
/*
 * counter: one number that all workers add to, in six ways: a ladder of contention.  Each item is
 * computed (--work steps of a generator) and added.
 *
 *	mutex-long	item and addition under one lock: one worker at a time
 *	mutex		only the addition under the lock
 *	rwlock		a lock that lets readers in together, but is itself written by each of them
 *	atomic		no lock: the cache line travels from core to core
 *	padded		a counter per worker, on a line of its own
 *	local		a register per piece of the loop, added at the end
 *
 * The result is the same in all of them; what differs is how often two cores want one line.
 */
#include "config.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/error.h"
#include "workloads/lib/sums.h"
#include "workloads/workload.h"

#define LINE 64
#define SETTLED_EACH 1024 /* items between two writers of variant rwlock */

/* A counter on a cache line of its own. */
struct padded {
	_Alignas(LINE) _Atomic uint64_t count;
};

/* Under lock, or by one thread. */
struct guarded {
	_Alignas(LINE) pthread_mutex_t lock;
	pthread_rwlock_t rwlock;
	uint64_t count;
};

struct cells {
	struct guarded guarded;
	struct padded shared, own[PARTOP_MAX_THREADS];
};

struct counter {
	uint64_t n, grain, work, seed;
	enum partop_policy policy;
	unsigned variant;
	struct cells *cells;
	/* of the last run */
	bool ran;
	uint64_t total;
	uint64_t naive; /* what verify compares with */
	bool naive_known;
};

enum { SIZE, GRAIN, WORK };

static const struct pt_option params[] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_SIZE, .value_name = "N", .fallback = "4M",
		.help = "how many items are counted",
		.min = 1, .max = UINT64_C(1) << 48,
	},
	[GRAIN] = {
		.name = "grain", .type = PT_OPT_SIZE, .value_name = "N",
		.help = "items at a time (default: adaptive)",
		.min = 1, .max = UINT64_MAX,
	},
	[WORK] = {
		.name = "work", .type = PT_OPT_SIZE, .value_name = "N", .fallback = "32",
		.help = "steps of work for each item, about 2 ns each",
		.min = 0, .max = UINT64_C(1) << 32,
	},
};

static const struct pt_variant variants[] = {
	{ "mutex-long", "computes and adds under one mutex" },
	{ "mutex", "computes outside of the mutex, adds under it" },
	{ "rwlock", "adds by an atomic under a read lock, settles under the write lock" },
	{ "atomic", "adds by an atomic that all share" },
	{ "padded", "an atomic per worker, each on a cache line of its own" },
	{ "local", "adds in a register, and once per piece to the rest" },
};
enum { MUTEX_LONG, MUTEX, RWLOCK, ATOMIC, PADDED, LOCAL };

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct counter *m = state;

	m->n = s->values[SIZE].u64;
	m->grain = s->values[GRAIN].u64;
	m->work = s->values[WORK].u64;
	m->policy = s->policy;
	m->seed = s->seed;
	m->variant = s->variant;
	m->cells = pt_buffer_alloc(sizeof(*m->cells));
	if (!m->cells)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "counters");
	pthread_mutex_init(&m->cells->guarded.lock, NULL);
	pthread_rwlock_init(&m->cells->guarded.rwlock, NULL);
	return 0;
}

static void
reset(void *state)
{
	struct counter *m = state;

	m->ran = false;
	m->cells->guarded.count = 0;
	atomic_store_explicit(&m->cells->shared.count, 0, memory_order_relaxed);
	for (int i = 0; i < PARTOP_MAX_THREADS; i++)
		atomic_store_explicit(&m->cells->own[i].count, 0, memory_order_relaxed);
}

/* ---- items ---- */

/* What item i adds. */
static inline uint64_t
item(const struct counter *m, uint64_t i)
{
	uint64_t x = pt_mix(m->seed + i);

	for (uint64_t k = 0; k < m->work; k++)
		x = x * 6364136223846793005u + (x >> 33);
	return x >> 56;
}

/* The leaf of all that add in a register. */
static uint64_t
sum_items(const struct counter *m, uint64_t lo, uint64_t hi)
{
	uint64_t sum = 0;

	for (uint64_t i = lo; i < hi; i++)
		sum += item(m, i);
	return sum;
}

static int
sequential(void *state, struct pt_error *e)
{
	struct counter *m = state;

	m->total = sum_items(m, 0, m->n);
	m->ran = true;
	return 0;
}

/* ---- the rungs ---- */

static void
add_locked_long(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct counter *m = arg;

	for (uint64_t i = lo; i < hi; i++) {
		pthread_mutex_lock(&m->cells->guarded.lock);
		m->cells->guarded.count += item(m, i);
		pthread_mutex_unlock(&m->cells->guarded.lock);
	}
}

static void
add_locked(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct counter *m = arg;

	for (uint64_t i = lo; i < hi; i++) {
		uint64_t x = item(m, i);

		pthread_mutex_lock(&m->cells->guarded.lock);
		m->cells->guarded.count += x;
		pthread_mutex_unlock(&m->cells->guarded.lock);
	}
}

/* Moves what was added since to the settled count. */
static void
settle(struct counter *m)
{
	pthread_rwlock_wrlock(&m->cells->guarded.rwlock);
	m->cells->guarded.count +=
		atomic_load_explicit(&m->cells->shared.count, memory_order_relaxed);
	atomic_store_explicit(&m->cells->shared.count, 0, memory_order_relaxed);
	pthread_rwlock_unlock(&m->cells->guarded.rwlock);
}

static void
add_as_reader(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct counter *m = arg;

	for (uint64_t i = lo; i < hi; i++) {
		uint64_t x = item(m, i);

		pthread_rwlock_rdlock(&m->cells->guarded.rwlock);
		atomic_fetch_add_explicit(&m->cells->shared.count, x, memory_order_relaxed);
		pthread_rwlock_unlock(&m->cells->guarded.rwlock);
		if (i % SETTLED_EACH == 0)
			settle(m);
	}
}

static void
add_to(const struct counter *m, _Atomic uint64_t *count, uint64_t lo, uint64_t hi)
{
	for (uint64_t i = lo; i < hi; i++)
		atomic_fetch_add_explicit(count, item(m, i), memory_order_relaxed);
}

static void
add_shared(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct counter *m = arg;

	add_to(m, &m->cells->shared.count, lo, hi);
}

static void
add_own(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct counter *m = arg;

	add_to(m, &m->cells->own[partop_worker_index(w)].count, lo, hi);
}

static void
fold(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	*(uint64_t *)acc += sum_items(arg, lo, hi);
}

static const struct partop_reducer local_sum = PT_SUM_REDUCER(fold);

/* LOCAL is a reduction. */
static partop_for_fn *const rungs[] = {
	[MUTEX_LONG] = add_locked_long,
	[MUTEX] = add_locked,
	[RWLOCK] = add_as_reader,
	[ATOMIC] = add_shared,
	[PADDED] = add_own,
};

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	struct counter *m = state;
	struct partop_range_options o = { .grain = m->grain,
		.policy = m->policy,
		.label = variants[m->variant].name };

	if (m->variant == LOCAL) {
		partop_reduce(w, head, 0, m->n, &local_sum, &m->total, m, &o);
	} else {
		partop_for(w, head, 0, m->n, rungs[m->variant], m, &o);
		m->total = m->cells->guarded.count +
			atomic_load_explicit(&m->cells->shared.count, memory_order_relaxed);
		for (int i = 0; i < PARTOP_MAX_THREADS; i++)
			m->total +=
				atomic_load_explicit(&m->cells->own[i].count, memory_order_relaxed);
	}
	m->ran = true;
	return 0;
}

/* ---- checking ---- */

/* The generator once more, in one loop, with nothing of the above. */
static uint64_t
add_naively(uint64_t n, uint64_t seed, uint64_t work)
{
	uint64_t total = 0;

	for (uint64_t i = 0; i < n; i++) {
		uint64_t x = seed + i + 0x9e3779b97f4a7c15u;

		x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
		x = (x ^ x >> 27) * 0x94d049bb133111ebu;
		x ^= x >> 31;
		for (uint64_t k = work; k > 0; k--)
			x = (x >> 33) + 6364136223846793005u * x;
		total += x / (UINT64_C(1) << 56);
	}
	return total;
}

static int
verify(void *state, struct pt_error *e)
{
	struct counter *m = state;

	if (!m->ran)
		return pt_fail(e, PT_EXIT_FAILED, "nothing was counted");
	if (!m->naive_known)
		m->naive = add_naively(m->n, m->seed, m->work);
	m->naive_known = true;
	if (m->total != m->naive)
		return pt_fail(e, PT_EXIT_FAILED, "the count is %" PRIu64 ", not %" PRIu64,
			m->naive, m->total);
	return 0;
}

static void
result(void *state, struct pt_result *r)
{
	const struct counter *m = state;

	pt_result_u64(r, "count", m->total);
}

static void
teardown(void *state)
{
	struct counter *m = state;

	if (!m->cells)
		return;
	pthread_mutex_destroy(&m->cells->guarded.lock);
	pthread_rwlock_destroy(&m->cells->guarded.rwlock);
	pt_buffer_free(m->cells, sizeof(*m->cells));
}

const struct pt_workload pt_workload_counter = {
	.name = "counter",
	.summary = "one counter, six ways: locks, atomics, or a count per worker",
	.teaches = "contention: what a shared counter costs, rung by rung (--variant, --work)",
	.knob = "--variant mutex-long,local",
	.expect =
		"computing under the mutex takes 2 x as long as counting locally: one worker at a time",
	.ratio = { 1.4, 20 },
	.work_unit = "items",
	.params = params,
	.params_len = sizeof params / sizeof *params,
	.variants = variants,
	.variants_len = sizeof variants / sizeof *variants,
	.policies = PT_POLICIES,
	.state_bytes = sizeof(struct counter),
	.setup = setup,
	.reset = reset,
	.sequential = sequential,
	.parallel = parallel,
	.verify = verify,
	.result = result,
	.teardown = teardown,
};
