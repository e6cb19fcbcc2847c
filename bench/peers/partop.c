/* SPDX-License-Identifier: MIT */
/* libpartop as a peer, through its public interface only. */
#include "config.h"

#include <partop/partop.h>
#include <stdlib.h>

#include "bench/peers/partop_algorithms.h"
#include "bench/peers/partop_channel.h"
#include "bench/peers/partop_coarse.h"
#include "bench/peers/partop_policies.h"
#include "bench/peers/recording.h"
#include "bench/peers/work.h"

#define WORKERS_MAX 65

static partop_pool *pool[WORKERS_MAX];

static partop_pool *
pool_open(int workers)
{
	struct partop_config config = { .threads = workers, .pin = peer_is_pinned() };
	partop_pool *p;

	if (partop_pool_open(&p, &config))
		abort();
	return p;
}

static void
open_pool(int workers)
{
	if (workers >= WORKERS_MAX)
		abort();
	recording_begin();
	if (!pool[workers])
		pool[workers] = pool_open(workers);
}

struct call {
	uint64_t size, result;
};

static uint64_t
run(int workers, partop_fn *fn, uint64_t size)
{
	struct call c = { .size = size };

	partop_run(pool[workers], fn, &c);
	return c.result;
}

/* ---- fib ---- */

PARTOP_TASK_1(long, fib, long, n)
{
	long b;

	if (n < 2)
		return n;
	PARTOP_SPAWN(fib, n - 1);
	b = PARTOP_CALL(fib, n - 2);
	return PARTOP_SYNC(fib) + b;
}

static void
fib_root(partop_worker *w, partop_task *head, void *arg)
{
	struct call *c = arg;

	c->result = (uint64_t)PARTOP_CALL(fib, (long)c->size);
}

static uint64_t
run_fib(int workers, uint64_t size)
{
	return run(workers, fib_root, size);
}

struct number {
	long n, result;
};

/* A function and a word, both by value. */
static uint64_t
word_fib(partop_worker *w, partop_task *head, uint64_t n)
{
	uint64_t a, b;

	if (n < 2)
		return n;
	head = partop_spawn_word(w, head, word_fib, n - 1);
	a = word_fib(w, head, n - 2);
	partop_sync_word(w, head, word_fib, n - 1, &b);
	return a + b;
}

static void
word_root(partop_worker *w, partop_task *head, void *arg)
{
	struct call *c = arg;

	c->result = word_fib(w, head, c->size);
}

static uint64_t
run_fib_word(int workers, uint64_t size)
{
	return run(workers, word_root, size);
}

/* A function and a pointer: arguments and results go through memory. */
static void
plain_fib(partop_worker *w, partop_task *head, void *arg)
{
	struct number *x = arg, a = { x->n - 1, 0 }, b = { x->n - 2, 0 };

	if (x->n < 2) {
		x->result = x->n;
		return;
	}
	partop_join(w, head, plain_fib, &b, plain_fib, &a);
	x->result = a.result + b.result;
}

static void
plain_root(partop_worker *w, partop_task *head, void *arg)
{
	struct call *c = arg;
	struct number x = { (long)c->size, 0 };

	plain_fib(w, head, &x);
	c->result = (uint64_t)x.result;
}

static uint64_t
run_fib_plain(int workers, uint64_t size)
{
	return run(workers, plain_root, size);
}

/* ---- queens ---- */

PARTOP_TASK_4(uint64_t, queens, unsigned, all, unsigned, columns, unsigned, left, unsigned, right)
{
	uint64_t sum = 0;
	int spawned = 0;

	if (columns == all)
		return 1;
	for (unsigned free = all & ~(columns | left | right), bit; free; free ^= bit, spawned++) {
		bit = free & -free;
		PARTOP_SPAWN(queens, all, columns | bit, (left | bit) << 1, (right | bit) >> 1);
	}
	while (spawned--)
		sum += PARTOP_SYNC(queens);
	return sum;
}

static void
queens_root(partop_worker *w, partop_task *head, void *arg)
{
	struct call *c = arg;

	c->result = PARTOP_CALL(queens, (1u << c->size) - 1, 0, 0, 0);
}

static uint64_t
run_queens(int workers, uint64_t size)
{
	return run(workers, queens_root, size);
}

/* ---- trees ---- */

