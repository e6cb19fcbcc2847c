/* SPDX-License-Identifier: MIT */
/* Loops, reductions and scopes. */
#include "config.h"

#include "tests/stress/stress.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define N 20000

#define THREADS_MAX 40 /* of one loop: they are dear */

static _Atomic unsigned char seen[N];

/* A policy, and chunks large enough for it. */
static struct partop_range_options
draw_options(uint64_t random, uint64_t grain)
{
	enum partop_policy policy = stress_mix(random) % PARTOP_THREADS_COPY;

	if (policy == PARTOP_THREADS && grain < N / THREADS_MAX)
		grain = N / THREADS_MAX;
	return (struct partop_range_options){ .grain = grain, .policy = policy };
}

static void
see(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	uint64_t *largest = arg;

	(void)w, (void)head;
	CHECK(lo < hi && hi <= N);
	if (largest && hi - lo > *largest)
		CHECK(!"a chunk is larger than its grain");
	for (uint64_t i = lo; i < hi; i++)
		atomic_fetch_add_explicit(&seen[i], 1, memory_order_relaxed);
}

static void
a_loop_covers_every_index_once(partop_worker *w, partop_task *head, uint64_t random)
{
	uint64_t grain = random % 3 ? 1 + random % 64 : 0, lo = random % 7, hi = N - random % 1000;
	struct partop_range_options o = draw_options(random, grain);

	o.label = "cover";
	memset(seen, 0, sizeof(seen));
	partop_for(w, head, lo, hi, see, o.grain && o.policy != PARTOP_GUIDED ? &o.grain : NULL,
		&o);
	partop_for(w, head, 5, 5, see, NULL, NULL); /* empty */
	for (uint64_t i = 0; i < N; i++)
		CHECK(seen[i] == (i >= lo && i < hi));
}

/* Loops inside loops, with tasks inside. */
static void
inner(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	(void)w, (void)head;
	atomic_fetch_add_explicit((_Atomic uint64_t *)arg, hi - lo, memory_order_relaxed);
}

static void
outer(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	for (uint64_t i = lo; i < hi; i++)
		partop_for(w, head, 0, 100 + i, inner, arg,
			&(struct partop_range_options){ .policy = i % PARTOP_THREADS });
}

static void
loops_nest(partop_worker *w, partop_task *head, uint64_t random)
{
	_Atomic uint64_t sum = 0;
	struct partop_range_options o = { .grain = 1 + random % 4,
		.policy = stress_mix(random) % PARTOP_THREADS_COPY };

	partop_for(w, head, 0, 50, outer, &sum, &o);
	CHECK(sum == 50 * 100 + 49 * 50 / 2);
}

/*
 * Concatenation of intervals: associative, not commutative.  An accumulator owns memory, so that a
 * lost or doubled one is seen by the leak checker.
 */
struct interval {
	uint64_t lo, hi; /* [lo, hi), empty: lo == hi */
	uint64_t *count;
};

static void
interval_empty(void *acc, void *arg)
{
	struct interval *x = acc;

	(void)arg;
	*x = (struct interval){ .count = calloc(1, sizeof(uint64_t)) };
	CHECK(x->count);
}

static void
interval_add(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	struct interval *x = acc;

	(void)w, (void)head, (void)arg;
	CHECK(*x->count == 0 || x->hi == lo);
	if (*x->count == 0)
		x->lo = lo;
	x->hi = hi;
	*x->count += hi - lo;
}

static void
interval_join(void *left, void *right, void *arg)
{
	struct interval *l = left, *r = right;

	(void)arg;
	if (*r->count) {
		CHECK(*l->count == 0 || l->hi == r->lo);
		if (*l->count == 0)
			l->lo = r->lo;
		l->hi = r->hi;
		*l->count += *r->count;
	}
	free(r->count);
}

static const struct partop_reducer intervals = {
	.size = sizeof(struct interval),
	.identity = interval_empty,
	.fold = interval_add,
	.combine = interval_join,
};

static void
a_reduction_combines_in_index_order(partop_worker *w, partop_task *head, uint64_t random)
{
	struct partop_range_options o = draw_options(random, random % 3 ? 1 + random % 16 : 0);
	struct interval x;

	CHECK(partop_reduce(w, head, 3, N, &intervals, &x, NULL, &o) == 0);
	CHECK(x.lo == 3 && x.hi == N && *x.count == N - 3);
	free(x.count);
}

/* What was dropped leaves holes; what was made is handed on all the same. */
static void
count_and_fail(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	uint64_t at = *(uint64_t *)arg;

	(void)head;
	if (lo <= at && at < hi)
		partop_fail(w, 5);
	*((struct interval *)acc)->count += hi - lo;
}

static void
add_counts(void *left, void *right, void *arg)
{
	struct interval *l = left, *r = right;

	(void)arg;
	*l->count += *r->count;
	free(r->count);
}

static void
a_cancelled_reduction_hands_on_what_it_made(partop_worker *w, partop_task *head, uint64_t random)
{
	static const struct partop_reducer failing = {
		.size = sizeof(struct interval),
		.identity = interval_empty,
		.fold = count_and_fail,
		.combine = add_counts,
	};
	struct partop_range_options o = draw_options(random, 8);
	uint64_t at = random % N;
	struct partop_group g;
	struct interval x;

	CHECK(partop_group_begin(w, head, &g) == 0);
	CHECK(partop_reduce(w, head, 0, N, &failing, &x, &at, &o) == -ECANCELED);
	CHECK(partop_group_end(w, head, &g) == 5);
	CHECK(*x.count <= N);
	free(x.count);
}

