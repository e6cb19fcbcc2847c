/* SPDX-License-Identifier: MIT */
/* Policies of libpartop: see partop_policies.h. */
#include "bench/peers/partop_policies.h"

#include "bench/peers/policies.h"

struct loop {
	enum partop_policy policy;
	bool heavy;
	uint64_t size, sum;
};

static void
zero(void *acc, void *arg)
{
	*(uint64_t *)acc = 0;
}

static void
fold_even(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	uint64_t size = ((struct loop *)arg)->size, sum = 0;

	for (uint64_t i = lo; i < hi; i++)
		sum += policy_even(i, size);
	*(uint64_t *)acc += sum;
}

static void
fold_heavy(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	uint64_t size = ((struct loop *)arg)->size, sum = 0;

	for (uint64_t i = lo; i < hi; i++)
		sum += policy_heavy(i, size);
	*(uint64_t *)acc += sum;
}

static void
add(void *left, void *right, void *arg)
{
	*(uint64_t *)left += *(uint64_t *)right;
}

static void
root(partop_worker *w, partop_task *head, void *arg)
{
	static const struct partop_reducer even = { sizeof(uint64_t), zero, fold_even, add };
	static const struct partop_reducer heavy = { sizeof(uint64_t), zero, fold_heavy, add };
	struct loop *l = arg;
	struct partop_range_options o = { .policy = l->policy,
		.grain = l->policy == PARTOP_DYNAMIC ? POLICY_CHUNK : 0 };

	partop_reduce(w, head, 0, l->size, l->heavy ? &heavy : &even, &l->sum, l, &o);
}

uint64_t
policies_run(partop_pool *pool, bool heavy, enum partop_policy policy, uint64_t size)
{
	struct loop l = { .policy = policy, .heavy = heavy, .size = size };

	partop_run(pool, root, &l);
	return l.sum;
}