PARTOP_TASK_2(uint64_t, tree, struct uts_node, node, int, kind)
{
	int children = uts_children(kind, &node);
	struct uts_node child;
	uint64_t sum = 1;

	for (int i = 0; i < children; i++) {
		uts_child(kind, &node, i, &child);
		PARTOP_SPAWN(tree, child, kind);
	}
	for (int i = 0; i < children; i++)
		sum += PARTOP_SYNC(tree);
	return sum;
}

static void
tree_root(partop_worker *w, partop_task *head, void *arg)
{
	struct call *c = arg;
	struct uts_node root;

	uts_root((int)c->size, &root);
	c->result = PARTOP_CALL(tree, root, (int)c->size);
}

static uint64_t
run_tree(int workers, uint64_t size)
{
	return run(workers, tree_root, size);
}

/* ---- loops ---- */

static void
loop_chunk(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	uint64_t size = ((struct call *)arg)->size;
	uint32_t *out = peer_out(size);

	for (uint64_t i = lo; i < hi; i++)
		out[i] = work_irregular(i, size);
}

static void
loop_root(partop_worker *w, partop_task *head, void *arg)
{
	partop_for(w, head, 0, ((struct call *)arg)->size, loop_chunk, arg, NULL);
}

static uint64_t
run_loop(int workers, uint64_t size)
{
	return run(workers, loop_root, size);
}

/* One index per chunk: the price of a chunk, and of its events. */
static void
loop_each_root(partop_worker *w, partop_task *head, void *arg)
{
	partop_for(w, head, 0, ((struct call *)arg)->size, loop_chunk, arg,
		&(struct partop_range_options){ .grain = 1 });
}

static uint64_t
run_loop_each(int workers, uint64_t size)
{
	return run(workers, loop_each_root, size);
}

static void
sum_identity(void *acc, void *arg)
{
	*(uint64_t *)acc = 0;
}

static void
sum_fold(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	const uint32_t *numbers = arg;
	uint64_t sum = 0;

	for (uint64_t i = lo; i < hi; i++)
		sum += numbers[i];
	*(uint64_t *)acc += sum;
}

static void
sum_combine(void *left, void *right, void *arg)
{
	*(uint64_t *)left += *(uint64_t *)right;
}

static void
reduce_root(partop_worker *w, partop_task *head, void *arg)
{
	static const struct partop_reducer sum = {
		.size = sizeof(uint64_t),
		.identity = sum_identity,
		.fold = sum_fold,
		.combine = sum_combine,
	};
	struct call *c = arg;

	partop_reduce(w, head, 0, c->size, &sum, &c->result,
		(void *)(uintptr_t)peer_numbers(c->size), NULL);
}

static uint64_t
run_reduce(int workers, uint64_t size)
{
	return run(workers, reduce_root, size);
}

/* ---- a join as deep as `size`, in its left branch ---- */

PARTOP_TASK_1(long, one, long, n)
{
	return n;
}

PARTOP_TASK_1(long, deep, long, n)
{
	long below;

	if (n == 0)
		return 0;
	PARTOP_SPAWN(one, 1);
	below = PARTOP_CALL(deep, n - 1);
	return below + PARTOP_SYNC(one);
}

static void
deep_root(partop_worker *w, partop_task *head, void *arg)
{
	struct call *c = arg;

	c->result = (uint64_t)PARTOP_CALL(deep, (long)c->size);
}

static uint64_t
run_deep(int workers, uint64_t size)
{
	return run(workers, deep_root, size);
}

/* ---- policies ---- */

#define POLICY(name, heavy, policy) \
	static uint64_t name(int workers, uint64_t size) \
	{ \
		return policies_run(pool[workers], heavy, policy, size); \
	}
POLICY(run_even_steal, false, PARTOP_STEAL)
POLICY(run_even_static, false, PARTOP_STATIC)
POLICY(run_even_dynamic, false, PARTOP_DYNAMIC)
POLICY(run_even_guided, false, PARTOP_GUIDED)
POLICY(run_heavy_steal, true, PARTOP_STEAL)
POLICY(run_heavy_static, true, PARTOP_STATIC)
POLICY(run_heavy_dynamic, true, PARTOP_DYNAMIC)
POLICY(run_heavy_guided, true, PARTOP_GUIDED)

/* ---- hooks ---- */

static void
nothing(partop_worker *w, partop_task *head, void *arg)
{
}

static void
region(int workers)
{
	partop_run(pool[workers], nothing, NULL);
}