/* A scope: jobs from the owner, from jobs, and from tasks below jobs. */
struct jobs {
	struct partop_scope scope;
	_Atomic uint64_t done;
};

static void
leaf_job(partop_worker *w, partop_task *head, void *arg)
{
	struct jobs *j = arg;

	(void)w, (void)head;
	atomic_fetch_add_explicit(&j->done, 1, memory_order_relaxed);
}

PARTOP_VOID_TASK_2(add_below, struct jobs *, j, int, depth)
{
	if (depth == 0) {
		partop_scope_add(&j->scope, w, head, leaf_job, j);
		return;
	}
	PARTOP_SPAWN(add_below, j, depth - 1);
	PARTOP_CALL(add_below, j, depth - 1);
	PARTOP_SYNC(add_below);
}

static void
adding_job(partop_worker *w, partop_task *head, void *arg)
{
	struct jobs *j = arg;

	PARTOP_CALL(add_below, j, 3); /* adds 8 */
	leaf_job(w, head, arg);
}

static void
a_scope_ends_after_all_its_tasks(partop_worker *w, partop_task *head, uint64_t random)
{
	unsigned own = random % 10000, adding = random % 97;
	partop_task *first = head;
	struct jobs j = { .done = 0 };

	partop_scope_begin(&j.scope, w, head);
	for (unsigned i = 0; i < own; i++)
		head = partop_scope_spawn(&j.scope, w, head, leaf_job, &j);
	for (unsigned i = 0; i < adding; i++)
		head = partop_scope_spawn(&j.scope, w, head, adding_job, &j);
	partop_scope_add(&j.scope, w, head, leaf_job, &j);
	head = partop_scope_end(&j.scope, w, head);
	CHECK(head == first);
	CHECK(j.done == own + 9 * adding + 1);
}

static void
outer_job(partop_worker *w, partop_task *head, void *arg)
{
	struct jobs *j = arg;
	struct partop_scope s;

	partop_scope_begin(&s, w, head);
	for (int i = 0; i < 10; i++)
		head = partop_scope_spawn(&s, w, head, leaf_job, j);
	head = partop_scope_end(&s, w, head);
	partop_scope_add(&j->scope, w, head, leaf_job, j);
}

static void
scopes_nest(partop_worker *w, partop_task *head, uint64_t random)
{
	unsigned n = random % 100;
	struct jobs j = { .done = 0 };

	partop_scope_begin(&j.scope, w, head);
	for (unsigned i = 0; i < n; i++)
		head = partop_scope_spawn(&j.scope, w, head, outer_job, &j);
	partop_scope_end(&j.scope, w, head);
	CHECK(j.done == 11 * n);
}

struct chain {
	struct partop_scope scope;
	unsigned left;
	char *lowest;
};

static void
add_the_next(partop_worker *w, partop_task *head, void *arg)
{
	struct chain *c = arg;
	char *here = __builtin_frame_address(0);

	if (here < c->lowest)
		c->lowest = here;
	if (c->left--)
		partop_scope_add(&c->scope, w, head, add_the_next, c);
}

/* With one worker all of it is on one stack, whose depth can be told. */
static void
chain_of_added_tasks(partop_worker *w, partop_task *head, void *arg)
{
	char *here = __builtin_frame_address(0);
	struct chain c = { .left = 100000, .lowest = here };

	partop_scope_begin(&c.scope, w, head);
	head = partop_scope_spawn(&c.scope, w, head, add_the_next, &c);
	partop_scope_end(&c.scope, w, head);
	*(ptrdiff_t *)arg = here - c.lowest;
}

static void
a_chain_of_added_tasks_needs_a_short_stack(partop_worker *w, partop_task *head, uint64_t random)
{
	const struct partop_config one = { .threads = 1 };
	ptrdiff_t bytes = 0;
	partop_pool *p;

	(void)w, (void)head, (void)random;
	CHECK(!partop_pool_open(&p, &one));
	CHECK(!partop_run(p, chain_of_added_tasks, &bytes));
	partop_pool_close(p);
	CHECK(bytes > 0 && bytes < 256 * 1024);
}

const struct stress_fact stress_loops[] = {
	{ "a_loop_covers_every_index_once", .in_pool = a_loop_covers_every_index_once },
	{ "loops_nest", .in_pool = loops_nest },
	{ "a_reduction_combines_in_index_order", .in_pool = a_reduction_combines_in_index_order },
	{ "a_cancelled_reduction_hands_on_what_it_made",
		.in_pool = a_cancelled_reduction_hands_on_what_it_made },
	{ "a_scope_ends_after_all_its_tasks", .in_pool = a_scope_ends_after_all_its_tasks },
	{ "scopes_nest", .in_pool = scopes_nest },
	{ "a_chain_of_added_tasks_needs_a_short_stack",
		.in_pool = a_chain_of_added_tasks_needs_a_short_stack },
	{ 0 },
};
