/* SPDX-License-Identifier: MIT */
/*
 * Count, least and greatest: reductions.  See partop/algorithm.h.
 */
#include "config.h"

#include <partop/algorithm.h>

#include "algorithms/wrap.h"

/* ---- count ---- */

struct counting {
	struct pt_wrap user;
	partop_chunk_fn *count;
};

static void
zero(void *acc, void *arg)
{
	*(uint64_t *)acc = 0;
}

static void
count_chunk(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	const struct counting *c = arg;

	*(uint64_t *)acc += c->count(w, head, lo, hi, c->user.arg);
}

static void
add(void *left, void *right, void *arg)
{
	*(uint64_t *)left += *(const uint64_t *)right;
}

uint64_t
partop_count(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, partop_chunk_fn *count,
	void *arg, const struct partop_range_options *options)
{
	static const struct partop_reducer sum = { sizeof(uint64_t), zero, count_chunk, add };
	struct counting c = { .count = count };
	struct partop_range_options o = pt_wrap_options(&c.user, sizeof(c), arg, options, "count");
	uint64_t n;

	partop_reduce(w, head, lo, hi, &sum, &n, &c, &o);
	return n;
}

/* ---- least and greatest ---- */

struct choice {
	struct pt_wrap user;
	partop_chunk_fn *pick; /* NULL: by less() alone */
	partop_less_fn *less;
	bool greatest;
};

static void
none(void *acc, void *arg)
{
	*(uint64_t *)acc = PARTOP_NONE;
}

/* Is i, which lies behind best, to take its place? */
static bool
is_better(const struct choice *c, uint64_t i, uint64_t best)
{
	return c->greatest ? c->less(best, i, c->user.arg) : c->less(i, best, c->user.arg);
}

static uint64_t
pick_by_less(const struct choice *c, uint64_t lo, uint64_t hi)
{
	uint64_t best = lo;

	for (uint64_t i = lo + 1; i < hi; i++)
		if (is_better(c, i, best))
			best = i;
	return best;
}

static void
take(const struct choice *c, uint64_t *best, uint64_t i)
{
	if (*best == PARTOP_NONE || (i != PARTOP_NONE && is_better(c, i, *best)))
		*best = i;
}

static void
pick_chunk(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	const struct choice *c = arg;

	take(c, acc, c->pick ? c->pick(w, head, lo, hi, c->user.arg) : pick_by_less(c, lo, hi));
}

static void
pick_of_two(void *left, void *right, void *arg)
{
	take(arg, left, *(const uint64_t *)right);
}

static uint64_t
pick(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, struct choice *c, void *arg,
	const struct partop_range_options *options)
{
	static const struct partop_reducer best = { sizeof(uint64_t), none, pick_chunk,
		pick_of_two };
	struct partop_range_options o =
		pt_wrap_options(&c->user, sizeof(*c), arg, options, c->greatest ? "max" : "min");
	uint64_t i;

	partop_reduce(w, head, lo, hi, &best, &i, c, &o);
	return i;
}

uint64_t
partop_min(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, partop_chunk_fn *least,
	partop_less_fn *less, void *arg, const struct partop_range_options *options)
{
	struct choice c = { .pick = least, .less = less };

	return pick(w, head, lo, hi, &c, arg, options);
}

uint64_t
partop_max(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, partop_chunk_fn *greatest,
	partop_less_fn *less, void *arg, const struct partop_range_options *options)
{
	struct choice c = { .pick = greatest, .less = less, .greatest = true };

	return pick(w, head, lo, hi, &c, arg, options);
}
