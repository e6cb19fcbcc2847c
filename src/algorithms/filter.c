/* SPDX-License-Identifier: MIT */
/*
 * Filter and collect: see partop/algorithm.h, and chain.h for what each worker does.  An accumulator
 * is the number of elements kept: where the next block's go.  A block that is run ahead of those
 * before it keeps its elements aside.
 */
#include "config.h"

#include "algorithms/chain.h"

#include <errno.h>
#include <partop/algorithm.h>
#include <partop/cancel.h>
#include <string.h>

struct filter {
	partop_keep_fn *keep;
	char *out;
	size_t size;
};

static void
keep_in_order(const struct pt_chain *c, partop_worker *w, partop_task *head, void *acc, uint64_t lo,
	uint64_t hi)
{
	const struct filter *f = c->what;
	uint64_t *count = acc;

	*count += f->keep(w, head, lo, hi, f->out + *count * f->size, c->arg);
}

static void
keep_ahead(const struct pt_chain *c, partop_worker *w, partop_task *head, void *own, void *scratch,
	uint64_t lo, uint64_t hi)
{
	const struct filter *f = c->what;

	*(uint64_t *)own = f->keep(w, head, lo, hi, scratch, c->arg);
}

static void
add(const struct pt_chain *c, void *acc, const void *own)
{
	*(uint64_t *)acc += *(const uint64_t *)own;
}

static void
copy_behind(const struct pt_chain *c, partop_worker *w, partop_task *head, const void *before,
	const void *own, void *scratch, uint64_t lo, uint64_t hi)
{
	const struct filter *f = c->what;

	memcpy(f->out + *(const uint64_t *)before * f->size, scratch,
		*(const uint64_t *)own * f->size);
}

static const struct pt_chain_ops filter_ops = {
	.in_order = keep_in_order,
	.ahead = keep_ahead,
	.link = add,
	.behind = copy_behind,
};

int
partop_filter(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, size_t size,
	partop_keep_fn *keep, void *out, uint64_t *count, void *arg,
	const struct partop_range_options *options)
{
	struct filter f = { keep, out, size };
	struct pt_chain c = { .ops = &filter_ops,
		.what = &f,
		.arg = arg,
		.acc_bytes = sizeof(*count),
		.scratch_each = size,
		.label = "filter" };

	*count = 0;
	if (lo < hi)
		pt_chain_run(&c, w, head, count, lo, hi, options);
	if (!partop_cancelled(w))
		return 0;
	*count = 0; /* blocks may be counted whose elements were not copied */
	return -ECANCELED;
}