static void
busy_root(partop_worker *w, partop_task *head, void *arg)
{
	peer_spin(*(uint64_t *)arg);
}

static void
busy(int workers, uint64_t ns)
{
	partop_run(pool[workers], busy_root, &ns);
}

static void
cycle(int workers)
{
	partop_pool *p = pool_open(workers);
	struct call c = { .size = 10 };

	partop_run(p, fib_root, &c);
	partop_pool_close(p);
}

PARTOP_VOID_TASK_1(hit, int, unused)
{
	peer_steal_hit();
}

struct steals {
	unsigned gap_us;
	uint64_t *ns;
	size_t n;
};

static void
steal_root(partop_worker *w, partop_task *head, void *arg)
{
	const struct steals *s = arg;

	for (size_t i = 0; i < s->n; i++) {
		peer_steal_begin(s->gap_us);
		PARTOP_SPAWN(hit, 0);
		s->ns[i] = peer_steal_wait();
		PARTOP_SYNC(hit);
	}
}

static void
steal(int workers, unsigned gap_us, uint64_t *ns, size_t n)
{
	partop_run(pool[workers], steal_root, &(struct steals){ gap_us, ns, n });
}

static const char *
version(void)
{
	return "partop " PACKAGE_VERSION ", " PEER_COMPILER;
}

/* ---- algorithms ---- */

static uint64_t
run_algorithm(int workers, partop_fn *fn, uint64_t size)
{
	struct algo_call c = { .size = size };

	partop_run(pool[workers], fn, &c);
	return c.result;
}

#define ALGORITHM(name) \
	static uint64_t run_##name(int workers, uint64_t size) \
	{ \
		return run_algorithm(workers, algo_##name##_root, size); \
	}
ALGORITHM(scan)
ALGORITHM(filter)
ALGORITHM(find)
ALGORITHM(max)
ALGORITHM(count)
ALGORITHM(bins)
ALGORITHM(grid)
ALGORITHM(sort)
ALGORITHM(stable)

#define COARSE(shape, fn, uneven) \
	static uint64_t shape(int workers, uint64_t ms) \
	{ \
		return coarse_run(pool[workers], fn, workers, ms, uneven); \
	}
COARSE(run_coarse_tree, coarse_tree, 0)
COARSE(run_coarse_comb, coarse_comb, 0)
COARSE(run_coarse_flat, coarse_flat, 0)
COARSE(run_coarse_scope, coarse_scope, 0)
COARSE(run_coarse_for, coarse_for, 0)
COARSE(run_coarse_reduce, coarse_reduce, 0)
COARSE(run_coarse_uneven, coarse_tree, 1)

static const struct peer_program programs[] = {
	{ "coarse-tree", run_coarse_tree },
	{ "coarse-comb", run_coarse_comb },
	{ "coarse-flat", run_coarse_flat },
	{ "coarse-scope", run_coarse_scope },
	{ "coarse-for", run_coarse_for },
	{ "coarse-reduce", run_coarse_reduce },
	{ "coarse-uneven", run_coarse_uneven },
	{ "channel", channel_partop },
	{ "fib", run_fib },
	{ "fib-plain", run_fib_plain },
	{ "fib-word", run_fib_word },
	{ "queens", run_queens },
	{ "tree", run_tree },
	{ "loop", run_loop },
	{ "loop-each", run_loop_each },
	{ "even-steal", run_even_steal },
	{ "even-static", run_even_static },
	{ "even-dynamic", run_even_dynamic },
	{ "even-guided", run_even_guided },
	{ "heavy-steal", run_heavy_steal },
	{ "heavy-static", run_heavy_static },
	{ "heavy-dynamic", run_heavy_dynamic },
	{ "heavy-guided", run_heavy_guided },
	{ "reduce", run_reduce },
	{ "deep", run_deep },
	{ "scan", run_scan },
	{ "filter", run_filter },
	{ "find", run_find },
	{ "max", run_max },
	{ "count", run_count },
	{ "bins", run_bins },
	{ "grid", run_grid },
	{ "sort", run_sort },
	{ "stable", run_stable },
	{ NULL, NULL },
};

const struct peer peer = {
	.name = "partop",
	.version = version,
	.program = programs,
	.serial = work_serial,
	.open = open_pool,
	.region = region,
	.busy = busy,
	.cycle = cycle,
	.steal = steal,
	.events = recording_events,
};
